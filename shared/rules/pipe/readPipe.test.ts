import { describe, expect, test } from 'vitest';
import type { FieldInfo } from '../../entities/fields.ts';
import { compileRules } from '../evaluate.ts';
import { readPipe } from './readPipe.ts';

const fields: readonly FieldInfo[] = ['number', 'total', 'kind', 'note', 'customer.country', 'customer.vatNumber'].map((path) => ({ path, label: path === 'number' ? 'Order number' : path, type: 'text' as const }));
const record = { number: 'A-1', total: '100', kind: 'order', customer: { country: 'DE', vatNumber: 'DE123' } };
const read = (...lines: string[]) => readPipe(lines.join('\n'), fields);
const noteOf = (...lines: string[]) => {
  const { blocks, notes } = read('Field: note', ...lines);
  expect(notes).toEqual([]);
  return compileRules(blocks).run(record).value['note'];
};

describe('the examples of the manual, pasted', () => {
  test.each([
    ['{number}|{total}', 'A-1|100'],
    ['number|total', 'A-1|100'],
    ['{Order number}|"x"', 'A-1|x'],
    ['customer.country if customer.country = DE|customer.vatNumber has value', 'DE|TRUE'],
    ['customer.country if customer.country = NL|customer.vatNumber has value', '|TRUE'],
    ['number has value|note has value', 'TRUE|FALSE'],
    ['total + 5% if kind = order', '105'],
    ['if kind = invoice: total + 5% else total', '100'],
    ['round({total} / 3, 2)|upper(kind)', '33.33|ORDER'],
    ['kind = order and total > 50', 'TRUE'],
    ['kind is not order or total >= 100', 'TRUE'],
    ['total is between 1 and 5', 'FALSE'],
  ])('%s', (parts, made) => {
    expect(noteOf(parts)).toBe(made);
  });

  test('as a table that was copied from a page, with its heading', () => {
    expect(noteOf('Conditions', 'Field\tCondition\tValue\tAction', 'customer.country\tequals\tDE\t', 'customer.vatNumber\thas a value\t\t', 'total\tvalue of\t\tround(total, 1)')).toBe('DE|TRUE|100.0');
  });

  test('as a table with marks, whose rows of a group hold together', () => {
    expect(noteOf('| Group | and/or | Field | Condition | Value | Action |', '| --- | --- | --- | --- | --- | --- |', '| 1 | and | kind | = | order | |', '| 1 | and | total | > | 50 | "large" |', '| 2 | or | kind | = | x | |', '| 2 | or | total | > | 50 | |')).toBe('large|TRUE');
  });

  test('with its mapping table, its policy and its default', () => {
    const { blocks, notes } = read('Field: note', 'Name: VAT', '{customer.country}|customer.vatNumber has value', 'Use mapping table: yes', 'From\tTo', 'DE|TRUE\treverse', '* -> "rest, all"', 'If a value cannot be mapped: keep original', 'Make use of default: yes', 'Value: standard', 'Force usage: no', '', '[kind]', '"x"');
    expect(notes).toEqual([]);
    expect(blocks).toMatchObject([
      { id: 'rule', field: 'note', name: 'VAT', map: { on: true, rows: [{ from: 'DE|TRUE', to: 'reverse' }, { from: '*', to: 'rest, all' }], unmapped: 'keepSource' }, default: { on: true, value: 'standard', force: false } },
      { id: 'rule2', field: 'kind', rows: [{ use: { from: { kind: 'text', text: 'x' } } }] },
    ]);
    expect(compileRules(blocks).run(record).value).toMatchObject({ note: 'reverse', kind: 'x' });
  });

  test('in Dutch, with the field and its parts in one line', () => {
    const { blocks, notes } = read('note: {number}|kind = order', 'Mappingtabel', 'A-1|TRUE = ja', 'Niet in de tabel: leeg laten');
    expect(notes).toEqual([]);
    expect(compileRules(blocks).run(record).value).toMatchObject({ note: 'ja' });
    expect(blocks[0]?.map?.unmapped).toBe('leaveEmpty');
  });
});

test('what is not understood is told by its line and left out, and a field the records lack is told and kept', () => {
  const { blocks, notes } = read('{number}', 'Field: note', '{number}|what ever this is|{shop}', 'total\tresembles\t5', 'Unmapped: shrug', 'Force: perhaps');
  expect(notes.map(({ line, severity, reason }) => `${line} ${severity} ${reason.code}`)).toEqual(['1 error rules.pipe_no_field', '3 error rules.pipe_not_understood', '3 warning rules.pipe_unknown_field', '4 error rules.pipe_not_understood', '5 error rules.pipe_not_understood', '6 error rules.pipe_not_understood']);
  expect(blocks).toMatchObject([{ field: 'note', rows: [{ use: { from: { path: 'number' } } }, { use: { from: { path: 'shop' } } }] }]);
});

test('ids that are taken are not given again', () => {
  expect(readPipe('Field: note\n"x"', fields, ['rule', 'rule2']).blocks.map(({ id }) => id)).toEqual(['rule3']);
});
