import { categorySeparator } from '#shared/entities/category.ts';
import { cleanName } from '../customers/candidate.ts';
import { cutText } from '../cutText.ts';

/** Categories that stand in each other, at most; items are the fifth level. */
export const deepestCategory = 4;
const longestName = 100;

/** A path of the source as names the service takes, from the top down. What lies deeper than it goes is joined into the last name: `Mugs > Large`. */
export function placesOf(names: readonly string[]): readonly string[] {
  const clean = names.map(cleanName).filter((name) => name !== '');
  const above = clean.slice(0, deepestCategory - 1);
  const rest = clean.slice(deepestCategory - 1);
  return [...above, ...(rest.length > 0 ? [rest.join(categorySeparator)] : [])].map((name) => cutText(name, longestName));
}
