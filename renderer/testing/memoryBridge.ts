import { evaluateGuarded } from '#shared/formulas/evaluateGuarded.ts';
import { faultError } from '#shared/formulas/faults.ts';
import { checkPlain } from '#shared/formulas/result.ts';
import { FluxoError, asFluxoError } from '#shared/errors.ts';
import { callNames, type Answer, type AuthorisationState, type Bridge, type EventName, type Events, type Handlers, type LiveVersion, type Preferences } from '#shared/ipc/contract.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { FlowVersion } from '#shared/flow/versions.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import type { Pin } from '#shared/records/pins.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { catalog, connections, pickLists } from './fixtureCatalog.ts';
import { kassaFlow, samples } from './fixtureData.ts';
import { recordRows, summaryAt } from './fixtureRuns.ts';
import { plannedTotals } from './fixtureTotals.ts';

/** The main side in memory, for looking at screens and states without the engine. Never part of the build. */
export function memoryBridge(options: { readonly flows?: readonly FlowDocument[]; readonly preferences?: Preferences; readonly samples?: typeof samples } = {}): Bridge {
  const flows = new Map((options.flows ?? [kassaFlow]).map((document) => [document.id, { document, revision: 1 }]));
  const live = new Map<string, LiveVersion>();
  const versions = new Map<string, readonly (FlowVersion & { readonly document: FlowDocument })[]>();
  const runs: RunSummary[] = [summaryAt('run1', kassaFlow, 1, Date.now() - 3_600_000)];
  let preferences: Preferences = options.preferences ?? {};
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const tell = <E extends EventName>(event: E, payload: Events[E]) => listeners.get(event)?.forEach((listener) => listener(payload as never));
  const missing = (what: string) => new FluxoError({ code: 'fluxo.not_found', kind: 'setup', what: `${what} is not there.`, fix: 'Open another one.' });
  let pins: readonly Pin[] = [];
  const stops = new Map<string, () => void>();
  let authorisation: AuthorisationState | null = null;
  const over = (phase: AuthorisationState['phase']): AuthorisationState => {
    if (!authorisation) throw missing('The sign-in');
    return (authorisation = { ...authorisation, phase });
  };

  const play = (runId: string, flow: FlowDocument, startedAt: number, dryRun: boolean) => {
    let share = 0;
    const timer = setInterval(() => {
      share = Math.min(1, share + 0.04);
      const summary = { ...summaryAt(runId, flow, share, startedAt), dryRun };
      runs[runs.findIndex((run) => run.runId === runId)] = summary;
      tell(share < 1 ? 'run.progress' : 'run.finished', summary);
      if (share >= 1) clearInterval(timer);
    }, 120);
    stops.set(runId, () => {
      clearInterval(timer);
      const summary: RunSummary = { ...summaryAt(runId, flow, share, startedAt), status: 'stopped', finishedAt: Date.now() };
      runs[runs.findIndex((run) => run.runId === runId)] = summary;
      tell('run.finished', summary);
    });
  };

  const handlers: Handlers = {
    'app.info': async () => ({ version: '0.1.0', workspace: 'bakkerij', secretBackend: 'keychain', host: 'preview', platform: 'linux', locale: 'en' }),
    'preferences.get': async () => preferences,
    'preferences.set': async (changes) => (preferences = { ...preferences, ...changes, layout: { ...preferences.layout, ...changes.layout } }),
    'privacy.state': async () => ({ retention: { keepDays: 30, mostMegabytes: 1000 }, bytes: 41_000_000, oldestAt: Date.now() - 20 * 86_400_000 }),
    'privacy.setRetention': async (retention) => ({ retention, bytes: 41_000_000, oldestAt: Date.now() - 20 * 86_400_000 }),
    'privacy.find': async () => ({ traces: { records: 3, payloads: 6, bodies: 2, problems: 1, writes: 3, ledger: 1, seen: 0, unresolved: [] }, flows: [], files: [], histories: 0, pins: 0 }),
    'privacy.erase': async () => ({ traces: { records: 3, payloads: 6, bodies: 2, problems: 1, writes: 3, ledger: 1, seen: 0, unresolved: [] }, flows: [], files: [], histories: 0, pins: 0, isTruncated: true, backups: [], removedBackups: 0 }),
    'backups.list': async () => ({ backups: [], canShow: false }),
    'backups.check': async () => ({ isWhole: true }),
    'backups.restore': async () => {
      throw missing('The backup');
    },
    'backups.show': async () => ({ shown: false }),
    'workspace.state': async () => ({ log: { state: 'trusted' }, unsafePlace: null }),
    'workspace.trust': async () => ({ log: { state: 'trusted' }, unsafePlace: null }),
    'watch.state': async () => ({ scheduled: 0, isWatched: true }),
    'catalog.get': async () => catalog,
    'templates.list': async () => [{ id: 'mplus-orders-quickbooks', name: 'MplusKASSA orders → QuickBooks', description: 'Each order of the till as invoice or sales receipt.', connectors: ['mplus', 'quickbooks'], stream: 'mplus.orders', target: 'quickbooks.sales' }],
    'flows.list': async () =>
      [...flows.values()].map(({ document }) => {
        const lastRun = runs.filter((run) => run.flowId === document.id).at(-1);
        return { id: document.id, name: document.name, updatedAt: Date.now() - 60_000, nodeCount: document.nodes.length, openProblems: document.id === kassaFlow.id ? 3 : 0, ...(lastRun && { lastRun }) };
      }),
    'flows.get': async ({ flowId }) => {
      const flow = flows.get(flowId);
      if (!flow) throw missing(`The flow “${flowId}”`);
      return { document: flow.document, revision: String(flow.revision) };
    },
    'flows.open': async ({ flowId }) => {
      const flow = flows.get(flowId);
      if (!flow) throw missing(`The flow “${flowId}”`);
      return { document: flow.document, revision: String(flow.revision), steps: [], done: 0, place: null };
    },
    'flows.journal': async ({ after }) => ({ place: after }),
    'flows.live': async ({ flowId }) => live.get(flowId) ?? null,
    'flows.makeLive': async ({ flowId }) => {
      live.set(flowId, { document: flows.get(flowId)!.document, at: Date.now() });
      return live.get(flowId)!;
    },
    'versions.list': async ({ flowId }) => versions.get(flowId)?.map(({ document: _document, ...version }) => version) ?? [],
    'versions.get': async ({ flowId, versionId }) => {
      const found = versions.get(flowId)?.find(({ id }) => id === versionId);
      if (!found) throw missing('The version');
      return found.document;
    },
    'versions.keep': async ({ flowId, name, kind }) => {
      const { document } = flows.get(flowId)!;
      const version = { id: `v${versions.size}-${versions.get(flowId)?.length ?? 0}`, at: Date.now(), kind, ...(name !== '' && { name }), nodeCount: document.nodes.length };
      versions.set(flowId, [{ ...version, document }, ...(versions.get(flowId) ?? [])]);
      return version;
    },
    'versions.rename': async ({ flowId, versionId, name }) => {
      const renamed = { ...versions.get(flowId)!.find(({ id }) => id === versionId)!, name };
      versions.set(flowId, versions.get(flowId)!.map((version) => (version.id === versionId ? renamed : version)));
      return renamed;
    },
    'versions.remove': async ({ flowId, versionId }) => {
      versions.set(flowId, versions.get(flowId)!.filter(({ id }) => id !== versionId));
      return { removed: true };
    },
    'flows.save': async ({ document, revision }) => {
      const known = flows.get(document.id);
      if (known && String(known.revision) !== revision) throw new FluxoError({ code: 'flow.changed_elsewhere', kind: 'setup', what: 'The flow was changed elsewhere.' });
      const next = (known?.revision ?? 0) + 1;
      flows.set(document.id, { document, revision: next });
      tell('flows.changed', { flowId: document.id });
      return { revision: String(next) };
    },
    'flows.create': async ({ name }) => {
      const id = `flow${flows.size + 1}`;
      flows.set(id, { document: { fluxo: 1, id, name, nodes: [], edges: [] }, revision: 1 });
      tell('flows.changed', { flowId: id });
      return { flowId: id };
    },
    'flows.delete': async ({ flowId }) => {
      flows.delete(flowId);
      tell('flows.changed', { flowId });
      return { deleted: true };
    },
    'tables.list': async () => [],
    'tables.get': async ({ tableId }) => {
      throw missing(`The table “${tableId}”`);
    },
    'tables.save': async () => ({ revision: '1' }),
    'tables.create': async () => ({ tableId: 'table' }),
    'tables.remove': async () => ({ removed: true }),
    'tables.readCsv': async () => ({ pairs: [], countries: [], faults: [] }),
    'tables.exportCsv': async ({ tableId }) => ({ file: `exports/${tableId}.csv`, text: '' }),
    'problems.questions': async () => [],
    'problems.answer': async () => ({ flows: [] }),
    'settings.workspace': async () => ({}),
    'settings.users': async () => [],
    'settings.put': async () => ({ saved: true }),
    'connections.list': async () => connections,
    'connections.save': async (input) => ({ id: input.id ?? 'new', connector: input.connector, name: input.name, environment: input.environment, settings: input.settings, storedSecrets: [], status: 'unknown' }),
    'connections.remove': async () => ({ removed: true }),
    'connections.test': async () => ({ stages: [{ stage: 'reach', state: 'ok', text: 'Answers in 12 ms.' }, { stage: 'authenticate', state: 'ok', text: 'Signed in.' }, { stage: 'rights', state: 'ok', text: 'May read orders.' }, { stage: 'sample', state: 'ok', text: 'Read 1 order.' }] }),
    'authorisations.start': async ({ connection, way }) => {
      const { id } = connection;
      const state = { attemptId: 'try', connector: connection.connector, way, phase: 'waiting' as const, until: Date.now() + 300_000, redirectUri: connection.settings['redirectUri'] ?? '', ...(id !== undefined && { connectionId: id }) };
      return (authorisation = state);
    },
    'authorisations.current': async () => authorisation,
    'authorisations.answer': async () => over('done'),
    'authorisations.reopen': async () => over('waiting'),
    'authorisations.cancel': async () => over('cancelled'),
    'formulas.try': async ({ text, scope }) => {
      try {
        return { value: checkPlain(await evaluateGuarded(text, scope)) };
      } catch (thrown) {
        return { error: faultError(thrown, 'data').data };
      }
    },
    'lists.get': async ({ connectionId, list }) => {
      const options = pickLists[connectionId]?.[list];
      if (!options) throw new FluxoError({ code: 'connection.unreachable', kind: 'remote', what: 'QuickBooks cannot be reached.', fix: 'Type the value, or try again later.' });
      return options;
    },
    'samples.get': async ({ connectionId }) => (connectionId === 'winkel' ? (options.samples ?? samples).map((sample) => ({ ...sample, from: 'log' as const })) : []),
    'pins.list': async ({ flowId }) => pins.filter((pin) => pin.flowId === flowId),
    'pins.save': async ({ record, ...pin }) => {
      pins = [{ ...pin, record: record as Pin['record'] }, ...pins.filter((other) => other.key !== pin.key || other.nodeId !== pin.nodeId)];
      return { pinned: true };
    },
    'pins.remove': async ({ nodeId, key }) => {
      pins = pins.filter((other) => other.key !== key || other.nodeId !== nodeId);
      return { removed: true };
    },
    'runs.start': async ({ flowId, dryRun }) => {
      const flow = flows.get(flowId)?.document;
      if (!flow) throw missing(`The flow “${flowId}”`);
      const runId = `run${runs.length + 1}`;
      const startedAt = Date.now();
      runs.push({ ...summaryAt(runId, flow, 0, startedAt), dryRun });
      play(runId, flow, startedAt, dryRun);
      return { runId };
    },
    'runs.replay': async ({ flowId, dryRun, way, records }) => {
      const flow = flows.get(flowId)?.document;
      if (!flow) throw missing(`The flow “${flowId}”`);
      const runId = `run${runs.length + 1}`;
      const startedAt = Date.now();
      runs.push({ ...summaryAt(runId, flow, 0, startedAt), dryRun, part: { again: { way, ...('runId' in records && { of: records.runId }) } } });
      play(runId, flow, startedAt, dryRun);
      return { runId };
    },
    'runs.stop': async ({ runId }) => {
      stops.get(runId)?.();
      return { stopping: true };
    },
    'runs.list': async ({ flowId, limit }) => runs.filter((run) => !flowId || run.flowId === flowId).toReversed().slice(0, limit),
    'runs.leftOpen': async () => ({ records: 0 }),
    'runs.totals': async ({ runId }) => (runs.find((run) => run.runId === runId)?.dryRun ? plannedTotals : []),
    'flows.preflight': async () => ({ findings: [] }),
    'runs.activity': async () => [],
    'runs.get': async ({ runId }) => {
      const run = runs.find((candidate) => candidate.runId === runId);
      if (!run) throw missing(`The run “${runId}”`);
      return run;
    },
    'records.list': async ({ runId, outcomes, search, afterSeq, after, limit, newestFirst }) => {
      const run = runs.find((candidate) => candidate.runId === (runId ?? runs.at(-1)?.runId));
      const rows = recordRows(run)
        .filter((row) => (!outcomes || outcomes.includes(row.outcome as never)) && (!search || `${row.title} ${row.subtitle}`.toLowerCase().includes(search.toLowerCase())))
        .toSorted((a, b) => (newestFirst ? b.seq - a.seq : a.seq - b.seq));
      const last = after?.seq ?? afterSeq;
      const from = last === undefined ? rows : rows.filter((row) => (newestFirst ? row.seq < last : row.seq > last));
      return { rows: from.slice(0, limit), total: rows.length };
    },
    'records.story': async ({ runId, seq }) => {
      const run = runs.find((candidate) => candidate.runId === runId);
      const row = recordRows(run).find((candidate) => candidate.seq === seq);
      if (!row) throw missing('The record');
      const source = samples[seq % samples.length]!.record;
      const mapped = compileMapping(catalog.connectors[0]!.streams[0]!.defaultMapping)(source).value;
      return { row, source, mapped: JSON.parse(JSON.stringify(mapped)), payloadsKept: true, steps: [{ kind: 'note', at: row.at, node: 'sales', text: { code: 'quickbooks.customer_found', text: 'Found customer 58.' } }] };
    },
    'records.values': async ({ rows, paths }) => rows.map(() => paths.map(() => '')),
    'records.export': async () => ({ file: 'exports/records.csv', records: 1 }),
    'records.life': async () => {
      throw missing('The record');
    },
    'records.find': async () => [],
    'records.findInside': async () => ({ found: [], next: null, lookedBackTo: null }),
    'runs.compare': async () => ({ counts: { onlyFirst: 0, onlySecond: 0, outcome: 0, changed: 0, same: 0 }, rows: [] }),
    'problems.causes': async () => [],
    'problems.dismiss': async () => ({ dismissed: 0 }),
    'problems.reopen': async () => ({ reopened: 0 }),
    'problems.fix': async () => ({ runId: 'run9' }),
    'problems.list': async () => [],
    'demo.start': async () => ({ running: true, flowId: kassaFlow.id, services: [] }),
    'demo.state': async () => ({ running: false, services: [] }),
    'demo.stop': async () => ({ running: false, services: [] }),
  };

  const answered = (name: keyof Handlers) => async (input: never): Promise<Answer<unknown>> => {
    await new Promise((resolve) => setTimeout(resolve, 25));
    try {
      return { ok: true, data: structuredClone(await (handlers[name] as (given: never) => Promise<unknown>)(input)) };
    } catch (thrown) {
      return { ok: false, error: asFluxoError(thrown).data };
    }
  };
  return {
    calls: Object.fromEntries(callNames.map((name) => [name, answered(name)])) as unknown as Bridge['calls'],
    on: (event, listener) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as never);
      return () => set.delete(listener as never);
    },
  };
}
