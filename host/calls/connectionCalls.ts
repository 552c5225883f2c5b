import type { PickOption } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { HostParts } from '../host.ts';
import { testConnection } from '../testConnection.ts';

type ConnectionCalls = Pick<Handlers, 'connections.list' | 'connections.save' | 'connections.remove' | 'connections.test' | 'lists.get' | 'samples.get'>;

const listAgeMs = 60_000;
const patienceMs = 30_000;
const sampleCount = 50;
const liveSamples = 20;

/** Connections, and what can be read through them while drawing. */
export function connectionCalls({ connections, workspace, emit, clock }: HostParts): ConnectionCalls {
  const lists = new Map<string, { readonly at: number; readonly options: Promise<readonly PickOption[]> }>();
  const forgetLists = (connectionId: string) => {
    for (const key of lists.keys()) if (key.startsWith(`${connectionId} `)) lists.delete(key);
  };

  return {
    'connections.list': () => connections.list(),
    'connections.save': async (input) => {
      const saved = await connections.save(input);
      forgetLists(saved.id);
      emit('connections.changed', {});
      return saved;
    },
    'connections.remove': async ({ connectionId }) => {
      await connections.remove(connectionId);
      forgetLists(connectionId);
      emit('connections.changed', {});
      return { removed: true };
    },
    'connections.test': async ({ connectionId }) => {
      const report = await testConnection(connections, connectionId);
      emit('connections.changed', {});
      return report;
    },

    'lists.get': async ({ connectionId, list }) => {
      const key = `${connectionId} ${list}`;
      const kept = lists.get(key);
      if (kept && clock.now() - kept.at < listAgeMs) return kept.options;
      const { connector: name } = await connections.info(connectionId);
      const known = connections.connector(name)?.lists ?? {};
      // Own names only: every object has a “constructor”.
      const read = Object.hasOwn(known, list) ? known[list] : undefined;
      if (!read) throw new FluxoError({ code: 'list.unknown', kind: 'bug', what: `“${name}” has no list “${list}”.`, where: { connection: connectionId }, params: { connection: name, list } });
      const options = connections.client(connectionId).then((client) => read(client, { signal: AbortSignal.timeout(patienceMs) }));
      lists.set(key, { at: clock.now(), options });
      // A failed read is not kept: the next look tries again.
      options.catch(() => lists.delete(key));
      return options;
    },

    'samples.get': async ({ connectionId, stream: streamId, live }) => {
      const recorded = await workspace.store.samples(connectionId, streamId, sampleCount);
      if (recorded.length > 0 || !live) return recorded;
      const { connector: name } = await connections.info(connectionId);
      const stream = connections.connector(name)?.streams.find((candidate) => `${name}.${candidate.name}` === streamId);
      if (!stream) throw new FluxoError({ code: 'stream.unknown', kind: 'bug', what: `“${name}” has no stream “${streamId}”.`, where: { connection: connectionId }, params: { connection: name, stream: streamId } });
      const client = await connections.client(connectionId);
      const samples: { key: string; title: string; record: SourceRecord }[] = [];
      const pages = stream.read({ client, settings: withDefaults(stream.settings, {}), cursor: null, limit: liveSamples, signal: AbortSignal.timeout(patienceMs) });
      for await (const page of pages) {
        for (const record of page.records) samples.push({ key: stream.key(record), title: stream.describe(record).title, record });
        if (samples.length >= liveSamples) break;
      }
      return samples.slice(0, liveSamples);
    },
  };
}
