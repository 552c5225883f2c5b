/** A moment (milliseconds since 1970) by the clock of this machine, such as `2026-06-01 07:30:00`: the same wherever, and sorted as text in order. */
export const localTime = (at: number): string => new Date(at).toLocaleString('sv-SE');

/** Letters a terminal gives two cells are rare in our tables; counting code points keeps accents aligned. */
const width = (text: string) => [...text].length;

/** Rows as aligned columns; columns named in `right` are aligned right. The first row is the heading. */
export function formatTable(heading: readonly string[], rows: readonly (readonly string[])[], right: readonly string[] = []): string {
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - width(cell));
        return right.includes(heading[column] ?? '') ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [line(heading), widths.map((size) => '─'.repeat(size)).join('  '), ...rows.map(line)].join('\n');
}
