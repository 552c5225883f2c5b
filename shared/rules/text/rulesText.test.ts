import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unmappedPolicies } from '../../mapping/mapping.ts';
import { conditionOps } from '../../records/conditions.ts';
import { listTakes, RuleBlockSchema, type RuleBlock } from '../rules.ts';
import { readRules } from './readRules.ts';
import { writeRules } from './writeRules.ts';

const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('TRUE', 'otherwise', '1.50', '-3', '2026-01-01', 'a "b" \\', 'x\ny', 'DE|TRUE', '`'));
const path = fc.oneof(fc.constantFrom('note', 'lines[].sku', 'customer.country', 'total', 'value', 'in', 'first', 'a-b', 'lines.0.sku', 'x.y z', 'true', 'kassa.naam'), fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }));
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const maybe = <K extends string, T>(key: K, of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined }).map((told) => (told === undefined ? {} : ({ [key]: told } as Record<K, T>)));
const put = (...parts: fc.Arbitrary<object>[]) => fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);
const operand = fc.oneof(value.map((text) => ({ kind: 'text' as const, text })), path.map((one) => ({ kind: 'field' as const, path: one })));
const lookup = put(fc.record({ rows: fc.array(fc.record({ from: value, to: value }), { maxLength: 3 }), unmapped: fc.constantFrom(...unmappedPolicies) }), maybe('sharedTable', id), maybe('exact', fc.boolean()));
const step = put(fc.record({ name: fc.constantFrom('upper', 'lookup', 'round', 'of', 'then', 'in') }), maybe('args', fc.array(operand, { maxLength: 3 })), maybe('table', lookup));
const source = fc.oneof(
  operand,
  fc.constantFrom({ kind: 'yesNo' as const }, { kind: 'empty' as const }),
  put(fc.record({ kind: fc.constant('list'), path, take: fc.constantFrom(...listTakes) }), maybe('nth', fc.integer({ min: 1, max: 99 }))),
  put(fc.record({ kind: fc.constantFrom('skip', 'fail') }), maybe('reason', value)),
);
const action = put(fc.record({ from: source }), maybe('steps', fc.array(step, { maxLength: 3 })));
const condition = put(fc.record({ field: fc.oneof(path, fc.constant('')), op: fc.constantFrom(...conditionOps) }), maybe('value', value), maybe('to', value), maybe('other', path));
const when = fc.record({ join: fc.constantFrom('all', 'any'), rows: fc.array(condition, { maxLength: 3 }) });
const off = maybe('off', fc.constant(true));
const row = put(off, maybe('if', when), fc.record({ use: action }), maybe('otherwise', action));
const block = put(
  fc.record({ field: fc.oneof(path, fc.constant('')), rows: fc.array(row, { maxLength: 3 }) }),
  maybe('name', value),
  off,
  maybe('take', fc.constant('first')),
  maybe('default', fc.record({ on: fc.boolean(), value, force: fc.boolean() })),
  maybe('map', put(fc.record({ on: fc.boolean() }), lookup)),
);
const blocks = fc.uniqueArray(fc.tuple(id, block).map(([own, rest]) => RuleBlockSchema.parse({ id: own, ...rest })), { maxLength: 4, selector: (one) => one.id });

test('whatever rules there are: as text and read again they are the same', () => {
  fc.assert(
    fc.property(blocks, (all) => {
      const text = writeRules(all);
      const read = readRules(text);
      expect(read.faults, text).toEqual([]);
      expect(read.blocks, text).toEqual(all);
      expect(writeRules(read.blocks)).toBe(text);
    }),
    { numRuns: 150 },
  );
});

const example: readonly RuleBlock[] = [
  RuleBlockSchema.parse({
    id: 'tax',
    field: 'lines[].taxCode',
    name: 'Reverse charge',
    rows: [
      { if: { join: 'all', rows: [{ field: 'customer.country', op: 'inEu' }, { field: 'totalIncl', op: 'atLeast', value: '100' }] }, use: { from: { kind: 'field', path: 'customer.country' } }, otherwise: { from: { kind: 'empty' } } },
      { if: { join: 'all', rows: [{ field: 'customer.vatNumber', op: 'hasValue' }] }, use: { from: { kind: 'yesNo' } } },
      { off: true, use: { from: { kind: 'list', path: 'lines[].quantity', take: 'sum' }, steps: [{ name: 'addPercent', args: [{ kind: 'text', text: '5' }] }, { name: 'round', args: [{ kind: 'text', text: '2' }] }] } },
    ],
    map: { on: true, rows: [{ from: 'DE|TRUE', to: 'reverse' }], unmapped: 'park' },
    default: { on: true, value: 'standard', force: false },
  }),
];

test('rules are written as people read them', () => {
  expect(writeRules(example)).toBe(
    [
      'rule lines[].taxCode "Reverse charge" #tax',
      '  if customer.country is in the EU and totalIncl >= 100: customer.country',
      '    otherwise nothing',
      '  if customer.vatNumber has a value: TRUE',
      '  off always: sum of lines[].quantity then addPercent 5 then round 2',
      '  look up in (',
      '    "DE|TRUE" -> "reverse"',
      '  ) else ask',
      '  default "standard"',
      '',
    ].join('\n'),
  );
});

describe('what a person types', () => {
  const read = (...lines: string[]) => readRules(lines.join('\n'));

  test('may be said in other words, in capitals, with quotation marks of a word processor and over several lines', () => {
    const { blocks: found, faults } = read('RULE note', '  If kind is “order”', '     and total is at least 100: "x"', '', '     otherwise note', '  look up in ("x" => 1, "y" → "2") else KEEP');
    expect(faults).toEqual([]);
    expect(found).toEqual([{ id: 'rule', field: 'note', rows: [{ if: { join: 'all', rows: [{ field: 'kind', op: 'equals', value: 'order' }, { field: 'total', op: 'atLeast', value: '100' }] }, use: { from: { kind: 'text', text: 'x' } }, otherwise: { from: { kind: 'field', path: 'note' } } }], map: { on: true, rows: [{ from: 'x', to: '1' }, { from: 'y', to: '2' }], unmapped: 'keepSource' } }]);
  });

  test.each([
    ['rule note\n  if total 5: "x"', 2, 'rules.text_no_comparison', '5'],
    ['rule note\n  if total > 5 "x"', 2, 'rules.text_unexpected', '"x"'],
    ['rule note\n  always: otherwise 1', 2, 'rules.text_wants_field', 'otherwise'],
    ['rule note\n  always: 1 2', 2, 'rules.text_wants_line_end', '2'],
    ['rule note\n  always: 1 then "x"', 2, 'rules.text_wants_function', '"x"'],
    ['rule note\n  default total', 2, 'rules.text_wants_text', 'total'],
    ['rule note\n  always: "x', 2, 'rules.text_open', '"x'],
    ['  always: "x"', 1, 'rules.text_no_rule', 'always'],
    ['rule note\n  if a = 1 and b = 2 or c = 3: "x"', 2, 'rules.text_mixed', 'or'],
    ['rule note\n  default 1\n  default 2', 3, 'rules.text_twice', 'default'],
    ['rule note\n  look up in ("a" "b") else ask', 2, 'rules.text_unexpected', '"b"'],
    ['rule note\n  look up in ("a" -> "b")', 2, 'rules.text_unexpected', ''],
    ['rule note\n  sometimes: "x"', 2, 'rules.text_unexpected', 'sometimes'],
    [`rule note "${'x'.repeat(121)}"`, 1, 'rules.text_not_allowed', 'note'],
  ])('that cannot be read is told with its line: %j', (text, line, code, about) => {
    const { faults } = readRules(text);
    expect(faults).toMatchObject([{ line, reason: { code, fix: expect.any(String) as string } }]);
    expect(text.slice(faults[0]!.from, faults[0]!.to)).toBe(about);
  });

  test('is read on after a fault, so that all faults are told at once', () => {
    const { blocks: found, faults } = read('rule note', '  always "x"', '  always: "y"', 'rule kind', '  if : 1', '  always: 2');
    expect(faults.map(({ line }) => line)).toEqual([2, 5]);
    expect(found.map(({ rows }) => rows.length)).toEqual([1, 1]);
  });

  test('keeps the ids of the rules that were there, by # or by field and name, and gives new ones to what is new or copied', () => {
    const known = [{ id: 'a', field: 'note', rows: [] }, { id: 'rule', field: 'kind', name: 'Kind', rows: [] }];
    expect(readRules('rule note\nrule kind "Kind"\nrule kind\nrule kind #a\nrule kind #a', known).blocks.map((one) => one.id)).toEqual(['rule2', 'rule', 'rule3', 'a', 'rule4']);
  });
});
