import { FluxoError } from '#shared/errors.ts';
import type { Handlers, SampleRecord } from '#shared/ipc/contract.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { HostParts } from '../host.ts';
import { testConnection } from '../testConnection.ts';

type ConnectionCalls = Pick<Handlers, 'connections.list' | 'connections.save' | 'connections.remove' | 'connections.test' | 'lists.get' | 'samples.get'>;

const patienceMs = 30_000;
const sampleCount = 50;
const liveSamples = 20;

/** Connections, and what can be read through them while drawing. */
export function connectionCalls({ connections, pickLists, workspace, emit }: HostParts): ConnectionCalls {
  return {
    'connections.list': () => connections.list(),
    'connections.save': async (input) => {
      const saved = await connections.save(input);
      pickLists.forget(saved.id);
      emit('connections.changed', {});
      return saved;
    },
    'connections.remove': async ({ connectionId }) => {
      await connections.remove(connectionId);
      pickLists.forget(connectionId);
      emit('connections.changed', {});
      return { removed: true };
    },
    'connections.test': async ({ connectionId }) => {
      const report = await testConnection(connections, connectionId);
      emit('connections.changed', {});
      return report;
    },

    'lists.get': ({ connectionId, list, fresh = false }) => {
      if (fresh) pickLists.forget(connectionId);
      return pickLists.get(connectionId, list);
    },

    'samples.get': async ({ connectionId, stream: streamId, live, settings = {} }) => {
      if (!live) return (await workspace.store.samples(connectionId, streamId, sampleCount)).map((sample) => ({ ...sample, from: 'log' as const }));
      const { connector: name } = await connections.info(connectionId);
      const stream = connections.connector(name)?.streams.find((candidate) => `${name}.${candidate.name}` === streamId);
      if (!stream) throw new FluxoError({ code: 'stream.unknown', kind: 'bug', what: `“${name}” has no stream “${streamId}”.`, where: { connection: connectionId }, params: { connection: name, stream: streamId } });
      const client = await connections.client(connectionId);
      const samples: SampleRecord[] = [];
      const pages = stream.read({ client, settings: withDefaults(stream.settings, settings), cursor: null, limit: liveSamples, signal: AbortSignal.timeout(patienceMs) });
      for await (const page of pages) {
        for (const record of page.records) samples.push({ key: stream.key(record), title: stream.describe(record).title, record, from: 'live' });
        if (samples.length >= liveSamples) break;
      }
      return samples.slice(0, liveSamples);
    },
  };
}
