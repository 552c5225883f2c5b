import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { list, nested, textOf } from '../wire/values.ts';
import type { GroupTree } from './groupTree.ts';

/** The groups of an article's product with their paths, and what its custom fields say in words. */
export function withGroups(article: SourceRecord, tree: GroupTree): SourceRecord {
  const groups = groupNumbers(article).flatMap((number) => {
    const path = tree.path(number);
    return path === undefined ? [] : [{ number, path }];
  });
  const features = list(article['customFieldList']).flatMap((field) => {
    const [name, value] = [textOf(field['fieldName']), customValue(field)];
    return name === '' || value === '' ? [] : [{ name, value }];
  });
  return { ...article, ...(groups[0] && { groupPath: groups[0].path, groups }), ...(features.length > 0 && { features }) };
}

/** What `withGroups` adds, for the mapper's tree. */
export const addedArticleFields: readonly FieldInfo[] = [
  { path: 'groupPath', label: 'Article group', type: 'text', help: 'Path of the first group the product is in, from the top down.' },
  { path: 'groups', label: 'Article groups', type: 'list' },
  { path: 'groups[].number', label: 'Group number', type: 'text' },
  { path: 'groups[].path', label: 'Path', type: 'text' },
  { path: 'features', label: 'Own fields in words', type: 'list', help: 'The fields this till has of its own, each with its value as text.' },
  { path: 'features[].name', label: 'Name', type: 'text' },
  { path: 'features[].value', label: 'Value', type: 'text' },
];

export function groupNumbers(article: SourceRecord): readonly string[] {
  const numbers = nested(article['product'])['groupNumbers'];
  return Array.isArray(numbers) ? numbers.map(textOf) : [];
}

/** Only one of the values is filled, whatever the field's type is. */
function customValue(field: SourceRecord): string {
  const single = ['strValue', 'intValue', 'dateValue', 'dateTimeValue'].map((name) => textOf(field[name])).find((text) => text !== '');
  if (single !== undefined) return single;
  if (typeof field['boolValue'] === 'boolean') return String(field['boolValue']);
  const several = field['multiSelectInt'];
  return Array.isArray(several) ? several.map(textOf).join(', ') : '';
}
