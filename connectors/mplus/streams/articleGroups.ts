import { defineStream } from '#connectors/sdk/connector.ts';
import type { ReadContext } from '#connectors/sdk/connector.ts';
import { categorySeparator } from '#shared/entities/category.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { articleGroupMapping } from '../defaultMappings/articleGroups.ts';
import { operations } from '../fieldTable/operations.ts';
import { list, textOf } from '../wire/values.ts';
import { fieldsOf, itemShape } from './fieldsOf.ts';
import { groupName, readGroupTree } from './groupTree.ts';
import type { GroupTree } from './groupTree.ts';
import { asMarker, markerPages, markerSettings, parseCursor } from './markerPages.ts';

const addedFields: readonly FieldInfo[] = [
  { path: 'path', label: 'Path', type: 'text', help: 'Names from the top down, such as Drinks > Hot.' },
  { path: 'parent', label: 'Number of the group above', type: 'text', help: 'Empty at the top.' },
  { path: 'isActive', label: 'Active', type: 'boolean', help: 'Not deleted.' },
];

/** A group with its place in the tree. A deleted one may no longer stand there; then its place is that below the group it belonged to. */
function groupRecord(group: SourceRecord, tree: GroupTree): SourceRecord {
  const number = textOf(group['groupNumber']);
  const parent = textOf(group['parentGroupNumber']) || textOf(tree.find(number)?.['parentGroupNumber']);
  const above = tree.path(parent);
  const path = tree.path(number) ?? (above === undefined ? groupName(group) : above + categorySeparator + groupName(group));
  return { ...group, path, ...(parent !== '' && parent !== '0' && { parent }), isActive: group['isDeleted'] !== true };
}

interface Asked {
  readonly syncMarker?: string;
  readonly syncMarkerLimit?: string;
  readonly groupNumbers?: readonly string[];
}

/** The groups asked for, the lowest markers first: from the till's list of changes, or out of the tree where it has no such list. */
async function changedGroups(context: ReadContext<MplusClient>, tree: GroupTree, asked: Asked): Promise<readonly SourceRecord[]> {
  try {
    return list((await context.client.call('getArticleGroupChanges', { request: { ...asked } }, context))['changedArticleGroupList']);
  } catch (thrown) {
    if (!(thrown instanceof FluxoError) || thrown.code !== 'mplus.not_supported') throw thrown;
    const { syncMarker = '0', syncMarkerLimit, groupNumbers } = asked;
    const marked = tree.groups.map((group) => ({ group, marker: asMarker(group['syncMarker']) }));
    return marked
      .filter(({ group, marker }) => marker >= BigInt(syncMarker) && (groupNumbers?.includes(textOf(group['groupNumber'])) ?? true))
      .toSorted((a, b) => (a.marker < b.marker ? -1 : 1))
      .slice(0, syncMarkerLimit === undefined ? undefined : Number(syncMarkerLimit))
      .map(({ group }) => group);
  }
}

export const articleGroups = defineStream<MplusClient>({
  name: 'articleGroups',
  label: 'Article groups',
  help: 'The groups articles are sorted in, each with its full path, new, changed and deleted ones. When a group gets another name or place, those below it come again with their new path.',
  entity: 'category',
  settings: markerSettings,
  asked: ['startFrom'],
  fields: [...addedFields, ...fieldsOf(itemShape(operations.getArticleGroupChanges.answer))],
  defaultMapping: articleGroupMapping,
  key: (group) => String(group['groupNumber'] ?? ''),
  type: () => 'ArticleGroup',
  // The path too: it changes with a group above, while the till gives this one no new marker.
  version: (group) => `${String(group['syncMarker'] ?? '')}/${String(group['path'] ?? '')}`,
  describe: (group) => ({ title: textOf(group['path']) || String(group['groupNumber'] ?? ''), subtitle: String(group['groupNumber'] ?? '') }),

  async *read(context) {
    const begun = context.cursor === null ? 0n : parseCursor(context.cursor);
    const tree = await readGroupTree(context.client, context);
    const pages = markerPages(context, {
      counter: 'articleGroupSyncMarker',
      markerOf: (group) => group['syncMarker'],
      ask: (syncMarker, syncMarkerLimit) => changedGroups(context, tree, { syncMarker, syncMarkerLimit }),
    });
    const given = new Set<string>();
    for await (const page of pages) {
      // Groups below a changed one whose own change was read in an earlier run; the others come by themselves.
      const below = page.items.flatMap((group) => tree.below(textOf(group['groupNumber']))).filter((group) => asMarker(group['syncMarker']) < begun);
      const records = [...page.items, ...below].map((group) => groupRecord(group, tree)).filter((group) => {
        const number = textOf(group['groupNumber']);
        return !given.has(number) && given.add(number);
      });
      yield { records, cursor: page.cursor };
    }
  },

  async readOne(context, key) {
    const tree = await readGroupTree(context.client, context);
    if (!tree.find(key)) return null;
    const [group] = await changedGroups(context, tree, { groupNumbers: [key] });
    return group ? groupRecord(group, tree) : null;
  },
});
