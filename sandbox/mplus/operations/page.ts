import type { Till } from '../till/makeTill.ts';

/** The items of a page in the order this till sends them. */
export const page = <T>(till: Till, items: readonly T[]): readonly T[] => (till.unsortedPages ? items.toReversed() : items);
