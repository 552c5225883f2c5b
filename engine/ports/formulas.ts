import type { FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';

/**
 * Works formulas out in a process of its own that holds no secrets and may be killed. One call for a page: the answers come in the order
 * of the jobs, and a job that kills the process has an error for its answer. Rejects only when no such process can be had.
 */
export interface Formulas {
  evaluate(jobs: readonly FormulaJob[]): Promise<readonly FormulaAnswer[]>;
}
