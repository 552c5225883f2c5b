import type { CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { categoryNames, categorySeparator } from '#shared/entities/category.ts';
import type { MplusClient } from '../../client.ts';
import { readGroupTreeIfKnown } from '../../streams/groupTree.ts';
import { textOf } from '../../wire/values.ts';
import { makeTurns } from '../relations/inTurn.ts';

/** The till's article groups by their full path, with those this run made. */
export interface Groups {
  /** Number of the group at a category's path; null when there is none. With `create` it is made, level by level, and always there. */
  at(category: string, create: boolean, context: RecordContext<MplusClient>): Promise<string | null>;
}

const keyOf = (names: readonly string[]): string => names.join(categorySeparator).toLowerCase();

/** Reads the groups: one call. */
export async function openGroups(client: MplusClient, call: CallContext): Promise<Groups> {
  const tree = await readGroupTreeIfKnown(client, call);
  const byPath = new Map<string, string>();
  for (const group of tree.groups) {
    const number = textOf(group['groupNumber']);
    const path = keyOf(categoryNames(tree.path(number) ?? ''));
    // Of two with one path the first stays; the till shows both.
    if (group['isDeleted'] !== true && !byPath.has(path)) byPath.set(path, number);
  }
  const inTurn = makeTurns();

  async function make(names: readonly string[], context: RecordContext<MplusClient>): Promise<string> {
    let above = '0';
    for (const [level, name] of names.entries()) {
      const path = names.slice(0, level + 1);
      const known = byPath.get(keyOf(path));
      if (known !== undefined) {
        above = known;
        continue;
      }
      const { id } = await context.effect('createArticleGroup', { parent: above, name, path: path.join(categorySeparator) }, { slot: keyOf(path) });
      context.note({ code: 'mplus.group_created', text: `Created article group ${path.join(categorySeparator)}.`, params: { path: path.join(categorySeparator) } });
      if (!context.dryRun) byPath.set(keyOf(path), id);
      above = id;
    }
    return above;
  }

  return {
    async at(category, create, context) {
      const names = categoryNames(category);
      if (names.length === 0) return null;
      const known = byPath.get(keyOf(names));
      if (known !== undefined || !create) return known ?? null;
      // Several products of a page may miss the same group; one makes it and the others wait.
      return inTurn([keyOf(names.slice(0, 1))], () => make(names, context));
    },
  };
}
