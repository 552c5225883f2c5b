/** A table as its cells, row by row. */
export type Cells = readonly (readonly string[])[];

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** From the cell where the selection began to the one the cursor is on. */
export interface Selection {
  readonly anchor: Cell;
  readonly active: Cell;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export function rangeOf({ anchor, active }: Selection): Range {
  return { top: Math.min(anchor.row, active.row), bottom: Math.max(anchor.row, active.row), left: Math.min(anchor.column, active.column), right: Math.max(anchor.column, active.column) };
}

export const isIn = ({ top, bottom, left, right }: Range, { row, column }: Cell): boolean => row >= top && row <= bottom && column >= left && column <= right;

const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most));

/** The selection after a step; with `extend` its beginning stays. One row below the last is the empty one that typing makes a row of. */
export function moved(selection: Selection, by: Cell, size: { readonly rows: number; readonly columns: number }, extend: boolean): Selection {
  const active = { row: clamp(selection.active.row + by.row, size.rows), column: clamp(selection.active.column + by.column, size.columns - 1) };
  return { active, anchor: extend ? selection.anchor : active };
}

/** The cells with some of them changed; cells beyond the last row make new rows, those beyond the last column are left out. */
export function withCells(cells: Cells, columns: number, at: Cell, values: Cells): Cells {
  const rows = Math.max(cells.length, at.row + values.length);
  return Array.from({ length: rows }, (_, row) => {
    const own = cells[row] ?? Array.from({ length: columns }, () => '');
    const given = values[row - at.row];
    return given ? own.map((cell, column) => given[column - at.column] ?? cell) : own;
  });
}

/** What is pasted: one value fills the whole selection, anything else goes from its first cell on. */
export function pasted(cells: Cells, columns: number, selection: Selection, values: Cells): Cells {
  const { top, bottom, left, right } = rangeOf(selection);
  const single = values.length === 1 && values[0]?.length === 1 ? values[0][0]! : undefined;
  if (single === undefined) return withCells(cells, columns, { row: top, column: left }, values);
  return withCells(cells, columns, { row: top, column: left }, Array.from({ length: bottom - top + 1 }, () => Array.from({ length: right - left + 1 }, () => single)));
}

export function cleared(cells: Cells, selection: Selection): Cells {
  const range = rangeOf(selection);
  return cells.map((own, row) => own.map((cell, column) => (isIn(range, { row, column }) ? '' : cell)));
}

export function withoutRows(cells: Cells, selection: Selection): Cells {
  const { top, bottom } = rangeOf(selection);
  return cells.filter((_, row) => row < top || row > bottom);
}

/** The first row of the selection in all its rows, as spreadsheets fill down. */
export function filledDown(cells: Cells, selection: Selection): Cells {
  const range = rangeOf(selection);
  return cells.map((own, row) => own.map((cell, column) => (isIn(range, { row, column }) ? (cells[range.top]?.[column] ?? '') : cell)));
}

/** What a spreadsheet takes from the clipboard: tabs between cells, a line a row. */
export function clipText(cells: Cells, selection: Selection): string {
  const { top, bottom, left, right } = rangeOf(selection);
  const quoted = (cell: string) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return cells.slice(top, bottom + 1).map((own) => own.slice(left, right + 1).map(quoted).join('\t')).join('\n');
}

/** Rows with nothing in them, but not the one that is being filled. */
export const withoutEmptyRows = (cells: Cells): Cells => cells.filter((own) => own.some((cell) => cell.trim() !== ''));
