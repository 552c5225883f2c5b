import type { Cells } from './gridModel.ts';

/** A cell and what ends it. Only a cell that holds a tab, a line end or a quotation mark stands in quotation marks. */
const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))([\t\n]|$)/y;

/** The cells of what a spreadsheet (or this grid) put on the clipboard. */
export function readClipboard(text: string): Cells {
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const rows: string[][] = [[]];
  cell.lastIndex = 0;
  for (;;) {
    const [, quoted, bare = '', end] = cell.exec(plain)!;
    rows.at(-1)!.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') return rows;
    if (end === '\n') rows.push([]);
  }
}
