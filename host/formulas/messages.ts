import type { FormulaAnswer, FormulaJob } from '#shared/formulas/jobs.ts';

/** What the formula process is told: jobs to be worked out in order. `careful` = say each answer at once, so that it is known on which job the process dies. */
export interface FormulaOrder {
  readonly id: number;
  readonly jobs: readonly FormulaJob[];
  readonly careful: boolean;
}

/** What it says: answers to the next jobs of the order; with the id 0 that it has started. */
export interface FormulaReply {
  readonly id: number;
  readonly answers: readonly FormulaAnswer[];
}

/** A formula process, as Node or Electron starts one. */
export interface FormulaChild {
  postMessage(order: FormulaOrder): void;
  kill(): void;
  onMessage(listener: (reply: FormulaReply) => void): void;
  /** The process is gone; said once. `ofItsOwnLimit` = V8 ended it because it wanted more memory than it may have, which it would again; false where that cannot be told. */
  onExit(listener: (ofItsOwnLimit: boolean) => void): void;
}
