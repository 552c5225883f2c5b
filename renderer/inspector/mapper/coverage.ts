import type { EntityInfo } from '#shared/entities/fields.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { pathsOf, refOf, ruleFor } from './mappingEdit.ts';
import { treePath, type SourceNode } from './sourceTree.ts';

/** How much of the target a mapping fills, and what of the source nothing reads. */
export interface Coverage {
  readonly required: { readonly filled: number; readonly all: number };
  readonly fields: { readonly filled: number; readonly all: number };
  /** Tree paths of source fields no rule reads. */
  readonly unused: ReadonlySet<string>;
}

/** Tree paths a mapping reads. */
export function usedPaths(mapping: Mapping): ReadonlySet<string> {
  return new Set([...mapping.fields.flatMap(pathsOf), ...mapping.lists.flatMap((list) => [`${list.source}[]`, ...list.fields.flatMap(pathsOf).map((path) => `${list.source}[].${path}`)])].map(treePath));
}

/** Fields of a list count once its list is filled; a list itself counts as a field. */
export function coverageOf(entity: EntityInfo, mapping: Mapping, tree: readonly SourceNode[]): Coverage {
  const isFilled = (path: string, isList: boolean) => (isList ? mapping.lists.some((list) => list.target === path) || ruleFor(mapping, refOf(path)) !== undefined : ruleFor(mapping, refOf(path)) !== undefined);
  const counted = entity.fields.filter((field) => {
    const { list } = refOf(field.path);
    return list === null || mapping.lists.some((each) => each.target === list);
  });
  const filled = counted.filter((field) => isFilled(field.path, field.type === 'list'));
  const used = usedPaths(mapping);
  const leaves = (nodes: readonly SourceNode[]): readonly string[] => nodes.flatMap((node) => (node.children.length > 0 ? leaves(node.children) : node.type === 'list' || node.type === 'object' ? [] : [node.path]));
  // A rule may read a whole group.
  const isUsed = (path: string) => used.has(path) || [...used].some((each) => !each.endsWith('[]') && path.startsWith(`${each}.`));
  return {
    required: { filled: filled.filter((field) => field.required).length, all: counted.filter((field) => field.required).length },
    fields: { filled: filled.length, all: counted.length },
    unused: new Set(leaves(tree).filter((path) => !isUsed(path))),
  };
}
