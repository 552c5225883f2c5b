import { LimitSettingsSchema } from '#shared/flow/document.ts';
import type { Executor } from './executor.ts';

/**
 * Lets the first records of a run through. A source all of whose ways lead through full limits is not read on, so the rest
 * stays where it is for the next run; only what another branch wants all the same is filtered here. Records that are
 * tried again were let through before and do not count.
 */
export const limit: Executor = (node, run) => {
  const { count } = LimitSettingsSchema.parse(node.node.settings);
  let through = 0;
  return {
    run: (items) => ({
      records: items.filter((item) => {
        if (item.record.pending.origin !== 'page') return true;
        if (through < count) {
          through += 1;
          return true;
        }
        run.finisher.end(item.record, { outcome: 'filtered', node: node.id, reason: { code: 'limit.beyond', text: `Beyond the ${count} records that “${node.name}” lets through in one run.`, params: { node: node.name, count: String(count) } } });
        return false;
      }),
    }),
    room: () => count - through,
  };
};
