import { grid } from '#shared/flow/edit.ts';
import type { Rect } from '#shared/flow/frames.ts';

/** A line along which things on the drawing are in line: at `at`, between `from` and `to` of the other axis. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  /** How far the moved thing should go on to be in line. */
  readonly by: { readonly x: number; readonly y: number };
  readonly guides: readonly Guide[];
}

const sides = (rect: Rect, axis: 'x' | 'y'): readonly number[] => {
  const length = axis === 'x' ? rect.width : rect.height;
  return [rect[axis], rect[axis] + length / 2, rect[axis] + length];
};

/** Brings a moved rectangle in line with others that are nearly so, edge to edge or middle to middle, without leaving the grid. */
export function snapToOthers(moved: Rect, others: readonly Rect[], reach: number): Snapped {
  const [x, y] = [along('x'), along('y')];
  const place: Rect = { ...moved, x: moved.x + x, y: moved.y + y };
  return { by: { x, y }, guides: [...guidesOf(place, others, 'x'), ...guidesOf(place, others, 'y')] };

  function along(axis: 'x' | 'y'): number {
    let [best, distance] = [0, reach + 0.001];
    const own = sides(moved, axis);
    for (const other of others) {
      sides(other, axis).forEach((at, side) => {
        const by = at - own[side]!;
        if (Math.abs(by) < distance && Number.isInteger((moved[axis] + by) / grid)) [best, distance] = [by, Math.abs(by)];
      });
    }
    return best;
  }
}

/** One guide for each edge or middle that is in line with another's, as long as all of them together. */
function guidesOf(place: Rect, others: readonly Rect[], axis: 'x' | 'y'): readonly Guide[] {
  const across = axis === 'x' ? 'y' : 'x';
  const own = sides(place, axis);
  const guides: Guide[] = [];
  own.forEach((at, side) => {
    const inLine = others.filter((other) => sides(other, axis)[side] === at);
    if (inLine.length === 0) return;
    const ends = [place, ...inLine].flatMap((rect) => [sides(rect, across)[0]!, sides(rect, across)[2]!]);
    guides.push({ axis, at, from: Math.min(...ends), to: Math.max(...ends) });
  });
  // Equal cards are in line with both edges and the middle at once; the middle alone says it.
  return guides.length === 3 ? [guides[1]!] : guides;
}
