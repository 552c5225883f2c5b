import { expect, test } from 'vitest';
import { readClipboard } from './readClipboard.ts';
import { cleared, clipText, filledDown, moved, pasted, withCells, withoutRows, type Cells } from './gridModel.ts';

const cells: Cells = [['PIN', '1'], ['CASH', '2'], ['IDEAL', '3']];
const at = (row: number, column: number) => ({ row, column });
const one = (row: number, column: number) => ({ anchor: at(row, column), active: at(row, column) });
const size = { rows: 3, columns: 2 };

test('the cursor stays in the table, and may stand on the empty row below it', () => {
  expect(moved(one(0, 0), at(-1, -1), size, false).active).toEqual(at(0, 0));
  expect(moved(one(2, 1), at(5, 5), size, false).active).toEqual(at(3, 1));
});

test('a selection grows from where it began', () => {
  expect(moved(one(0, 0), at(2, 1), size, true)).toEqual({ anchor: at(0, 0), active: at(2, 1) });
});

test('what is typed below the last row makes a row', () => {
  expect(withCells(cells, 2, at(3, 1), [['4']])[3]).toEqual(['', '4']);
});

test('rows of a spreadsheet go in from the first chosen cell on, and columns the table lacks are left out', () => {
  expect(pasted(cells, 2, one(2, 0), [['a', 'b', 'c'], ['d', 'e', 'f']])).toEqual([['PIN', '1'], ['CASH', '2'], ['a', 'b'], ['d', 'e']]);
});

test('one value fills every chosen cell', () => {
  expect(pasted(cells, 2, { anchor: at(0, 1), active: at(2, 1) }, [['9']]).map(([, to]) => to)).toEqual(['9', '9', '9']);
});

test('chosen cells are emptied, filled down from the first, or their rows removed', () => {
  const right = { anchor: at(2, 1), active: at(1, 1) };
  expect(cleared(cells, right)).toEqual([['PIN', '1'], ['CASH', ''], ['IDEAL', '']]);
  expect(filledDown(cells, right)).toEqual([['PIN', '1'], ['CASH', '2'], ['IDEAL', '2']]);
  expect(withoutRows(cells, right)).toEqual([['PIN', '1']]);
});

test('what is copied comes back from the clipboard as it was', () => {
  const odd: Cells = [['a\tb', 'line\none'], ['5" pipe', '']];
  const text = clipText(odd, { anchor: at(0, 0), active: at(1, 1) });
  expect(readClipboard(text)).toEqual(odd);
  expect(readClipboard('PIN\tMaestro\r\nCASH\tKas\r\n')).toEqual([['PIN', 'Maestro'], ['CASH', 'Kas']]);
  expect(readClipboard('one word')).toEqual([['one word']]);
});
