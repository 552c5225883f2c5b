import { FluxoError, asFluxoError } from '#shared/errors.ts';
import type { Answer, Bridge, EventName, Events, FlowListItem, Handlers, OpenQuestion } from '#shared/ipc/contract.ts';
import type { Problem, ProblemCause } from '#shared/records/problems.ts';
import { compileMapping } from '#shared/mapping/compile.ts';
import { hasProblems, noOutcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { catalog, connections } from './fixtureCatalog.ts';
import { kassaFlow, samples } from './fixtureData.ts';
import { errors, fixtureRow, fixtureStory } from './fixtureStories.ts';
import { memoryBridge } from './memoryBridge.ts';
import { plannedTotals } from './fixtureTotals.ts';

export interface OperationsOptions {
  /** Records of the newest run. */
  readonly rows: number;
  /** `empty`: nothing yet; `error`: every list fails; `loading`: no list ever answers; `live`: a run writes. */
  readonly state: string | null;
  readonly secrets: string | null;
  readonly preferences: Parameters<typeof memoryBridge>[0] extends infer O ? (O extends { preferences?: infer P } ? P : never) : never;
}

type Over = Partial<Handlers>;

/** The bridge in memory with a workspace that has worked for weeks: many runs, all outcomes, problems. */
export function operationsBridge({ rows, state, secrets, preferences }: OperationsOptions): Bridge {
  const base = memoryBridge({ ...(preferences && { preferences }) });
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const tell = <E extends EventName>(event: E, payload: Events[E]) => listeners.get(event)?.forEach((listener) => listener(payload as never));
  const now = Date.now();
  const sizes = [rows, 312, 1, 0, 4180, 77, 12_940, 512];
  const ages = [4, 19, 60, 130, 1500, 3000, 9000, 43_000].map((minutes) => minutes * 60_000);
  const countsOf = (size: number) => {
    const counts = noOutcomes();
    const sampled = Math.min(size, 5000);
    for (let seq = 1; seq <= sampled; seq += 1) counts[fixtureRow('r', 'f', seq, 0).outcome as Outcome] += 1;
    if (size > sampled) counts.created += size - sampled;
    return counts;
  };
  const runs: RunSummary[] = state === 'empty' ? [] : sizes.map((size, index): RunSummary => {
    const outcomes = countsOf(size);
    const trouble = hasProblems(outcomes);
    const startedAt = now - ages[index]!;
    return {
      runId: `run${sizes.length - index}`, flowId: kassaFlow.id, flowName: kassaFlow.name, dryRun: index === 1, trigger: (['user', 'user', 'schedule', 'schedule', 'cli', 'schedule', 'resume', 'schedule'] as const)[index]!,
      status: index === 3 ? 'failed' : index === 5 ? 'stopped' : index === 6 ? 'interrupted' : trouble ? 'problems' : 'succeeded',
      startedAt, finishedAt: startedAt + size * 14 + 900, durationMs: size * 14 + 900, read: size, outcomes, nodes: {},
      ...(index === 3 && { error: { code: 'connection.refused', kind: 'remote', what: 'MplusKASSA did not answer at api.mpluskassa.nl.', where: { connection: 'Winkel Utrecht' }, fix: 'Check the internet connection; the next run goes on where this one stopped.' } }),
    };
  });

  if (state === 'live' && runs[0]) {
    const live = runs[0];
    let read = 0;
    runs[0] = { ...live, status: 'running', read: 0, outcomes: noOutcomes(), startedAt: now };
    setInterval(() => {
      if (read >= rows) return;
      read = Math.min(rows, read + 23);
      const done = read === rows;
      const { finishedAt: _, ...open } = { ...live, startedAt: now, read, outcomes: countsOf(read), durationMs: Date.now() - now };
      runs[0] = done ? { ...open, finishedAt: Date.now() } : { ...open, status: 'running' };
      tell(done ? 'run.finished' : 'run.progress', runs[0]);
    }, 200);
  }

  const causes = [
    ['parked', 14, errors.parked, 'paymentMethod:Tikkie'],
    ['rejected', 6, errors.rejected, '6240:Anker'],
    ['invalid', 2, errors.invalid, 'quantity'],
    ['unsure', 1, errors.unsure, 'unknown'],
    ['parked', 3, { ...errors.parked, what: 'Tax code: no row for XI · 20.', parkedOn: { setting: 'taxTable', value: 'XI · 20' } }, 'taxTable:XI'],
  ] as const;
  const problems: Problem[] = state === 'empty' ? [] : causes.flatMap(([outcome, count, error, cause], group) =>
    Array.from({ length: count }, (_, index): Problem => ({ id: `${group}-${index}`, flowId: kassaFlow.id, nodeId: 'sales', key: String(20260012 + group * 40 + index), title: String(20260012 + group * 40 + index), outcome, error, cause, state: 'open', firstAt: now - 86_400_000 * (3 - (group % 3)) - index * 60_000, lastAt: now - 240_000 - index * 9000, times: 1 + ((index + group) % 3), lastRunId: 'run8', lastSeq: 12 + group * 40 + index })),
  );
  const questions: OpenQuestion[] = [
    { id: '0a1b2c3d', kind: 'row', nodeId: 'sales', owner: 'quickbooks.sales', setting: 'paymentMethod', label: 'Payment method', value: 'Tikkie', columns: [{ key: 'to', label: 'Payment method', list: { connectionId: connections[1]!.id, list: 'paymentMethods' } }], count: 17, waiting: [{ flowId: kassaFlow.id, flowName: kassaFlow.name, nodeId: 'sales', count: 14, causes: ['paymentMethod:Tikkie'] }, { flowId: 'invoices', flowName: 'Kassa invoices → QuickBooks', nodeId: 'sales', count: 3, causes: ['paymentMethod:Tikkie'] }] },
    { id: '4e5f6a7b', kind: 'country', nodeId: 'sales', owner: 'quickbooks.sales', setting: 'taxTable', label: 'Tax code and revenue account by country', value: 'XI · 20', row: { country: 'XI', keys: { taxRate: '20', vatNumber: 'no' } }, columns: [{ key: 'taxCode', label: 'Tax code', list: { connectionId: connections[1]!.id, list: 'taxCodes' } }, { key: 'account', label: 'Revenue account', list: { connectionId: connections[1]!.id, list: 'incomeAccounts' } }], count: 3, waiting: [{ flowId: kassaFlow.id, flowName: kassaFlow.name, nodeId: 'sales', count: 3, causes: ['taxTable:XI'] }] },
  ];
  const flows: FlowListItem[] = state === 'empty' ? [] : [
    { id: kassaFlow.id, name: kassaFlow.name, updatedAt: now, nodeCount: 5, openProblems: problems.length, ...(runs[0] && { lastRun: runs[0] }) },
    { id: 'products', name: 'Products and prices → webshop, nightly with stock of all branches', updatedAt: now, nodeCount: 4, openProblems: 0, lastRun: { ...runs[2]!, flowId: 'products', read: 840, outcomes: { ...noOutcomes(), updated: 12, unchanged: 828 }, status: 'succeeded' } },
    { id: 'members', name: 'Newsletter members', updatedAt: now, nodeCount: 3, openProblems: 0 },
    { id: 'broken', name: 'old-export', updatedAt: now, nodeCount: 0, openProblems: 0, broken: { code: 'flow.not_json', kind: 'setup', what: 'The file old-export.flow.json is no JSON: it ends in the middle of line 41.', fix: 'Restore it from a backup, or delete it.' } },
  ];

  const source = (seq: number): SourceRecord => samples[seq % samples.length]!.record;
  const map = compileMapping(catalog.connectors[0]!.streams[0]!.defaultMapping);
  const find = (runId: string) => runs.find((run) => run.runId === runId);
  const failing = new FluxoError({ code: 'storage.busy', kind: 'remote', what: 'The log cannot be read: another program holds its database.', where: { file: '.fluxo/fluxo.db' }, fix: 'Close the program that has the workspace open, then try again.' });

  const over: Over = {
    'app.info': async () => ({ version: '0.1.0', workspace: 'bakkerij', secretBackend: secrets ?? 'keychain', host: 'preview', platform: 'linux', locale: 'en' }),
    'flows.list': async () => flows,
    'templates.list': async () => [
      { id: 'orders', name: 'MplusKASSA orders → QuickBooks', description: 'Each order of the till becomes an invoice or, when it is fully paid, a sales receipt, with its customer, products and tax.', connectors: ['mplus', 'quickbooks'], stream: 'mplus.orders', target: 'quickbooks.sales' },
      { id: 'members', name: 'MplusKASSA customers → MailChimp', description: 'Customers of the till as members of an audience, never subscribed silently.', connectors: ['mplus', 'mailchimp'], stream: 'mplus.relations', target: 'mailchimp.members' },
    ],
    'runs.list': async ({ flowId, limit }) => runs.filter((run) => !flowId || run.flowId === flowId).slice(0, limit),
    'runs.totals': async ({ runId }) => (find(runId)?.dryRun ? plannedTotals : []),
    'runs.get': async ({ runId }) => find(runId)!,
    'records.list': async ({ runId, flowId, outcomes, search, afterSeq, after, limit, newestFirst }) => {
      const among = runId === undefined ? runs.filter((run) => run.flowId === flowId) : [find(runId)!];
      const found = [];
      let total = 0;
      const behind = after ? among.findIndex((run) => run.runId === after.runId) : 0;
      for (const [place, run] of among.entries()) {
        const last = after?.runId === run.runId ? after.seq : afterSeq;
        const plain = !outcomes?.length && !search;
        if (plain) total += run.read;
        const step = newestFirst ? -1 : 1;
        for (let seq = newestFirst ? Math.min(run.read, (last ?? Infinity) - 1) : (last ?? 0) + 1; seq >= 1 && seq <= run.read; seq += step) {
          if (place < behind || (plain && found.length >= limit)) break;
          const row = fixtureRow(run.runId, run.flowId, seq, run.startedAt, run.status === 'running' && seq > run.read - 6);
          const matches = (!outcomes?.length || outcomes.includes(row.outcome as never)) && (!search || `${row.title} ${row.subtitle} ${row.reason?.text}`.toLowerCase().includes(search.toLowerCase()));
          if (!matches) continue;
          if (!plain) total += 1;
          if (found.length < limit) found.push(row);
        }
      }
      return { rows: found, total };
    },
    'records.story': async ({ runId, seq }) => {
      const mapped = map(source(seq)).value;
      return fixtureStory(fixtureRow(runId, kassaFlow.id, seq, find(runId)!.startedAt), source(seq), JSON.parse(JSON.stringify(mapped)) as SourceRecord);
    },
    'records.values': async ({ rows, paths }) => rows.map(() => paths.map(() => '')),
    'records.export': async () => ({ file: 'exports/records.csv', records: 1 }),
    'records.life': async () => {
      throw failing;
    },
    'records.find': async () => [],
    'records.findInside': async () => ({ found: [], next: null, lookedBackTo: null }),
    'runs.compare': async () => ({ counts: { onlyFirst: 0, onlySecond: 0, outcome: 0, changed: 0, same: 0 }, rows: [] }),
    'problems.causes': async ({ state: wanted }) => (wanted === 'open' ? causesOf(problems) : []),
    'problems.dismiss': async () => ({ dismissed: 0 }),
    'problems.reopen': async () => ({ reopened: 0 }),
    'problems.fix': async () => ({ runId: 'run9' }),
    'problems.list': async ({ limit, cause }) => problems.filter((problem) => cause === undefined || problem.cause === cause).slice(0, limit),
    'problems.questions': async () => (state === 'empty' ? [] : questions),
    'problems.answer': async ({ questionId, flowIds }) => ({ flows: questions.find(({ id }) => id === questionId)!.waiting.filter(({ flowId }) => !flowIds || flowIds.includes(flowId)).map(({ flowId }) => ({ flowId, runId: 'run8' })) }),
    'connections.list': async () => (state === 'empty' ? [] : [...connections.map((one, index) => ({ ...one, status: (['ok', 'needsOwner', 'unknown', 'failing'] as const)[index % 4]! })), { id: 'demo-till', connector: 'mplus', name: 'Demo till', environment: 'demo' as const, settings: { url: 'http://127.0.0.1:18081', ident: 'demo' }, storedSecrets: ['secret'], status: 'ok' as const }]),
    'connections.save': async (input) => {
      if (secrets === 'none') throw new FluxoError({ code: 'secrets.no_keychain', kind: 'setup', what: 'No keychain is available, so the credentials were not stored.', fix: 'Unlock or install a keychain (on Linux: GNOME Keyring or KWallet), then save again.' });
      return { id: input.id ?? 'demo-till', connector: input.connector, name: input.name, environment: input.environment, settings: input.settings, storedSecrets: Object.keys(input.secret ?? {}), status: 'unknown' };
    },
    'connections.test': async ({ connectionId }) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      const error = { code: 'quickbooks.token_expired', kind: 'setup', what: 'QuickBooks no longer accepts the refresh token.', where: { connection: 'Boeken' }, answer: { status: 400, code: 'invalid_grant' }, needsOwner: true, fix: 'Sign in again at Intuit and paste the new refresh token here.' } as const;
      return connectionId === 'boeken'
        ? { stages: [{ stage: 'reach', state: 'ok', text: 'Answers in 41 ms.' }, { stage: 'authenticate', state: 'failed', text: error.what, error }, { stage: 'rights', state: 'skipped', text: '' }, { stage: 'sample', state: 'skipped', text: '' }] }
        : { stages: [{ stage: 'reach', state: 'ok', text: 'MplusKASSA 67.1.3 answers in 12 ms.' }, { stage: 'authenticate', state: 'ok', text: 'Signed in as “demo”, licence of Bakkerij Fluxo.' }, { stage: 'rights', state: 'ok', text: 'May read orders, relations, articles and branches.' }, { stage: 'sample', state: 'ok', text: 'Newest order: 2026-117 of 17 January.' }] };
    },
    'demo.state': async () => (state === 'demo' ? { running: true, flowId: kassaFlow.id, services: [{ connector: 'mplus', url: 'http://127.0.0.1:18081' }, { connector: 'quickbooks', url: 'http://127.0.0.1:18082' }] } : { running: false, services: [] }),
  };

  const lists = ['flows.list', 'runs.list', 'records.list', 'problems.list', 'connections.list', 'records.story'];
  const answered = (name: string, act: (input: never) => Promise<unknown>) => async (input: never): Promise<Answer<unknown>> => {
    if (state === 'loading' && lists.includes(name)) return new Promise(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      if (state === 'error' && lists.includes(name)) throw failing;
      return { ok: true, data: structuredClone(await act(input)) };
    } catch (thrown) {
      return { ok: false, error: asFluxoError(thrown).data };
    }
  };
  return {
    calls: { ...base.calls, ...Object.fromEntries(Object.entries(over).map(([name, act]) => [name, answered(name, act as never)])) } as Bridge['calls'],
    on: (event, listener) => {
      const stop = base.on(event, listener);
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener as never);
      return () => {
        set.delete(listener as never);
        stop();
      };
    },
  };
}

/** As the store groups them: by cause, those with most records first. */
function causesOf(problems: readonly Problem[]): readonly ProblemCause[] {
  return [...Map.groupBy(problems, ({ cause }) => cause).values()]
    .map((members) => {
      const [{ flowId, nodeId, outcome, cause, error }] = members as [Problem, ...Problem[]];
      return { flowId, nodeId, outcome, cause, error, count: members.length, firstAt: Math.min(...members.map(({ firstAt }) => firstAt)), lastAt: Math.max(...members.map(({ lastAt }) => lastAt)) };
    })
    .toSorted((one, two) => two.count - one.count);
}
