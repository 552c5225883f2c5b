import type { FieldRule } from '#shared/mapping/mapping.ts';

const calls = (functions: readonly string[]) => (functions.length > 0 ? { functions: functions.map((name) => ({ name })) } : {});

/** Fills a field from one path, through functions without arguments. */
export const path = (target: string, from: string, ...functions: readonly string[]): FieldRule => ({ target, from: { kind: 'path', path: from }, ...calls(functions) });

/** Fills a field from the first path that has a value. */
export const firstOf = (target: string, paths: string[], ...functions: readonly string[]): FieldRule => ({ target, from: { kind: 'firstOf', paths }, ...calls(functions) });

/** Fills an address of an entity from one of a source record, whose words for street and postal code may be its own. */
export const address = (target: string, source: string, words: { readonly line1: string; readonly postalCode: string } = { line1: 'line1', postalCode: 'postalCode' }): FieldRule[] => [
  path(`${target}.name`, `${source}.name`, 'trim'),
  path(`${target}.line1`, `${source}.${words.line1}`, 'trim'),
  path(`${target}.postalCode`, `${source}.${words.postalCode}`, 'trim', 'upper'),
  path(`${target}.city`, `${source}.city`, 'trim'),
  path(`${target}.country`, `${source}.country`, 'countryCode'),
];
