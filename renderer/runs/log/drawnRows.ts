/** Places of rows in the list, both ends included; none when `last` is before `first`. */
export interface Range {
  readonly first: number;
  readonly last: number;
}
/** A row and the element that shows it. */
export interface Drawn {
  readonly index: number;
  readonly element: number;
}

export const noRows: Range = { first: 0, last: -1 };

/** Rows drawn beyond what is seen: on the side one scrolls to, on the other, and the least before more are drawn. */
const ahead = 12;
const behind = 4;
const least = 5;

/** The rows of which any part is inside the window: `offset` and `view` in px. */
export function rowsSeen(offset: number, view: number, height: number, count: number): Range {
  if (count === 0 || view <= 0) return noRows;
  return { first: Math.max(0, Math.min(count - 1, Math.floor(offset / height))), last: Math.max(0, Math.min(count - 1, Math.ceil((offset + view) / height) - 1)) };
}

const overlaps = (one: Range, other: Range) => one.first <= other.last && other.first <= one.last;

/**
 * What to draw when `seen` is on screen and `drawn` was drawn; `drawn` itself while it has enough at both ends. A jump draws what
 * is seen and no more, to be there at once; the rest follows when `isResting`.
 */
export function rangeToDraw(drawn: Range, seen: Range, count: number, direction: 'older' | 'newer' | 'still', isResting: boolean): Range {
  if (seen.last < seen.first) return noRows;
  if (!overlaps(drawn, seen) && !isResting) return seen;
  const isEnough = drawn.first <= Math.max(0, seen.first - (direction === 'newer' ? least : 0)) && drawn.last >= Math.min(count - 1, seen.last + (direction === 'older' ? least : 0));
  if (isEnough && drawn.last < count && !isResting) return drawn;
  const [above, below] = direction === 'older' ? [behind, ahead] : direction === 'newer' ? [ahead, behind] : [behind + 4, behind + 4];
  return { first: Math.max(0, seen.first - above), last: Math.min(count - 1, seen.last + below) };
}

/**
 * Gives each row an element. A row that stays keeps its own; one that comes takes the element of one that went. When none stays, the elements
 * keep their order in the document, since moving them costs more than filling them anew, and those not needed go on showing what they
 * showed, out of sight, until the rows around are drawn too.
 */
export function giveElements(before: readonly Drawn[], indexes: readonly number[]): readonly Drawn[] {
  const elementOf = new Map(before.map(({ index, element }) => [index, element]));
  const stays = new Set(indexes.flatMap((index) => elementOf.get(index) ?? []));
  const free = before.flatMap(({ element }) => (stays.has(element) ? [] : [element]));
  let next = before.reduce((most, { element }) => Math.max(most, element + 1), 0);
  let used = 0;
  const given = indexes.map((index) => ({ index, element: elementOf.get(index) ?? free[used++] ?? next++ }));
  return stays.size > 0 || given.length === 0 ? given : [...given, ...before.slice(given.length)];
}
