import { afterEach, describe, expect, test } from 'vitest';
import { countAll, noOutcomes } from '#shared/records/outcomes.ts';
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

  test('notes whether it ran what is drawn or what its schedule runs, and nothing where no schedule runs', async () => {
    const schedule: NonNullable<FlowDocument['schedule']> = { enabled: true, when: { kind: 'interval', minutes: 15 } };
    const fluxo = await begin(1, {}, { ...plainFlow, schedule });
    expect((await fluxo.run()).version).toBe('live');
    world.live = { ...plainFlow, schedule };
    world.flow = { ...plainFlow, schedule, nodes: plainFlow.nodes.map((node) => ({ ...node, position: { x: 5, y: 5 } })) };
    expect((await fluxo.run()).version).toBe('live');
    world.flow = { ...plainFlow, schedule, nodes: plainFlow.nodes.map((node) => (node.id === 'map' ? { ...node, settings: { mapping: saleMapping('9') as never } } : node)) };
    const draft = await fluxo.run({ dryRun: true });
    expect(draft.version).toBe('draft');
    expect((await fluxo.run({ version: 'live' })).version).toBe('live');
    expect((await fluxo.workspace.store.run(draft.runId))?.version).toBe('draft');
    world.flow = plainFlow;
    expect(await fluxo.run()).not.toHaveProperty('version');
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
