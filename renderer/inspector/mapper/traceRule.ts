import { FluxoError } from '#shared/errors.ts';
import type { Answers } from '#shared/formulas/jobs.ts';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { tryRule, type Tried } from './tryRule.ts';

/** What the value is after each station of a rule, for one record. */
export interface Trace {
  /** As it was read, put together or worked out. */
  readonly source: Tried;
  /** After the table; absent without one. `found` = a row answered, so the functions are passed by. */
  readonly table?: { readonly value: Tried; readonly found: boolean };
  /** After each function of the chain; null = passed by. */
  readonly functions: readonly (Tried | null)[];
  /** After default and length: what the field gets. */
  readonly result: Tried;
}

/** Runs the rule as far as each of its stations, with the engine's own code. A station behind a failing one is null or repeats its error. */
export function traceRule(rule: FieldRule, record: unknown, answers?: Answers): Trace {
  const { lookup, functions = [], default: _default, maxLength: _most, tooLong: _tooLong, ...bare } = rule;
  const run = (part: Partial<FieldRule>) => tryRule({ ...bare, ...part }, record, answers);
  const source = run({});
  const table = lookup && { value: run({ lookup }), found: 'text' in source && isInTable(rule, source.text) };
  let failed = 'error' in (table?.value ?? source);
  const after = functions.map((_call, at) => {
    if (failed || table?.found) return null;
    const tried = run({ ...(lookup && { lookup }), functions: functions.slice(0, at + 1) });
    failed = 'error' in tried;
    return tried;
  });
  return { source, ...(table && { table }), functions: after, result: tryRule(rule, record, answers) };
}

function isInTable(rule: FieldRule, text: string): boolean {
  try {
    return readMapping({ entity: 'preview', fields: [{ ...rule, from: { kind: 'constant', value: '' } }], lists: [] }).fields[0]?.lookUp?.(text) !== undefined;
  } catch (thrown) {
    if (thrown instanceof FluxoError) return false;
    throw thrown;
  }
}
