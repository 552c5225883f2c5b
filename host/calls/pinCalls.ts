import type { Handlers } from '#shared/ipc/contract.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { HostParts } from '../host.ts';

/** Records kept to try nodes on. */
export function pinCalls({ pins }: HostParts): Pick<Handlers, 'pins.list' | 'pins.save' | 'pins.remove'> {
  return {
    'pins.list': ({ flowId }) => pins.list(flowId),
    'pins.save': async ({ record, ...pin }) => {
      await pins.save({ ...pin, record: record as SourceRecord });
      return { pinned: true };
    },
    'pins.remove': async ({ flowId, nodeId, key }) => {
      await pins.remove(flowId, nodeId, key);
      return { removed: true };
    },
  };
}
