import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectorDefinition } from '#connectors/sdk/connector.ts';
import type { Clock, EnginePorts, RunStore } from '#engine/ports.ts';
import type { AskedRun } from '#engine/run/run.ts';
import { startRun } from '#engine/run/startRun.ts';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { forkFormulas } from '#host/formulas/forkFormulas.ts';
import { makeFormulas } from '#host/formulas/formulas.ts';
import { FluxoError } from '#shared/errors.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { openWorkspace, type Workspace } from '#storage/workspace.ts';
import { fakeConnectors, type Service } from './fakeService.ts';

/** A clock that jumps ahead instead of sleeping, and remembers how long it was asked to sleep. */
export function fakeClock(): Clock & { readonly slept: number[]; time: number } {
  const slept: number[] = [];
  const clock = {
    time: 1_800_000_000_000,
    slept,
    now: () => clock.time,
    async sleep(ms: number, signal?: { readonly aborted: boolean }) {
      if (signal?.aborted) throw new Error('aborted');
      slept.push(ms);
      clock.time += ms;
      await new Promise(setImmediate);
    },
  };
  return clock;
}

export function catalogOf(connectors: readonly ConnectorDefinition<unknown>[]): Catalog {
  return {
    connectors: connectors.map(({ name, label, connectionFields, prepare, lists, streams, targets }) => ({
      name,
      label,
      connectionFields,
      prepare,
      lists: Object.keys(lists),
      streams: streams.map((stream) => ({ id: `${name}.${stream.name}`, label: stream.label, entity: stream.entity, settings: stream.settings, fields: stream.fields, defaultMapping: stream.defaultMapping })),
      targets: targets.map((target) => ({ id: `${name}.${target.name}`, label: target.label, entity: target.entity, settings: target.settings })),
    })),
  };
}

const position = { x: 0, y: 0 };
export const tillNode: FlowNode = { id: 'till', kind: 'source', connection: 'till', settings: { stream: 'till.sales' }, position };
export const mapNode: FlowNode = { id: 'map', kind: 'map', settings: {}, position };
export const booksNode: FlowNode = { id: 'books', kind: 'target', connection: 'books', settings: { target: 'books.orders' }, position };

/** Till → map → books. */
export const plainFlow: FlowDocument = {
  fluxo: 1,
  id: 'sales',
  name: 'Sales into the books',
  nodes: [tillNode, mapNode, booksNode],
  edges: [
    { from: 'till.records', to: 'map.records' },
    { from: 'map.records', to: 'books.records' },
  ],
};

let processes = 100_000;

export interface World {
  readonly folder: string;
  readonly service: Service;
  flow: FlowDocument;
  /** What the schedule runs, when that is something else than what is drawn. */
  live?: FlowDocument;
  /** Like starting Fluxo: a process of its own as far as leases can tell. */
  open(options?: { readonly clock?: Clock; readonly wrapStore?: (store: RunStore) => RunStore; readonly ttlMs?: number }): Promise<Opened>;
  /** A process that died without closing anything. */
  died(opened: Pick<Opened, 'pid'>): void;
  cleanUp(): Promise<void>;
}

export interface Opened {
  readonly pid: number;
  readonly workspace: Workspace;
  readonly ports: EnginePorts;
  readonly progress: RunSummary[];
  run(input?: Partial<AskedRun>): Promise<RunSummary>;
}

/** The engine's ports over an open workspace and a made-up service. */
export function makePorts(workspace: Workspace, service: Service, flow: () => FlowDocument, clock: Clock, store: RunStore, progress: RunSummary[], live: () => FlowDocument | undefined = () => undefined): EnginePorts {
  const connectors = fakeConnectors(service);
  return {
    store,
    leases: workspace.leases,
    catalog: catalogOf(connectors),
    connections: {
      async info(id) {
        const connector = connectors.find(({ name }) => id === name || id.startsWith(`${name}-`));
        if (!connector) throw new FluxoError({ code: 'connections.not_found', kind: 'setup', what: `No connection ${id}.` });
        const { nodeSettings } = (await workspace.connections.list()).find((stored) => stored.id === id) ?? {};
        return { id, connector: connector.name, name: id, environment: 'demo', settings: {}, ...(nodeSettings && { nodeSettings }), storedSecrets: [], status: 'ok' };
      },
      connector: (name) => connectors.find((connector) => connector.name === name),
      client: async () => service,
    },
    formulas: makeFormulas({ fork: forkFormulas }),
    flows: { get: async (_id, version) => (version === 'live' && live()) || flow() },
    tables: { get: async (id) => (await workspace.tables.get(id)).document },
    settings: { forWorkspace: () => workspace.nodeSettings.get() },
    clock,
    newId: () => randomUUID().slice(0, 13),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    random: () => 0.5,
    events: { progress: (summary) => void progress.push(summary), finished: () => undefined },
  };
}

/** A temporary workspace with the real store, and a made-up till and books around it. */
export async function makeWorld(service: Service, flow: FlowDocument = plainFlow): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fluxo-engine-'));
  const dead = new Set<number>();
  const all: Opened[] = [];

  const world: World = {
    folder,
    service,
    flow,
    async open({ clock = fakeClock(), wrapStore = (store: RunStore) => store, ttlMs } = {}) {
      const pid = (processes += 1);
      const workspace = await openWorkspace(folder, { inThisThread: { pid, isAlive: (other) => !dead.has(other), ...(ttlMs !== undefined && { ttlMs }) }, now: clock.now });
      const progress: RunSummary[] = [];
      const ports = makePorts(workspace, service, () => world.flow, clock, wrapStore(workspace.store), progress, () => world.live);
      const opened: Opened = {
        pid,
        workspace,
        ports,
        progress,
        run: async (input = {}) => (await startRun(ports, { flowId: world.flow.id, dryRun: false, trigger: 'user', ...input })).finished,
      };
      all.push(opened);
      return opened;
    },
    died: ({ pid }) => void dead.add(pid),
    async cleanUp() {
      for (const { workspace } of all) await workspace.close().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return world;
}

/** Names of the sales the books hold, sorted; a name that stands twice was booked twice. */
export function bookedSales(service: Service): readonly string[] {
  return service.books.all().filter((line) => line.kind === 'sale').map((line) => line.name).sort();
}
