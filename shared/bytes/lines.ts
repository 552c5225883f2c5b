/**
 * Lines: JSON texts in UTF-8, parted by line feeds, none behind the last. JSON has no line feed inside of a text and UTF-8 none inside of a letter, so what
 * stands in a line can be found, copied and left out without reading it.
 */
export const lineFeed = 10;

/** True for bytes with memory of their own: only those can be given to another thread without copying what lies beside them. */
export const isWhole = ({ buffer, byteLength }: Uint8Array): boolean => buffer.byteLength === byteLength;

/** Where each line begins and ends: the beginning of line `n` is at `2n`, its end behind it. */
export function placesOfLines(lines: Uint8Array): readonly number[] {
  const places: number[] = [0];
  for (let at = lines.indexOf(lineFeed); at !== -1; at = lines.indexOf(lineFeed, at + 1)) places.push(at, at + 1);
  places.push(lines.length);
  return places;
}

/** The lines behind the first `count`, over the same memory. */
export function linesBehind(lines: Uint8Array, count: number): Uint8Array {
  let from = 0;
  for (let line = 0; line < count; line += 1) {
    const end = lines.indexOf(lineFeed, from);
    if (end === -1) return lines.subarray(lines.length);
    from = end + 1;
  }
  return lines.subarray(from);
}

/** Some of the lines, in the order asked for. */
export function pickLines(lines: Uint8Array, indexes: readonly number[]): Uint8Array {
  const places = placesOfLines(lines);
  const length = indexes.reduce((sum, index) => sum + places[index * 2 + 1]! - places[index * 2]! + 1, -1);
  const picked = new Uint8Array(Math.max(0, length));
  let at = 0;
  for (const index of indexes) {
    if (at > 0) picked[at++] = lineFeed;
    const line = lines.subarray(places[index * 2]!, places[index * 2 + 1]!);
    picked.set(line, at);
    at += line.length;
  }
  return picked;
}
