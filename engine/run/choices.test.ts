import { afterEach, describe, expect, test } from 'vitest';
import { startRun } from './startRun.ts';
import { FluxoError } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeSales, makeService, remote, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, booksNode, makeWorld, mapNode, plainFlow, tillNode, type World } from '#tests/engine/world.ts';

let world: World;
let service: Service;
const begin = async (count: number, options: Partial<Service> = {}, flow: FlowDocument = plainFlow) => {
  service = makeService(makeSales(count), options);
  world = await makeWorld(service, flow);
  return world.open();
};
afterEach(() => world.cleanUp());

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

