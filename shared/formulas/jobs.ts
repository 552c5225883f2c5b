import type { ErrorData } from '../errors.ts';

/** One formula to be worked out for one record, or for one item of a list. */
export interface FormulaJob {
  readonly text: string;
  readonly scope: unknown;
}

/** What JSONata made of it: its value as plain data, or a `data` error. */
export type FormulaAnswer = { readonly value: unknown } | { readonly error: ErrorData };

/** Answers to the formulas of one record that were left to JSONata: by the formula's number, then by the list's item (0 for the record itself). */
export type Answers = readonly (readonly FormulaAnswer[])[];
