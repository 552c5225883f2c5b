import type { EntityInfo } from './fields.ts';

/** A group of products, known by its place in the tree. */
export interface Category {
  readonly sourceId: string;
  readonly name: string;
  /** Names from the top down, joined by ` > `: `Drinks > Hot`. */
  readonly path: string;
  readonly parentId?: string;
  readonly active?: boolean;
}

/** What stands between the names of a category's path. */
export const categorySeparator = ' > ';

/** The names of a path, from the top down. Blank ones fall out. */
export function categoryNames(path: string): readonly string[] {
  return path.split('>').map((name) => name.trim()).filter((name) => name !== '');
}

export const categoryEntity: EntityInfo = {
  name: 'category',
  label: 'Category',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'name', label: 'Name', type: 'text', required: true },
    { path: 'path', label: 'Path', type: 'text', required: true, help: 'Names from the top down, joined by “ > ”.' },
    { path: 'parentId', label: 'Belongs to', type: 'text' },
    { path: 'active', label: 'Active', type: 'boolean' },
  ],
};
