import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** An article group of the till as Fluxo's category. */
export const articleGroupMapping: Mapping = {
  entity: 'category',
  fields: [path('sourceId', 'groupNumber'), firstOf('name', ['name', 'text', 'groupNumber'], 'trim'), path('path', 'path'), path('parentId', 'parent'), path('active', 'isActive')],
  lists: [],
};
