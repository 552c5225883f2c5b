import type { FormulaJob } from '../formulas/jobs.ts';
import { readPath } from './path.ts';
import type { MappingTree } from './tree.ts';

/** What JSONata has to work out before a record can be mapped: by the formula's number, then by the list's item. */
export function jobsOf(tree: MappingTree, record: unknown): readonly (readonly FormulaJob[])[] {
  return tree.left.map(({ text, list }) => {
    if (list === null) return [{ text, scope: record }];
    const items = readPath(record, list);
    return Array.isArray(items) ? items.map((scope: unknown) => ({ text, scope })) : [];
  });
}
