import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import type { HostParts } from '../host.ts';

type VersionCalls = Pick<Handlers, 'flows.live' | 'flows.makeLive' | 'versions.list' | 'versions.get' | 'versions.keep' | 'versions.rename' | 'versions.remove'>;

/** Kept states of a flow, and which of them the schedule runs. */
export function versionCalls({ workspace: { flows, versions }, clock, emit }: HostParts): VersionCalls {
  return {
    'flows.live': ({ flowId }) => flows.live(flowId),
    'flows.makeLive': async ({ flowId, revision }) => {
      const { document, revision: now } = await flows.get(flowId);
      if (now !== revision) throw new FluxoError({ code: 'flow.changed_elsewhere', kind: 'setup', what: `“${document.name}” was changed elsewhere meanwhile.`, where: { flow: flowId, file: `flows/${flowId}.flow.json` }, fix: 'Load it again, or save your version as a copy.', params: { flow: document.name } });
      await flows.setLive(document);
      const at = clock.now();
      await versions.keep(document, { at, kind: 'live' }, at);
      emit('flows.changed', { flowId });
      return { document, at };
    },
    'versions.list': ({ flowId }) => versions.list(flowId),
    'versions.get': ({ flowId, versionId }) => versions.get(flowId, versionId),
    'versions.keep': async ({ flowId, name, kind }) => {
      const { document } = await flows.get(flowId);
      const at = clock.now();
      // Only automatic ones are ever left out.
      return (await versions.keep(document, { at, kind, ...(name.trim() !== '' && { name: name.trim() }) }, at))!;
    },
    'versions.rename': ({ flowId, versionId, name }) => versions.rename(flowId, versionId, name.trim()),
    'versions.remove': async ({ flowId, versionId }) => {
      await versions.remove(flowId, versionId);
      return { removed: true };
    },
  };
}
