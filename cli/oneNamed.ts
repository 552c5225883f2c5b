import { WrongCall } from './command.ts';

/** The one with this id, else the one with this name whatever its case; undefined when there is none. Throws `WrongCall` for a name that several have; `what` = what they are called together. */
export function oneNamed<Item extends { readonly id: string; readonly name: string }>(items: readonly Item[], name: string, what: string): Item | undefined {
  const byId = items.find(({ id }) => id === name);
  if (byId) return byId;
  const named = items.filter((item) => item.name.toLowerCase() === name.toLowerCase());
  if (named.length > 1) throw new WrongCall(`Several ${what} are called “${name}”; use an id: ${named.map(({ id }) => id).join(', ')}.`);
  return named[0];
}
