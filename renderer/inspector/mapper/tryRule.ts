import { FluxoError, type ErrorData } from '#shared/errors.ts';
import type { Answers } from '#shared/formulas/jobs.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { asText, readPath } from '#shared/mapping/path.ts';
import type { Reason } from '#shared/records/outcomes.ts';

/** What one rule makes of the current record: a text, or why it cannot. */
export type Tried = { readonly text: string; readonly warning?: Reason } | { readonly error: ErrorData };

/** Runs one rule by itself, formulas that were left to JSONata with its answers, with the same code as the engine, so that one bad field does not hide the others. */
export function tryRule(rule: FieldRule, record: unknown, answers?: Answers): Tried {
  try {
    const { value, warnings } = compileMapping({ entity: 'preview', fields: [rule], lists: [] })(record, answers);
    const made = readPath(value, rule.target.split('.'));
    return { text: typeof made === 'object' && made !== null ? JSON.stringify(made) : asText(made), ...(warnings[0] && { warning: warnings[0] }) };
  } catch (thrown) {
    if (thrown instanceof FluxoError) return { error: thrown.data };
    throw thrown;
  }
}

/** Letter of the formula behind the part an error is about; null when the error names none. */
export function errorPlace(error: ErrorData): number | null {
  const place = Number(error.code.startsWith('formula.') && error.params?.['position'] ? error.params['position'] : Number.NaN);
  return Number.isFinite(place) ? place : null;
}
