import type { CallContext } from '#connectors/sdk/connector.ts';
import { categorySeparator } from '#shared/entities/category.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { list, textOf } from '../wire/values.ts';

/** The article groups of a till as the tree they form. */
export interface GroupTree {
  /** Each group without those below it, with the number of the one above (`0`: none), from the top down. */
  readonly groups: readonly SourceRecord[];
  find(groupNumber: string): SourceRecord | undefined;
  /** Names from the top down, such as `Drinks > Hot`. Undefined for a group the till no longer has. */
  path(groupNumber: string): string | undefined;
  /** All groups below one, whatever the level. */
  below(groupNumber: string): readonly SourceRecord[];
}

/** `name` is what a group is called; `text` is what stands on the till's button, and all there is on some. */
export const groupName = (group: SourceRecord): string => textOf(group['name']) || textOf(group['text']) || textOf(group['groupNumber']);

/** Reads the whole tree: one call, and there are few groups even in a large shop. */
export async function readGroupTree(client: MplusClient, call: CallContext): Promise<GroupTree> {
  const answer = await client.call('getArticleGroups', { request: {} }, call);
  return makeGroupTree(list(answer['articleGroupList']));
}

/** An empty tree for a till whose software does not know the call: articles then have no category, and all else is as it was. */
export async function readGroupTreeIfKnown(client: MplusClient, call: CallContext): Promise<GroupTree> {
  try {
    return await readGroupTree(client, call);
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') return makeGroupTree([]);
    throw thrown;
  }
}

function makeGroupTree(nested: readonly SourceRecord[]): GroupTree {
  const groups: SourceRecord[] = [];
  const byNumber = new Map<string, SourceRecord>();
  const paths = new Map<string, string>();
  const children = new Map<string, SourceRecord[]>();
  const add = (items: readonly SourceRecord[], parentGroupNumber: string, above: string) => {
    for (const { subGroupList, ...item } of items) {
      const group = { ...item, parentGroupNumber };
      const number = textOf(item['groupNumber']);
      // A till that lists its groups flat as well as nested must not give any twice.
      if (byNumber.has(number)) continue;
      const path = above === '' ? groupName(item) : above + categorySeparator + groupName(item);
      groups.push(group);
      byNumber.set(number, group);
      paths.set(number, path);
      children.set(parentGroupNumber, [...(children.get(parentGroupNumber) ?? []), group]);
      add(list(subGroupList), number, path);
    }
  };
  add(nested, '0', '');
  const below = (groupNumber: string): readonly SourceRecord[] => (children.get(groupNumber) ?? []).flatMap((group) => [group, ...below(textOf(group['groupNumber']))]);
  return { groups, find: (groupNumber) => byNumber.get(groupNumber), path: (groupNumber) => paths.get(groupNumber), below };
}
