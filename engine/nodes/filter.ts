import { FilterSettingsSchema } from '#shared/flow/document.ts';
import { compileConditions } from '#shared/records/evaluate.ts';
import type { Item } from '#engine/run/record.ts';
import type { Executor } from './executor.ts';

/** Sorts records by conditions: into `kept` or `dropped`. */
export const filter: Executor = (node) => {
  const test = compileConditions(FilterSettingsSchema.parse(node.node.settings).conditions);
  const params = { node: node.name };
  return {
    run(items) {
      const kept: Item[] = [];
      const dropped: Item[] = [];
      for (const item of items) (test(item.value) ? kept : dropped).push(item);
      return { kept, dropped };
    },
    endsAt: (port) =>
      port === 'dropped'
        ? { code: 'filter.dropped', text: `Does not meet the conditions of “${node.name}”.`, params }
        : { code: 'filter.kept', text: `Meets the conditions of “${node.name}”, from which nothing goes on.`, params },
  };
};
