import { afterEach, describe, expect, test } from 'vitest';
import { countAll, noOutcomes } from '#shared/records/outcomes.ts';
import { startRun } from './startRun.ts';
import { FluxoError } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeSales, makeService, remote, saleMapping, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, booksNode, fakeClock, makeWorld, mapNode, plainFlow, tillNode, type World } from '#tests/engine/world.ts';

let world: World;
let service: Service;
const begin = async (count: number, options: Partial<Service> = {}, flow: FlowDocument = plainFlow) => {
  service = makeService(makeSales(count), options);
  world = await makeWorld(service, flow);
  return world.open();
};
afterEach(() => world.cleanUp());

describe('a run of till, map and books', () => {
  test('books every sale once and says so, and a second run books nothing', async () => {
    const fluxo = await begin(35);
    const summary = await fluxo.run();
    expect(summary).toMatchObject({ status: 'succeeded', read: 35, outcomes: { ...noOutcomes(), created: 35 } });
    expect(summary.nodes).toMatchObject({ till: { in: 35, out: { records: 35 } }, map: { in: 35, out: { records: 35 } }, books: { in: 35, problems: 0 } });
    expect(bookedSales(service)).toEqual(makeSales(35).map((sale) => sale.id).sort());
    const sends = service.sends;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', read: 0 });
    expect(service.sends).toBe(sends);
  });

  test('reads a record again when it has changed, and leaves out what it knows', async () => {
    const fluxo = await begin(12);
    await fluxo.run();
    service.sales[3] = { ...service.sales[3]!, changed: 99 };
    expect(await fluxo.run()).toMatchObject({ read: 1, outcomes: { skipped: 1 } });
    expect(bookedSales(service)).toHaveLength(12);
  });

  test('tells a record’s story: how it was read, what the map made, what was sent and answered', async () => {
    const fluxo = await begin(2);
    const { runId } = await fluxo.run();
    const { rows, total } = await fluxo.workspace.store.records({ runId, limit: 10 });
    expect(total).toBe(2);
    expect(rows[1]).toMatchObject({ seq: 2, key: 's2', title: 'Sale s2', subtitle: 'c2', amount: '€ 2.50', outcome: 'created', target: { type: 'SalesReceipt' } });
    const story = await fluxo.workspace.store.story(runId, 2);
    expect(story?.source).toEqual({ id: 's2', changed: 2, customer: 'c2', amount: '2.50', day: '2026-01-15' });
    expect(story?.mapped).toMatchObject({ sourceId: 's2', customer: { name: 'c2' }, totalIncl: '2.50' });
    const told = story!.steps.map((step) => (step.kind === 'exchange' ? step.exchange.operation : step.kind === 'note' ? step.text.code : step.kind));
    expect(told).toEqual(['getSales', 'query', 'POST customer', 'POST sale', 'fake.made']);
    expect(story?.payloadsKept).toBe(true);
  });

  test('tells its progress at most ten times a second and ends with the whole', async () => {
    const clock = fakeClock();
    service = makeService(makeSales(300), { applying: () => void (clock.time += 10) });
    world = await makeWorld(service);
    const fluxo = await world.open({ clock });
    const summary = await fluxo.run();
    expect(fluxo.progress.length).toBeGreaterThan(5);
    expect(fluxo.progress.length).toBeLessThanOrEqual(Math.ceil(summary.durationMs / 100) + 1);
    for (const told of fluxo.progress) expect(countAll(told.outcomes)).toBeLessThanOrEqual(told.read);
  });

  test('refuses to start twice, and another flow into the same books, and says who is there', async () => {
    let inside!: () => void;
    const reached = new Promise<void>((resolve) => (inside = resolve));
    let go!: () => void;
    const held = new Promise<void>((resolve) => (go = resolve));
    const fluxo = await begin(1, { applying: async () => (inside(), held) });
    const other = await world.open();
    const running = fluxo.run();
    await reached;
    await expect(other.run()).rejects.toMatchObject({ data: { code: 'run.already_running', kind: 'setup' } });
    world.flow = { ...plainFlow, id: 'other', name: 'Other' };
    await expect(other.run()).rejects.toMatchObject({ data: { code: 'run.target_busy', what: expect.stringContaining('Sales into the books') } });
    go();
    expect(await running).toMatchObject({ status: 'succeeded' });
    expect(await other.run()).toMatchObject({ status: 'succeeded', outcomes: { skipped: 1 } });
  });

  test('names the mistake of a flow that cannot run, and begins nothing', async () => {
    const fluxo = await begin(1, {}, { ...plainFlow, nodes: [tillNode, mapNode, { ...booksNode, connection: 'nowhere' }] });
    await expect(fluxo.run()).rejects.toMatchObject({ data: { code: 'flow.unknown_connection', where: { node: 'books' } } });
    expect(await fluxo.workspace.store.runs({ limit: 5 })).toEqual([]);
  });
});

describe('records that cannot be booked', () => {
  test('a refused record becomes a problem, the others go on, and it closes by itself when it goes well', async () => {
    const fluxo = await begin(8, { sendFault: (kind, payload) => (kind === 'sale' && payload.name === 's3' ? 'refused' : undefined) });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', read: 8, outcomes: { created: 7, rejected: 1 } });
    const [problem] = await fluxo.workspace.store.problems({ limit: 10 });
    expect(problem).toMatchObject({ key: 's3', title: 'Sale s3', outcome: 'rejected', state: 'open', times: 1, cause: 'fake.refused 6000', error: { code: 'fake.refused', where: { node: 'books', connection: 'books' } } });

    expect(await fluxo.run()).toMatchObject({ status: 'problems', read: 1, outcomes: { rejected: 1 } });
    expect((await fluxo.workspace.store.problems({ limit: 10 }))[0]).toMatchObject({ times: 2, state: 'open' });
    delete service.sendFault;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 1 } });
    expect((await fluxo.workspace.store.problems({ limit: 10 }))[0]).toMatchObject({ state: 'solved' });
    expect(bookedSales(service)).toHaveLength(8);
  });

  test('a number that is none, a missing date and a record without identity are invalid, each with its field, and the rest goes on', async () => {
    const fluxo = await begin(5);
    service.sales[0] = { ...service.sales[0]!, amount: 'twelve' };
    service.sales[1] = { id: 's2', changed: 2, customer: 'c2', amount: '1' };
    service.sales[2] = { ...service.sales[2]!, id: 7 as unknown as string };
    const { runId, ...summary } = await fluxo.run();
    expect(summary).toMatchObject({ status: 'problems', read: 5, outcomes: { invalid: 3, created: 2 } });
    const { rows } = await fluxo.workspace.store.records({ runId, outcomes: ['invalid'], limit: 10 });
    expect(rows.map((row) => row.reason?.code)).toEqual(['record.not_a_number', 'record.missing_field', 'fluxo.bug']);
    expect((await fluxo.workspace.store.story(runId, 1))?.steps.at(-1)).toMatchObject({ kind: 'error', node: 'map', error: { where: { field: 'totalIncl' } } });
  });

  test('a mistake of ours in one record ends that record only', async () => {
    const fluxo = await begin(6, {
      applying: (order) => {
        if (order.sourceId === 's4') throw new TypeError('of ours');
      },
    });
    const { runId, ...summary } = await fluxo.run();
    expect(summary).toMatchObject({ status: 'problems', outcomes: { created: 5, invalid: 1 } });
    const { rows } = await fluxo.workspace.store.records({ runId, outcomes: ['invalid'], limit: 5 });
    expect(rows[0]?.reason).toMatchObject({ code: 'fluxo.bug' });
    expect(JSON.stringify(rows)).not.toContain('of ours');
  });

  test('parked records wait for their table row and go on by themselves in the next run', async () => {
    let known = false;
    const fluxo = await begin(4, {
      applying: (order) => {
        if (!known && order.sourceId === 's2') throw new FluxoError({ code: 'mapping.parked', kind: 'data', what: 'Payment method: “Pin” is not in the table yet.', parkedOn: { setting: 'paymentMethod', value: 'Pin' } });
      },
    });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', outcomes: { created: 3, parked: 1 } });
    expect((await fluxo.workspace.store.problems({ limit: 1 }))[0]).toMatchObject({ cause: 'mapping.parked paymentMethod=Pin', outcome: 'parked' });
    known = true;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 1 } });
  });

  test('when half of the last twenty fail alike the run pauses, and the rest goes on in the next run', async () => {
    const fluxo = await begin(60, { pageSize: 60, concurrency: 1, sendFault: (kind) => (kind === 'sale' ? 'refused' : undefined) });
    const summary = await fluxo.run();
    expect(summary).toMatchObject({ status: 'failed', read: 20, outcomes: { rejected: 20 }, error: { code: 'run.paused', kind: 'setup' } });
    expect(summary.error?.what).toContain('20 of the last 20');
    delete service.sendFault;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', read: 60, outcomes: { created: 60 } });
    expect(bookedSales(service)).toHaveLength(60);
  });

  test('many parked records do not pause the run, and known problems that fail again do not either', async () => {
    const fluxo = await begin(50, {
      applying: () => {
        throw new FluxoError({ code: 'mapping.parked', kind: 'data', what: 'Waits.', parkedOn: { setting: 'terms', value: 'x' } });
      },
    });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', outcomes: { parked: 50 } });
    service.applying = () => {
      throw new FluxoError({ code: 'fake.no', kind: 'data', what: 'No.' });
    };
    service.sales.push(...makeSales(3, 100));
    expect(await fluxo.run()).toMatchObject({ status: 'problems', read: 53, outcomes: { invalid: 53 } });
  });
});

describe('a service that does not answer', () => {
  test('is asked again with growing pauses, and nothing is lost', async () => {
    const clock = fakeClock();
    service = makeService(makeSales(5), { concurrency: 1, readFault: (page) => (page <= 3 ? remote() : undefined) });
    world = await makeWorld(service);
    const fluxo = await world.open({ clock });
    const { runId, ...summary } = await fluxo.run();
    expect(summary).toMatchObject({ status: 'succeeded', outcomes: { created: 5 } });
    expect(clock.slept).toEqual([250, 500, 1000]);
    const story = await fluxo.workspace.store.story(runId, 1);
    expect(story?.steps.filter((step) => step.kind === 'error')).toHaveLength(3);
  });

  test('waits as long as the service asks for', async () => {
    const clock = fakeClock();
    service = makeService(makeSales(1), { readFault: (page) => (page === 1 ? remote({ retryAfterMs: 7000 }) : undefined) });
    world = await makeWorld(service);
    await (await world.open({ clock })).run();
    expect(clock.slept).toEqual([7000]);
  });

  test('ends the run after six tries; the open records go on in the next one', async () => {
    const fluxo = await begin(12, { concurrency: 3, sendFault: () => 'unreachable' });
    const summary = await fluxo.run();
    expect(summary).toMatchObject({ status: 'failed', read: 0, error: { code: 'fake.unreachable', kind: 'remote' } });
    delete service.sendFault;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', read: 12, outcomes: { created: 12 } });
    expect(bookedSales(service)).toHaveLength(12);
  });

  test('when it fails over one record only, that record is set aside and the others are booked', async () => {
    const fluxo = await begin(9, { concurrency: 1, sendFault: (kind, payload) => (kind === 'sale' && payload.name === 's1' ? 'unreachable' : undefined) });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', outcomes: { created: 8, rejected: 1 } });
    expect((await fluxo.workspace.store.problems({ limit: 1 }))[0]).toMatchObject({ key: 's1', error: { code: 'fake.unreachable' } });
  });

  test('that asks for a pause of a year is left alone at once', async () => {
    const clock = fakeClock();
    service = makeService(makeSales(3), { readFault: () => remote({ retryAfterMs: 365 * 86_400_000 }) });
    world = await makeWorld(service);
    expect(await (await world.open({ clock })).run()).toMatchObject({ status: 'failed' });
    expect(clock.slept).toEqual([]);
    expect(service.reads).toBe(1);
  });

  test('that no longer lets us in stops the run at once and keeps every record', async () => {
    const fluxo = await begin(20, { concurrency: 1, sendFault: (_kind, _payload, count) => (count > 6 ? 'unauthorised' : undefined) });
    const summary = await fluxo.run();
    expect(summary).toMatchObject({ status: 'failed', error: { needsOwner: true, where: { connection: 'books' } } });
    expect(summary.read).toBe(countAll(summary.outcomes));
    expect(service.sends).toBe(7);
    delete service.sendFault;
    const next = await fluxo.run();
    expect(next.outcomes.created + summary.outcomes.created).toBe(20);
    expect(bookedSales(service)).toHaveLength(20);
  });
});

describe('an answer that got lost', () => {
  test('is cleared up by sending the same payload with the same key: one effect, outcome created', async () => {
    const lost = new Set<string>();
    const fluxo = await begin(6, {
      sendFault: (kind, payload) => {
        if (kind !== 'sale' || lost.has(payload.name)) return undefined;
        lost.add(payload.name);
        return 'lost';
      },
    });
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 6 } });
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6']);
  });

  test('is cleared up by looking first where sending again would book twice', async () => {
    let first = true;
    const fluxo = await begin(3, {
      lookUpSales: true,
      sendFault: (kind) => {
        if (kind !== 'sale' || !first) return undefined;
        first = false;
        return 'lost';
      },
    });
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 3 } });
    expect(service.lookUps).toBe(1);
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3']);
  });

  test('over days leaves the record unsure, and the next run clears it up with the stored payload although the mapping has changed', async () => {
    const fluxo = await begin(2, { concurrency: 1, sendFault: (kind, payload) => (kind === 'sale' && payload.name === 's1' ? 'lost' : undefined) });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', outcomes: { created: 1, unsure: 1 } });
    delete service.sendFault;
    world.flow = { ...plainFlow, nodes: plainFlow.nodes.map((node) => (node.id === 'map' ? { ...node, settings: { mapping: saleMapping('999') as never } } : node)) };
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's2']);
    expect(service.books.all().find((line) => line.name === 's1')?.amount).toBe('1.50');
  });

  test('is unsure, and not sent again, when the service cannot tell; once it can, it is cleared up', async () => {
    let lost = true;
    const fluxo = await begin(2, {
      concurrency: 1,
      lookUpSales: true,
      sendFault: (kind, payload) => (lost && kind === 'sale' && payload.name === 's1' ? 'lost' : undefined),
      lookUpFault: () => new FluxoError({ code: 'fake.no_search', kind: 'data', what: 'This search is not possible.' }),
    });
    expect(await fluxo.run()).toMatchObject({ status: 'problems', outcomes: { created: 1, unsure: 1 } });
    expect((await fluxo.workspace.store.problems({ limit: 1 }))[0]).toMatchObject({ outcome: 'unsure', error: { code: 'delivery.unsure' } });
    lost = false;
    expect(await fluxo.run()).toMatchObject({ outcomes: { unsure: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's2']);
    delete service.lookUpFault;
    expect(await fluxo.run()).toMatchObject({ status: 'succeeded', outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's2']);
    expect(await fluxo.workspace.store.problems({ state: 'open', limit: 1 })).toEqual([]);
  });

  test('a mistake of ours while sending is unsure too, because the request may have left', async () => {
    let broken = true;
    const fluxo = await begin(2, { concurrency: 1, sendFault: (kind, payload) => (broken && kind === 'sale' && payload.name === 's1' ? 'broken' : undefined) });
    expect(await fluxo.run()).toMatchObject({ outcomes: { created: 1, unsure: 1 } });
    broken = false;
    expect(await fluxo.run()).toMatchObject({ outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's2']);
  });
});

describe('stop, limit and one record', () => {
  test('stop ends after the records in hand, and the next run does the rest', async () => {
    const fluxo = await begin(30, { pageSize: 30, concurrency: 2 });
    let handle: Awaited<ReturnType<typeof startRun>> | undefined;
    service.applying = (order) => {
      if (order.sourceId === 's9') handle?.stop();
    };
    handle = await startRun(fluxo.ports, { flowId: 'sales', dryRun: false, trigger: 'user' });
    const summary = await handle.finished;
    expect(summary.status).toBe('stopped');
    expect(summary.outcomes.created).toBe(bookedSales(service).length);
    expect(summary.read).toBe(summary.outcomes.created);
    expect(summary.read).toBeLessThan(30);
    const rest = await fluxo.run();
    expect(rest).toMatchObject({ status: 'succeeded', read: 30 - summary.read });
    expect(bookedSales(service)).toHaveLength(30);
  });

  test('stop does not wait for a pause to end', async () => {
    const fluxo = await begin(1, { readFault: () => remote() });
    const sleeping = new Promise<void>((resolve) => {
      (fluxo.ports.clock as { sleep: unknown }).sleep = (_ms: number, signal: AbortSignal) => {
        resolve();
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      };
    });
    const handle = await startRun(fluxo.ports, { flowId: 'sales', dryRun: false, trigger: 'user' });
    await sleeping;
    handle.stop();
    expect(await handle.finished).toMatchObject({ status: 'stopped', read: 0 });
  });

  test('a limit takes so many new records, and the cursor never passes one that was not taken', async () => {
    const fluxo = await begin(25);
    for (const expected of [7, 7, 7, 4, 0]) expect(await fluxo.run({ limit: 7 })).toMatchObject({ read: expected, outcomes: { created: expected } });
    expect(bookedSales(service)).toHaveLength(25);
  });

  test('one record by its key runs alone, again if need be, and moves nothing', async () => {
    const fluxo = await begin(10);
    expect(await fluxo.run({ onlyKey: 's5' })).toMatchObject({ status: 'succeeded', read: 1, outcomes: { created: 1 } });
    expect(await fluxo.run({ onlyKey: 's5' })).toMatchObject({ read: 1, outcomes: { skipped: 1 } });
    expect(await fluxo.run({ onlyKey: 'nobody' })).toMatchObject({ status: 'failed', read: 0, error: { code: 'run.no_such_record' } });
    expect(await fluxo.run()).toMatchObject({ read: 9, outcomes: { created: 9 } });
  });

  test('a problem the service no longer has is tried from what was read then', async () => {
    const fluxo = await begin(3, { sendFault: (kind, payload) => (kind === 'sale' && payload.name === 's2' ? 'refused' : undefined) });
    await fluxo.run();
    service.sales.splice(1, 1);
    delete service.sendFault;
    expect(await fluxo.run({ onlyKey: 's2' })).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3']);
  });
});

describe('a dry run', () => {
  test('does everything but the writes: nothing is booked, no cursor, ledger or problem is left behind', async () => {
    const fluxo = await begin(15);
    service.sales[4] = { ...service.sales[4]!, amount: 'x' };
    const dry = await fluxo.run({ dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, status: 'problems', read: 15, outcomes: { created: 14, invalid: 1 } });
    expect(service.books.all()).toEqual([]);
    expect(service.sends).toBe(0);
    expect(await fluxo.workspace.store.problems({ limit: 5 })).toEqual([]);
    expect(await fluxo.workspace.store.cursor({ flowId: 'sales', nodeId: 'till', connectionId: 'till', stream: 'till.sales' })).toBeNull();
    const story = await fluxo.workspace.store.story(dry.runId, 1);
    expect(story?.steps.some((step) => step.kind === 'note' && step.text.code === 'delivery.dry_run')).toBe(true);
    expect(await fluxo.run()).toMatchObject({ read: 15, outcomes: { created: 14, invalid: 1 } });
  });
});

describe('branches', () => {
  const condition = (value: string) => ({ conditions: { join: 'all' as const, rows: [{ field: 'customer', op: 'equals' as const, value }] } });
  const position = { x: 0, y: 0 };

  test('a filter without a line for the dropped ones filters them, by name', async () => {
    const fluxo = await begin(14, {}, {
      ...plainFlow,
      nodes: [tillNode, { id: 'only', name: 'Only c3', kind: 'filter', settings: condition('c3'), position }, mapNode, booksNode],
      edges: [{ from: 'till.records', to: 'only.records' }, { from: 'only.kept', to: 'map.records' }, { from: 'map.records', to: 'books.records' }],
    });
    const { runId, ...summary } = await fluxo.run();
    expect(summary).toMatchObject({ read: 14, outcomes: { created: 2, filtered: 12 }, nodes: { only: { in: 14, out: { kept: 2, dropped: 12 } } } });
    const { rows } = await fluxo.workspace.store.records({ runId, outcomes: ['filtered'], limit: 1 });
    expect(rows[0]?.reason?.text).toContain('Only c3');
  });

  test('a record in two branches ends with what is most serious, and is booked once in each of two books', async () => {
    const fluxo = await begin(5, { sendFault: (kind, payload) => (kind === 'sale' && payload.name === 's2' ? 'refused' : undefined) }, {
      ...plainFlow,
      nodes: [tillNode, mapNode, booksNode, { ...booksNode, id: 'books2', connection: 'books-2' }],
      edges: [...plainFlow.edges, { from: 'map.records', to: 'books2.records' }],
    });
    expect(await fluxo.run()).toMatchObject({ read: 5, outcomes: { created: 4, rejected: 1 }, nodes: { books: { in: 5 }, books2: { in: 5 } } });
    expect(bookedSales(service)).toEqual(['s1', 's1', 's3', 's3', 's4', 's4', 's5', 's5']);
  });

  test('a limit lets its records through and leaves the others unread for the next run', async () => {
    const fluxo = await begin(23, {}, {
      ...plainFlow,
      nodes: [tillNode, { id: 'some', kind: 'limit', settings: { count: 9 }, position }, mapNode, booksNode],
      edges: [{ from: 'till.records', to: 'some.records' }, { from: 'some.records', to: 'map.records' }, { from: 'map.records', to: 'books.records' }],
    });
    for (const expected of [9, 9, 5, 0]) expect(await fluxo.run()).toMatchObject({ read: expected, outcomes: { created: expected, filtered: 0 } });
  });

  test('behind a limit only what another branch wants all the same is filtered', async () => {
    const fluxo = await begin(12, {}, {
      ...plainFlow,
      nodes: [tillNode, mapNode, { id: 'some', kind: 'limit', settings: { count: 4 }, position }, booksNode, { ...booksNode, id: 'books2', connection: 'books-2' }],
      edges: [{ from: 'till.records', to: 'map.records' }, { from: 'map.records', to: 'some.records' }, { from: 'some.records', to: 'books.records' }, { from: 'map.records', to: 'books2.records' }],
    });
    expect(await fluxo.run()).toMatchObject({ read: 12, outcomes: { created: 12 }, nodes: { some: { in: 12, out: { records: 4 } }, books: { in: 4 }, books2: { in: 12 } } });
  });

  test('a switched-off filter lets everything through, a switched-off source is not read and what it left waits', async () => {
    const flow = {
      ...plainFlow,
      nodes: [tillNode, { id: 'only', kind: 'filter' as const, settings: condition('c3'), position, disabled: true }, mapNode, booksNode, { ...tillNode, id: 'till2', connection: 'till-2', disabled: true }],
      edges: [{ from: 'till.records', to: 'only.records' }, { from: 'only.kept', to: 'map.records' }, { from: 'map.records', to: 'books.records' }, { from: 'till2.records', to: 'map.records' }],
    };
    const fluxo = await begin(14, {}, flow);
    expect(await fluxo.run()).toMatchObject({ read: 14, outcomes: { created: 14 } });
    expect(service.reads).toBeLessThan(5);
  });

  test('records left open keep the connection they were read from, although their node reads from another one now', async () => {
    let known = false;
    const fluxo = await begin(3, {
      applying: () => {
        if (!known) throw new FluxoError({ code: 'mapping.parked', kind: 'data', what: 'Waits.', parkedOn: { setting: 'terms', value: 'x' } });
      },
    });
    await fluxo.run();
    known = true;
    world.flow = { ...plainFlow, nodes: [{ ...tillNode, connection: 'till-2' }, mapNode, booksNode] };
    // The same made-up till answers for both connections, so each sale is there once per connection.
    expect(await fluxo.run()).toMatchObject({ read: 6, outcomes: { created: 6 } });
    world.flow = plainFlow;
    expect(await fluxo.run()).toMatchObject({ read: 0 });
    expect(bookedSales(service)).toEqual(['s1', 's1', 's2', 's2', 's3', 's3']);
  });

  test('records left open by a source that was deleted since become problems', async () => {
    const fluxo = await begin(4, { sendFault: () => 'unreachable' });
    expect(await fluxo.run()).toMatchObject({ status: 'failed' });
    delete service.sendFault;
    service.sales.length = 0;
    world.flow = { ...plainFlow, nodes: [{ ...tillNode, id: 'newTill' }, mapNode, booksNode], edges: [{ from: 'newTill.records', to: 'map.records' }, plainFlow.edges[1]!] };
    expect(await fluxo.run()).toMatchObject({ status: 'problems', read: 4, outcomes: { invalid: 4 } });
    expect((await fluxo.workspace.store.problems({ limit: 1 }))[0]?.error.code).toBe('flow.source_gone');
  });
});

