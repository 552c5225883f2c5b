import type { Formulas } from '#engine/ports.ts';
import type { Answers, FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';

/** Has the formulas of a page that are left to JSONata worked out, all in one call; answers by record. */
export async function answerLeft<T>(formulas: Formulas, records: readonly T[], jobsOf: (record: T) => readonly (readonly FormulaJob[])[]): Promise<readonly Answers[]> {
  const asked = records.map(jobsOf);
  const given = (await formulas.evaluate(asked.flat(2))).values();
  return asked.map((byFormula) => byFormula.map((jobs) => jobs.map((): FormulaAnswer => given.next().value!)));
}
