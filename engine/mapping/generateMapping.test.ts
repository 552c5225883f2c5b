import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import { unmappedPolicies, type FieldRule, type FieldSource, type Mapping } from '#shared/mapping/mapping.ts';
import { anyFormula } from '#shared/formulas/testing/arbitraries.ts';
import type { FormulaAnswer } from '#shared/formulas/jobs.ts';
import { readMapping } from '#shared/mapping/tree.ts';
import { generateMapping, mappingCode } from './generateMapping.ts';

/** Names of fields as records and flow files of strangers hold them: ordinary ones, inherited ones, pieces of code. */
const name = fc.constantFrom('a', 'b', 'c', 'name', 'lines', '0', 'length', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', 'constructor', 'prototype', '"]; throw 1; //', '\\', '`${1}`', '\u2028', "'");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('.'));
const text = fc.oneof(fc.constantFrom('', ' ', '12.50', '-0.00', '007', '1.234,50', '31-12-2026', '2026-02-30T10:00', 'Nederland', 'ja', 'é'.repeat(5), '*'), fc.string({ maxLength: 8 }));
const source: fc.Arbitrary<FieldSource> = fc.oneof(
  path.map((each): FieldSource => ({ kind: 'path', path: each })),
  text.map((value): FieldSource => ({ kind: 'constant', value })),
  fc.array(path, { minLength: 1, maxLength: 3 }).map((paths): FieldSource => ({ kind: 'firstOf', paths })),
  fc.array(fc.oneof(path.map((each) => `{${each}}`), text), { minLength: 1, maxLength: 4 }).map((parts): FieldSource => ({ kind: 'template', text: parts.join('') || ' ' })),
  fc.oneof(anyFormula, fc.constantFrom('$now()', 'a[0]', '$map(a, function($x) { $x })', '(((')).map((formula): FieldSource => ({ kind: 'formula', text: formula })),
);
const rule: fc.Arbitrary<FieldRule> = fc.record(
  {
    target: path,
    from: source,
    lookup: fc.record({ rows: fc.array(fc.record({ from: text, to: text }), { maxLength: 3 }), unmapped: fc.constantFrom(...unmappedPolicies) }),
    functions: fc.array(fc.record({ name: fc.constantFrom(...mappingFunctions.keys()), args: fc.array(text, { maxLength: 2 }) }), { maxLength: 3 }),
    default: text,
    maxLength: fc.integer({ min: 1, max: 6 }),
    tooLong: fc.constantFrom('cut' as const, 'fail' as const),
  },
  { requiredKeys: ['target', 'from'] },
);
const mappings: fc.Arbitrary<Mapping> = fc.record({ entity: fc.constant('order'), fields: fc.array(rule, { maxLength: 6 }), lists: fc.array(fc.record({ target: path, source: path, fields: fc.array(rule, { maxLength: 3 }) }), { maxLength: 2 }) });

/** Records as `JSON.parse` gives them (an own `__proto__` and all), and objects that inherit what they seem to hold. */
const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
const { node: records } = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('node')), { maxLength: 5 }).map((entries) => {
      const made = {};
      for (const [key, value] of entries) Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
      return made;
    }),
    tie('node').map((value) => Object.create({ a: value, name: 'inherited' }) as unknown),
    tie('node').map((value) => Object.assign(Object.create(null) as object, { a: value, b: '1' })),
  ),
}));

const answer: fc.Arbitrary<FormulaAnswer> = fc.oneof(leaf.map((value) => ({ value })), fc.constant({ error: { code: 'formula.too_slow', kind: 'data' as const, what: 'A formula took too long.' } }));

type Came = { readonly value: unknown; readonly warnings: unknown } | { readonly error: unknown };
function outcome(run: () => { readonly value: unknown; readonly warnings: unknown }): Came {
  try {
    const { value, warnings } = run();
    return { value, warnings };
  } catch (thrown) {
    return { error: thrown instanceof FluxoError ? thrown.data : `${(thrown as Error).name}: ${(thrown as Error).message}` };
  }
}

test('generated code and closures make the same of any record by any mapping, errors and warnings included', () => {
  const before = Reflect.ownKeys(Object.prototype).length;
  let compiled = 0;
  fc.assert(
    fc.property(mappings, fc.array(records, { minLength: 1, maxLength: 4 }), fc.array(fc.array(answer, { maxLength: 3 }), { maxLength: 4 }), (mapping, all, answers) => {
      const closures = outcome(() => ({ value: compileMapping(mapping), warnings: [] }));
      const code = outcome(() => ({ value: generateMapping(mapping), warnings: [] }));
      if ('error' in closures || 'error' in code) {
        expect(code).toEqual(closures);
        return;
      }
      compiled += 1;
      for (const record of all) {
        const kept = structuredClone(record);
        expect(outcome(() => (code.value as ReturnType<typeof generateMapping>)(record, answers))).toStrictEqual(outcome(() => (closures.value as ReturnType<typeof compileMapping>)(record, answers)));
        expect(structuredClone(record)).toEqual(kept);
      }
    }),
    { numRuns: Number(process.env['FLUXO_FULL'] ? 100_000 : 1500) },
  );
  expect(compiled).toBeGreaterThan(100);
  expect(Reflect.ownKeys(Object.prototype).length).toBe(before);
});

const mapping = (...fields: FieldRule[]): Mapping => ({ entity: 'order', fields, lists: [] });

test('what a record inherits is not read, and what is made inherits nothing', () => {
  const map = generateMapping(mapping({ target: 'x', from: { kind: 'path', path: 'toString' } }, { target: 'y', from: { kind: 'path', path: 'secret.deep' } }, { target: 'z.w', from: { kind: 'path', path: 'own' } }));
  const { value } = map(Object.assign(Object.create({ secret: { deep: '1' } }) as object, { own: '2' }));
  expect(value).toEqual({ z: { w: '2' } });
  expect('toString' in value).toBe(false);
  expect('constructor' in (value['z'] as object)).toBe(false);
});

test('a prototype that somebody polluted gives no values', () => {
  const map = generateMapping(mapping({ target: 'x', from: { kind: 'path', path: 'polluted' } }, { target: 'y', from: { kind: 'path', path: 'there.polluted' } }));
  const inherited: object = Object.prototype;
  Object.defineProperty(inherited, 'polluted', { value: 'yes', configurable: true, enumerable: false, writable: true });
  try {
    expect(map({ there: {} }).value).toEqual({});
    expect(map({ polluted: 'yes', there: { polluted: 'own' } }).value).toEqual({ x: 'yes', y: 'own' });
  } finally {
    delete (inherited as Record<string, unknown>)['polluted'];
  }
});

test('a field filled inside another one leaves the source record as it was', () => {
  const source = { customer: { name: 'Anke', city: 'Zwolle' } };
  const map = generateMapping(mapping({ target: 'customer', from: { kind: 'path', path: 'customer' } }, { target: 'customer.name', from: { kind: 'constant', value: 'Other' } }));
  expect(map(source).value).toEqual({ customer: { name: 'Other', city: 'Zwolle' } });
  expect(source).toEqual({ customer: { name: 'Anke', city: 'Zwolle' } });
});

test('nothing a user typed stands in the code but names of fields, quoted', () => {
  const typed = 'KANARIE';
  const { code } = mappingCode(readMapping({
    entity: typed,
    fields: [
      { target: 'a', from: { kind: 'constant', value: typed } },
      { target: 'b', from: { kind: 'template', text: `${typed} {x} ${typed}` }, default: typed },
      { target: 'c', from: { kind: 'path', path: 'x' }, lookup: { rows: [{ from: typed, to: typed }], unmapped: 'park' } },
      { target: 'd', from: { kind: 'path', path: 'x' }, functions: [{ name: 'prepend', args: [typed] }] },
      { target: typed, from: { kind: 'path', path: `${typed}"];process.exit()//.x` } },
    ],
    lists: [],
  }));
  const quoted = code.split(typed).slice(1).map((after, at) => [code.split(typed)[at]!.at(-1), after[0]]);
  expect(quoted.length).toBeGreaterThan(0);
  for (const [before, after] of quoted) expect(`${before}${after}`).toMatch(/^"["\\]$/);
});
