import { describe, expect, test } from 'vitest';
import type { FluxoError } from '../errors.ts';
import { checkRules } from './checkRules.ts';
import { compileRules, type BlockTrace } from './evaluate.ts';
import { RuleBlockSchema, type RuleAction, type RuleBlock, type RuleRow } from './rules.ts';

const record = {
  number: 'A-1',
  total: '100',
  kind: 'order',
  customer: { country: 'DE', vatNumber: 'DE123' },
  shipping: { country: 'Nederland' },
  note: '',
  lines: [{ sku: '1', quantity: '2', price: '10.00' }, { sku: '2', quantity: '3', price: '5.50' }],
};
const block = (part: Partial<RuleBlock> & Pick<RuleBlock, 'field'>): RuleBlock => RuleBlockSchema.parse({ id: 'b', rows: [], ...part });
const use = (path: string): RuleAction => ({ from: { kind: 'field', path } });
const text = (value: string): RuleAction => ({ from: { kind: 'text', text: value } });
const yesNo: RuleAction = { from: { kind: 'yesNo' } };
const has = (field: string): NonNullable<RuleRow['if']> => ({ join: 'all', rows: [{ field, op: 'hasValue' }] });
const is = (field: string, value: string): NonNullable<RuleRow['if']> => ({ join: 'all', rows: [{ field, op: 'equals', value }] });
const run = (...blocks: RuleBlock[]) => compileRules(blocks).run(record).value as Record<string, never>;
const errorOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return (thrown as FluxoError).data;
  }
  return null;
};

describe('the examples of the manual', () => {
  test('the value of one field and then of another', () => {
    expect(run(block({ field: 'note', rows: [{ use: use('number') }, { use: use('total') }] }))).toMatchObject({ note: 'A-1|100' });
  });

  test.each([['DE', 'DE|TRUE'], ['NL', '|TRUE']])('a country that must be %s, and whether there is a VAT number', (country, result) => {
    const rows = [{ if: is('customer.country', country), use: use('customer.country') }, { if: has('customer.vatNumber'), use: yesNo }];
    expect(run(block({ field: 'note', rows }))).toMatchObject({ note: result });
  });

  test.each([['number', 'total', 'TRUE|TRUE'], ['number', 'note', 'TRUE|FALSE'], ['note', 'total', 'FALSE|TRUE'], ['note', 'note', 'FALSE|FALSE']])('whether %s and %s have a value', (x, y, result) => {
    expect(run(block({ field: 'kind', rows: [{ if: has(x), use: yesNo }, { if: has(y), use: yesNo }] }))).toMatchObject({ kind: result });
  });

  test('five per cent more when another field has a certain value, and the amount as it is when not', () => {
    const more = (kind: string) => block({ field: 'total', rows: [{ if: is('kind', kind), use: { ...use('total'), steps: [{ name: 'addPercent', args: [{ kind: 'text', text: '5' }] }] }, otherwise: use('total') }] });
    expect(run(more('order'))).toMatchObject({ total: '105' });
    expect(run(more('invoice'))).toMatchObject({ total: '100' });
  });

  test('the results together are looked up in the table', () => {
    const rows = [{ use: use('customer.country') }, { if: has('customer.vatNumber'), use: yesNo }];
    const table = [{ from: 'DE|TRUE', to: 'reverse charge' }, { from: 'DE|FALSE', to: 'consumer' }];
    expect(run(block({ field: 'note', rows, map: { on: true, rows: table, unmapped: 'park' } }))).toMatchObject({ note: 'reverse charge' });
  });
});

describe('a block', () => {
  test('with a forced default always gives it', () => {
    expect(run(block({ field: 'number', rows: [{ use: text('x') }], default: { on: true, value: '999999', force: true } }))).toMatchObject({ number: '999999' });
  });

  test('fills what is empty with its default, and leaves what is not', () => {
    const fallback = { on: true, value: 'rest', force: false };
    expect(run(block({ field: 'note', default: fallback }))).toMatchObject({ note: 'rest' });
    expect(run(block({ field: 'number', default: fallback }))).toMatchObject({ number: 'A-1' });
  });

  test('keeps empty parts, so that the third is always the third', () => {
    expect(run(block({ field: 'note', rows: [{ use: text('a') }, { if: is('kind', 'x'), use: text('b') }, { use: text('c') }] }))).toMatchObject({ note: 'a||c' });
  });

  test('leaves out rows and blocks that are switched off', () => {
    expect(run(block({ field: 'note', rows: [{ off: true, use: text('a') }, { use: text('b') }] }))).toMatchObject({ note: 'b' });
    expect(run(block({ field: 'number', off: true, rows: [{ use: text('b') }] }))).toMatchObject({ number: 'A-1' });
  });

  test('can take the first row that holds, and keeps the field when none does', () => {
    const rows = [{ if: is('customer.country', 'NL'), use: text('home') }, { if: { join: 'all' as const, rows: [{ field: 'customer.country', op: 'inEu' as const }] }, use: text('EU') }, { use: text('rest') }];
    expect(run(block({ field: 'note', take: 'first', rows }))).toMatchObject({ note: 'EU' });
    expect(run(block({ field: 'number', take: 'first', rows: rows.slice(0, 1) }))).toMatchObject({ number: 'A-1' });
  });

  test('sees what the blocks above it made', () => {
    expect(run(block({ field: 'kind', rows: [{ use: text('invoice') }] }), block({ id: 'c', field: 'note', rows: [{ if: is('kind', 'invoice'), use: text('seen') }] }))).toMatchObject({ note: 'seen' });
  });

  test('that becomes empty leaves the field out, and the record it was given as it is', () => {
    expect(run(block({ field: 'customer.vatNumber', rows: [{ use: { from: { kind: 'empty' } } }] }))).toMatchObject({ customer: { country: 'DE' } });
    expect(run(block({ field: 'customer.vatNumber', rows: [{ use: { from: { kind: 'empty' } } }] }))).not.toHaveProperty('customer.vatNumber');
    expect(record.customer.vatNumber).toBe('DE123');
  });

  test('counts, adds up and picks out of a list', () => {
    const of = (path: string, take: 'count' | 'sum' | 'first' | 'last' | 'nth', nth?: number) => run(block({ field: 'note', rows: [{ use: { from: { kind: 'list', path, take, ...(nth && { nth }) } } }] }))['note'];
    expect([of('lines', 'count'), of('lines[].price', 'sum'), of('lines[].sku', 'first'), of('lines[].sku', 'last'), of('lines[].sku', 'nth', 2), of('lines[].sku', 'nth', 9)]).toEqual(['2', '15.5', '1', '2', '2', '']);
  });

  test('for a field of a list works item by item, with fields of the item and of the record', () => {
    const made = run(block({ field: 'lines[].taxCode', rows: [{ use: use('customer.country') }, { if: { join: 'all', rows: [{ field: 'lines[].quantity', op: 'greater', value: '2' }] }, use: use('lines[].sku') }] }));
    expect(made['lines']).toMatchObject([{ taxCode: 'DE|' }, { taxCode: 'DE|2' }]);
    expect(record.lines[0]).not.toHaveProperty('taxCode');
  });
});

describe('a record', () => {
  test('can be stopped by a row, and says by which rule and why', () => {
    const rows = [{ if: is('kind', 'order'), use: { from: { kind: 'skip' as const, reason: 'orders are not booked' } } }];
    expect(compileRules([block({ field: 'note', name: 'Only invoices', rows })]).run(record).skipped).toMatchObject({ code: 'rules.skipped_because', text: 'The rule “Only invoices” stops it: orders are not booked' });
  });

  test('can be refused by a row', () => {
    expect(errorOf(() => run(block({ field: 'note', rows: [{ use: { from: { kind: 'fail' } } }] })))).toMatchObject({ code: 'rules.refused', kind: 'data' });
  });

  test('with a value that cannot be counted with is invalid, and the message names rule, row and value', () => {
    const rows = [{ use: text('1') }, { use: { ...use('number'), steps: [{ name: 'add', args: [{ kind: 'text' as const, text: '1' }] }] } }];
    expect(errorOf(() => run(block({ field: 'note', name: 'Discount', rows })))).toMatchObject({ code: 'rules.row_failed', kind: 'data', params: { block: 'Discount', row: '2', value: 'A-1' } });
  });

  test('with a value the table lacks waits for the row', () => {
    expect(errorOf(() => run(block({ id: 'terms', field: 'number', map: { on: true, rows: [], unmapped: 'park' } })))).toMatchObject({ code: 'mapping.parked', parkedOn: { setting: 'terms', value: 'A-1' } });
    expect(errorOf(() => run(block({ field: 'number', map: { on: true, rows: [], unmapped: 'fail' } })))).toMatchObject({ code: 'mapping.unmapped' });
  });
});

test('every block tells what came in, its parts, what the table made of them and what went out', () => {
  const traces: BlockTrace[] = [];
  const rows = [{ use: use('customer.country') }, { if: has('note'), use: yesNo }];
  compileRules([block({ field: 'number', rows, map: { on: true, rows: [{ from: 'DE|FALSE', to: '7' }], unmapped: 'park' } }), block({ id: 'c', field: 'lines[].sku', rows: [{ use: text('x') }] })]).run(record, (trace) => traces.push(trace));
  expect(traces).toEqual([
    { block: 'b', before: 'A-1', parts: ['DE', 'FALSE'], joined: 'DE|FALSE', mapped: '7', after: '7' },
    { block: 'c', item: 0, before: '1', parts: ['x'], joined: 'x', after: 'x' },
    { block: 'c', item: 1, before: '2', parts: ['x'], joined: 'x', after: 'x' },
  ]);
});

test('a rule without a field, for a whole list or with an unknown function is named; one that reads what a later one writes is warned about', () => {
  const fields = [{ path: 'lines', label: 'Lines', type: 'list' as const }];
  const codes = (...blocks: RuleBlock[]) => checkRules(blocks, fields).map(({ severity, code }) => `${severity} ${code}`);
  expect(codes(block({ field: '' }))).toEqual(['error rules.no_field']);
  expect(codes(block({ field: 'lines' }))).toEqual(['error rules.fills_a_list']);
  expect(codes(block({ field: 'note', rows: [{ use: { ...text('x'), steps: [{ name: 'explode' }] } }] }))).toEqual(['error mapping.unknown_function']);
  expect(codes(block({ field: 'note', rows: [{ if: { join: 'all', rows: [{ field: '', op: 'formula', value: 'total > 1' }] }, use: text('x') }] }))).toEqual(['error rules.formula']);
  expect(codes(block({ field: '__proto__.x' }))).toEqual(['error mapping.hostile_path']);
  expect(codes(block({ field: 'note', rows: [{ use: use('kind') }] }), block({ id: 'c', field: 'kind' }))).toEqual(['warning rules.reads_later']);
  expect(codes(block({ field: 'kind' }), block({ id: 'c', field: 'note', rows: [{ use: use('kind') }] }))).toEqual([]);
});
