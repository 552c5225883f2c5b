import { hash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, EnginePorts, Formulas, SecretStore } from '#engine/ports.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import type { EventName, Events, Handlers, Preferences } from '#shared/ipc/contract.ts';
import { openWorkspace, type Workspace } from '#storage/workspace.ts';
import { answeredConnections } from './answeredConnections.ts';
import { makeAuthorisations, type Authorisations } from './authorisation/authorisations.ts';
import { makeConnections, type ConnectionService } from './connections.ts';
import { appCalls } from './calls/appCalls.ts';
import { authorisationCalls } from './calls/authorisationCalls.ts';
import { earlyCalls } from './calls/earlyCalls.ts';
import { connectionCalls } from './calls/connectionCalls.ts';
import { formulaCalls } from './calls/formulaCalls.ts';
import { versionCalls } from './calls/versionCalls.ts';
import { flowCalls } from './calls/flowCalls.ts';
import { pinCalls } from './calls/pinCalls.ts';
import { privacyCalls } from './calls/privacyCalls.ts';
import { runCalls } from './calls/runCalls.ts';
import { settingCalls } from './calls/settingCalls.ts';
import { tableCalls } from './calls/tableCalls.ts';
import { workspaceCalls } from './calls/workspaceCalls.ts';
import { makeDamageWatch } from './damage.ts';
import { forkFormulas } from './formulas/forkFormulas.ts';
import { makeFormulas } from './formulas/formulas.ts';
import { makeDemo, onlyWhileDemoRuns, withDemoSecrets, type Demo } from './demo.ts';
import { makePickLists, type PickLists } from './pickLists.ts';
import { makeNotices } from './notices.ts';
import { makePins, type Pins } from './pins.ts';
import { makePrivacy, type Privacy } from './privacy.ts';
import { makeQuestions, type Questions } from './questions.ts';
import { makeCatalog } from './registry.ts';
import { makeFixes, type Fixes } from './fixes.ts';
import { makeLaterRuns, type LaterRuns } from './laterRuns.ts';
import { makeRuns, type Runs } from './runs.ts';
import { makeHostScheduler, type HostScheduler } from './schedule.ts';
import { makeSweeper, type Sweeper } from './sweeper.ts';
import { makeTemplates, type Templates } from './templates.ts';
import { makeWatch, type Watch } from './watch.ts';

export interface PreferenceStore {
  get(): Promise<Preferences>;
  /** Merges and gives back the whole. */
  set(change: Preferences): Promise<Preferences>;
}

export interface HostOptions {
  readonly kind: 'electron' | 'preview' | 'cli';
  readonly version: string;
  readonly workspaceDir: string;
  /** Folder with templates and translations; differs between a checkout and the packaged app. */
  readonly resourcesDir: string;
  readonly secrets: SecretStore;
  /** JSONata in a process of its own; absent = a Node process started from here (Electron allows none, so main starts one there). */
  readonly formulas?: Formulas;
  readonly preferences: PreferenceStore;
  readonly locale?: string;
  /** A flow from outside the workspace (`fluxo run some/where.flow.json`), known under its own id. */
  readonly flowOverride?: FlowDocument;
  /** Absent = the machine's own; a test hands in one that does not wait. */
  readonly clock?: Clock;
  /** After how much silence the leases of a process pass on, in milliseconds; for tests. Absent = 15,000. */
  readonly leaseTtlMs?: number;
  /** Shows a page in the person's own browser and says whether it could; absent = there is no such way here. */
  readonly openOutside?: (url: string) => Promise<boolean>;
  /** Shows the folder of the workspace's backups in a window of the system and says whether it could; absent = there is no such way here. */
  readonly showBackups?: () => Promise<boolean>;
  readonly emit?: <E extends EventName>(event: E, payload: Events[E]) => void;
}

/** What the call handlers are made from. */
export interface HostParts {
  readonly options: HostOptions;
  readonly workspace: Workspace;
  readonly connections: ConnectionService;
  readonly authorisations: Authorisations;
  readonly pickLists: PickLists;
  readonly templates: Templates;
  readonly runs: Runs;
  readonly questions: Questions;
  readonly fixes: Fixes;
  readonly later: LaterRuns;
  readonly scheduler: HostScheduler;
  readonly watch: Watch;
  readonly privacy: Privacy;
  readonly pins: Pins;
  readonly sweeper: Sweeper;
  readonly demo: Demo;
  readonly formulas: Formulas;
  readonly clock: Clock;
  readonly emit: NonNullable<HostOptions['emit']>;
}

/** The house put together: the desktop app's engine process, the CLI, the preview and the tests all open one of these. */
export interface Host extends HostParts {
  readonly handlers: Handlers;
  /** Stops runs after the records in hand, then closes everything. */
  close(): Promise<void>;
}

const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal ? { signal: signal as globalThis.AbortSignal } : {});
  },
};

/** Random, URL-safe and readable in a log: 16 hex digits. */
function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16);
}

/** Opens a workspace with everything that works on it. Throws a `setup` error when the folder cannot be used. */
export async function openHost(options: HostOptions): Promise<Host> {
  const clock = options.clock ?? systemClock;
  const workspace = await openWorkspace(options.workspaceDir, { now: clock.now, ...(options.leaseTtlMs !== undefined && { leaseTtlMs: options.leaseTtlMs }) });
  const emit: HostParts['emit'] = options.emit ?? (() => undefined);
  const damage = makeDamageWatch(workspace.store, () => emit('workspace.changed', {}));
  const secrets = withDemoSecrets(options.secrets);
  const stored = makeConnections({ files: workspace.connections, secrets, leases: workspace.leases, clock, newId, changed: () => connectionsChanged() });
  const notices = makeNotices(workspace.store, (notice) => emit('notice', notice));
  function connectionsChanged(): void {
    emit('connections.changed', {});
    void stored.list().then(notices.connectionsChanged, () => undefined);
  }
  const templates = makeTemplates(options.resourcesDir);
  const demo = makeDemo({ connections: stored, flows: workspace.flows, templates, workspaceDir: options.workspaceDir });
  const connections = onlyWhileDemoRuns(stored, demo);

  const formulaProcess = options.formulas ? null : makeFormulas({ fork: forkFormulas });
  const formulas = options.formulas ?? formulaProcess!;
  const sweeper = makeSweeper(workspace, clock);
  const ports: EnginePorts = {
    store: workspace.store,
    leases: workspace.leases,
    connections,
    catalog: makeCatalog(),
    flows: {
      get: async (flowId, version) => {
        if (options.flowOverride?.id === flowId) return options.flowOverride;
        return version === 'live' ? workspace.flows.running(flowId) : (await workspace.flows.get(flowId)).document;
      },
    },
    tables: { get: async (tableId) => (await workspace.tables.get(tableId)).document },
    settings: { forWorkspace: () => workspace.nodeSettings.get() },
    formulas,
    clock,
    newId,
    hash: (text) => hash('sha256', text),
    events: {
      progress: (summary) => emit('run.progress', summary),
      finished: (summary) => {
        emit('run.finished', summary);
        void notices.runFinished(summary).catch(() => undefined);
        if (summary.error) damage.note(summary.error);
        if (summary.error) void stored.noteFailure(summary.error, summary.startedAt);
        else void ports.flows.get(summary.flowId).then((flow) => stored.noteSuccess(answeredConnections(flow, summary)), () => undefined);
        void sweeper.sweepIfDue();
        void workspace.store.openProblems().then((perFlow) => emit('problems.changed', { openProblems: Object.values(perFlow).reduce((total, count) => total + count, 0) }));
      },
    },
  };
  const runs = makeRuns(ports);
  const later = makeLaterRuns({ runs, clock });
  const fixes = makeFixes({ workspace, catalog: ports.catalog, later, changed: (flowId) => emit('flows.changed', { flowId }) });
  const questions = makeQuestions({ workspace, catalog: ports.catalog, later, hash: ports.hash, changed: (flowId) => emit('flows.changed', { flowId }), tableChanged: (tableId) => emit('tables.changed', { tableId }), levelChanged: (level) => (level === 'workspace' ? emit('settings.changed', {}) : emit('connections.changed', {})) });
  const authorisations = makeAuthorisations({
    connections,
    secrets,
    clock,
    newId,
    openOutside: options.openOutside ?? (async () => false),
    language: async () => (await options.preferences.get()).language ?? options.locale ?? 'en',
    changed: (state) => {
      emit('authorisation.changed', state);
      if (state.phase === 'done') connectionsChanged();
    },
  });
  const flowChanged = (flowId: string) => emit('flows.changed', { flowId });
  const watch = makeWatch({ workspace, clock, changed: flowChanged, missed: notices.missed });
  // Looking for what did not happen must never keep anything from happening.
  const scheduler = makeHostScheduler({ workspace, runs, connections, clock, changed: flowChanged, besides: () => watch.lookIfDue().catch(() => undefined) });
  const pins = makePins(workspace, secrets);
  const parts: HostParts = { options, workspace, scheduler, watch, privacy: makePrivacy(workspace, clock, pins), pins, sweeper, connections, pickLists: makePickLists(connections, clock), authorisations, templates, runs, formulas, questions, fixes, later, demo, clock, emit };
  return {
    ...parts,
    handlers: damage.watching({ ...earlyCalls(options), ...workspaceCalls(parts), ...appCalls(parts), ...formulaCalls(parts), ...flowCalls(parts), ...tableCalls(parts), ...settingCalls(parts), ...versionCalls(parts), ...connectionCalls(parts), ...authorisationCalls(parts), ...runCalls(parts), ...pinCalls(parts), ...privacyCalls(parts) }),
    close: async () => {
      await authorisations.close();
      await scheduler.end();
      await later.close();
      await runs.stopAll();
      await sweeper.done();
      await demo.stop();
      formulaProcess?.close();
      await workspace.close();
    },
  };
}
