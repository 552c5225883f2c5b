import { afterEach, describe, expect, test } from 'vitest';
import { countAll } from '#shared/records/outcomes.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, fakeClock, makeWorld, plainFlow, type Opened, type World } from '#tests/engine/world.ts';

let world: World;
let service: Service;
const begin = async (count: number, options: Partial<Service> = {}, flow: FlowDocument = plainFlow) => {
  service = makeService(makeSales(count), options);
  world = await makeWorld(service, flow);
  return world.open();
};
afterEach(() => world.cleanUp());

const refuse = (...names: readonly string[]): Pick<Service, 'sendFault'> => ({ sendFault: (kind, { name }) => (kind === 'sale' && names.includes(name) ? 'refused' : undefined) });
const rowsOf = async ({ workspace }: Opened, runId: string) => (await workspace.store.records({ runId, limit: 100 })).rows;
const reasonsOf = async (fluxo: Opened, runId: string) => (await rowsOf(fluxo, runId)).map((row) => `${row.key} ${row.outcome} ${row.reason?.code ?? ''}`);

describe('records of the log run again', () => {
  test('one that was refused is booked from what was recorded, without asking the source, and its problem closes', async () => {
    const fluxo = await begin(6, refuse('s2', 's4'));
    const first = await fluxo.run();
    delete service.sendFault;
    const reads = service.reads;
    const again = await fluxo.run({ records: { runId: first.runId, seqs: [2] } });
    expect(again).toMatchObject({ status: 'succeeded', read: 1, outcomes: { created: 1 }, part: { again: { way: 'recorded', of: first.runId } } });
    expect(service.reads).toBe(reads);
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3', 's5', 's6']);
    expect((await fluxo.workspace.store.problems({ state: 'open', limit: 10 })).map((problem) => problem.key)).toEqual(['s4']);
  });

  test('all that meet a filter: outcome, search and cause together', async () => {
    const fluxo = await begin(12, refuse('s2', 's4', 's11'));
    const { runId } = await fluxo.run();
    delete service.sendFault;
    expect(await fluxo.run({ records: { runId, filter: { outcomes: ['rejected'], search: 'sale s1' } } })).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(await fluxo.run({ records: { runId, filter: { causes: ['another cause'] } } })).toMatchObject({ status: 'succeeded', read: 0 });
    expect(await fluxo.run({ records: { runId, filter: { causes: ['fake.refused 6000'] } } })).toMatchObject({ read: 2, outcomes: { created: 2 } });
    expect(bookedSales(service)).toHaveLength(12);
  });

  test('all open problems of a flow, or those of one cause', async () => {
    const fluxo = await begin(8, refuse('s3', 's5'));
    service.sales[0] = { ...service.sales[0]!, amount: 'twelve' };
    await fluxo.run();
    delete service.sendFault;
    expect(await fluxo.run({ records: { problems: { causes: ['fake.refused 6000'] } } })).toMatchObject({ read: 2, outcomes: { created: 2 } });
    expect(await fluxo.run({ records: { problems: {} } })).toMatchObject({ status: 'problems', read: 1, outcomes: { invalid: 1 } });
    expect((await fluxo.workspace.store.problems({ state: 'open', limit: 10 })).map(({ key, times }) => `${key} ${times}`)).toEqual(['s1 2']);
  });

  test('what was done is not done again: records that were booked stay as they are', async () => {
    const fluxo = await begin(9);
    const { runId } = await fluxo.run();
    const sends = service.sends;
    expect(await fluxo.run({ records: { runId } })).toMatchObject({ status: 'succeeded', read: 9, outcomes: { skipped: 9 } });
    expect(service.sends).toBe(sends);
  });

  test('an older version is left alone once a newer one was read, and a newer one may be run again', async () => {
    const clock = fakeClock();
    const fluxo = await (service = makeService(makeSales(3)), world = await makeWorld(service), world.open({ clock }));
    const first = await fluxo.run();
    clock.time += 1000;
    service.sales[1] = { ...service.sales[1]!, changed: 90, amount: '9.00' };
    const second = await fluxo.run();
    clock.time += 1000;
    const again = await fluxo.run({ records: { runId: first.runId } });
    expect(await reasonsOf(fluxo, again.runId)).toEqual(['s1 skipped fake.there', 's2 skipped record.newer_read', 's3 skipped fake.there']);
    const newer = await fluxo.run({ records: { runId: second.runId } });
    expect(await reasonsOf(fluxo, newer.runId)).toEqual(['s2 skipped fake.there']);
    // On the way to a node that writes nothing it may be tried.
    const trial = await fluxo.run({ records: { runId: first.runId }, to: 'map' });
    expect(await reasonsOf(fluxo, trial.runId)).toEqual(['s1 skipped run.went_to', 's2 skipped run.went_to', 's3 skipped run.went_to']);
  });

  test('a problem that was dismissed and opened anew does not put its older version over the newer one that went well since', async () => {
    const clock = fakeClock();
    const fluxo = await (service = makeService(makeSales(3), refuse('s2')), world = await makeWorld(service), world.open({ clock }));
    await fluxo.run();
    await fluxo.workspace.store.dismissProblems({ flowId: 'sales' }, 'Booked by hand', clock.now());
    delete service.sendFault;
    clock.time += 1000;
    service.sales[1] = { ...service.sales[1]!, changed: 90, amount: '9.00' };
    expect(await fluxo.run()).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(await fluxo.workspace.store.reopenProblems({ flowId: 'sales' })).toBe(1);
    const third = await fluxo.run();
    expect(await reasonsOf(fluxo, third.runId)).toEqual(['s2 skipped record.newer_read']);
    expect(await fluxo.workspace.store.problems({ state: 'open', limit: 10 })).toEqual([]);
    expect(await fluxo.run()).toMatchObject({ read: 0 });
  });

  test('a record whose contents were removed after their time says so and leaves the list of problems alone', async () => {
    const clock = fakeClock();
    const fluxo = await (service = makeService(makeSales(2)), world = await makeWorld(service), world.open({ clock }));
    const { runId } = await fluxo.run();
    expect(await fluxo.workspace.store.sweep(clock.time + 1000, { keepMs: 0, mostBytes: 0 })).toBeGreaterThan(0);
    const again = await fluxo.run({ records: { runId } });
    expect(again).toMatchObject({ status: 'problems', read: 2, outcomes: { invalid: 2 } });
    expect(await reasonsOf(fluxo, again.runId)).toEqual(['s1 invalid record.payload_gone', 's2 invalid record.payload_gone']);
    expect(await fluxo.workspace.store.problems({ limit: 10 })).toEqual([]);

    // Asked anew, the source still has them.
    expect(await fluxo.run({ records: { runId }, way: 'read' })).toMatchObject({ status: 'succeeded', outcomes: { skipped: 2 } });
  });

  test('read again at the source, the record is as it is there now; one that is gone there says so', async () => {
    const fluxo = await begin(3, refuse('s1', 's2'));
    const { runId } = await fluxo.run();
    delete service.sendFault;
    service.sales[0] = { ...service.sales[0]!, changed: 50, amount: '77.00' };
    service.sales.splice(1, 1);
    const again = await fluxo.run({ records: { runId, filter: { outcomes: ['rejected'] } }, way: 'read' });
    expect(await reasonsOf(fluxo, again.runId)).toEqual(['s1 created fake.created', 's2 skipped record.gone_at_source']);
    expect(service.books.all().find((line) => line.name === 's1')?.amount).toBe('77.00');
    const story = await fluxo.workspace.store.story(again.runId, 1);
    expect(story?.source).toMatchObject({ amount: '77.00' });
    expect(story?.row.amount).toBe('€ 77.00');
    // What was read this way is not news for the next run.
    expect(await fluxo.run()).toMatchObject({ outcomes: { created: 1, skipped: 0 } });
    expect((await fluxo.workspace.store.problems({ state: 'open', limit: 10 }))).toEqual([]);
  });

  test('a source that gives pages only cannot be asked for one, and that is said before anything begins', async () => {
    const fluxo = await begin(2, { onlyPages: true });
    const { runId } = await fluxo.run();
    await expect(fluxo.run({ records: { runId }, way: 'read' })).rejects.toMatchObject({ data: { code: 'run.cannot_read_one' } });
    expect(await fluxo.workspace.store.runs({ limit: 10 })).toHaveLength(1);
  });

  test('a run of another flow, or records it does not have, are refused', async () => {
    const fluxo = await begin(2);
    const { runId } = await fluxo.run();
    await expect(fluxo.run({ records: { runId: 'nowhere' } })).rejects.toMatchObject({ data: { code: 'run.no_such_run' } });
    expect(await fluxo.run({ records: { runId, seqs: [17] } })).toMatchObject({ status: 'failed', error: { code: 'run.no_such_records' } });
  });

  test('exactly what a dry run showed is done, also when the source has moved on, and is no news afterwards', async () => {
    const fluxo = await begin(4);
    const dry = await fluxo.run({ dryRun: true });
    service.sales.push(...makeSales(1, 5));
    expect(await fluxo.run({ records: { runId: dry.runId, seqs: [1, 2, 3] } })).toMatchObject({ read: 3, outcomes: { created: 3 } });
    expect(bookedSales(service)).toEqual(['s1', 's2', 's3']);
    expect(await fluxo.run()).toMatchObject({ read: 2, outcomes: { created: 2 } });
    expect(bookedSales(service)).toHaveLength(5);
  });

  test('a dry run shows what running again would do, and changes nothing', async () => {
    const fluxo = await begin(3, refuse('s2'));
    const { runId } = await fluxo.run();
    delete service.sendFault;
    expect(await fluxo.run({ records: { runId }, dryRun: true })).toMatchObject({ dryRun: true, read: 3, outcomes: { created: 1, skipped: 2 } });
    expect(bookedSales(service)).toEqual(['s1', 's3']);
    expect(await fluxo.workspace.store.problems({ state: 'open', limit: 5 })).toHaveLength(1);
  });
});

describe('sent as new', () => {
  test('a booked record is booked once more, its customer is not, and its story says why', async () => {
    const fluxo = await begin(3);
    const { runId } = await fluxo.run();
    const again = await fluxo.run({ records: { runId, seqs: [2] }, way: 'new' });
    expect(again).toMatchObject({ status: 'succeeded', read: 1, outcomes: { created: 1 }, part: { again: { way: 'new' } } });
    expect(bookedSales(service)).toEqual(['s1', 's2', 's2', 's3']);
    expect(service.books.all().filter((line) => line.kind === 'customer')).toHaveLength(3);
    const [one, other] = service.books.all().filter((line) => line.name === 's2');
    expect(one!.key).not.toBe(other!.key);
    expect((await fluxo.workspace.store.story(again.runId, 1))?.steps.map((step) => (step.kind === 'note' ? step.text.code : step.kind))).toContain('delivery.as_new');
    // Afterwards it is what it was: done.
    expect(await fluxo.run({ records: { runId, seqs: [2] } })).toMatchObject({ outcomes: { skipped: 1 } });
  });

  test('what the books still have is found there and not doubled', async () => {
    const fluxo = await begin(2, { searchesFirst: true });
    const { runId } = await fluxo.run();
    const again = await fluxo.run({ records: { runId }, way: 'new' });
    expect(await reasonsOf(fluxo, again.runId)).toEqual(['s1 skipped fake.found', 's2 skipped fake.found']);
    expect(bookedSales(service)).toEqual(['s1', 's2']);
  });

  test('is refused where the target knows the record by itself', async () => {
    const fluxo = await begin(2, { neverNew: true });
    const { runId } = await fluxo.run();
    await expect(fluxo.run({ records: { runId }, way: 'new' })).rejects.toMatchObject({ data: { code: 'run.never_new', where: { node: 'books' } } });
  });

  test.each(['key', 'lookup'])('a write of which nobody knows whether it arrived is cleared up first (by %s) and not sent a second time on top', async (repeat) => {
    const fluxo = await begin(1, { lookUpSales: repeat === 'lookup' });
    // The process dies with the answer in its hand.
    let answers = 0;
    const dying = await world.open({ wrapStore: (store) => ({ ...store, settleIntent: (...args) => ((answers += 1) > 1 ? new Promise<never>(() => undefined) : store.settleIntent(...args)) }) });
    void dying.run();
    await expect.poll(() => answers).toBe(2);
    expect(bookedSales(service)).toEqual(['s1']);
    world.died(dying);
    const [open] = await fluxo.workspace.store.runs({ limit: 1 });
    const { rows } = await fluxo.workspace.store.records({ runId: open!.runId, limit: 5 });
    expect(rows.map((row) => row.outcome)).toEqual(['pending']);
    const again = await fluxo.run({ records: { runId: open!.runId }, way: 'new' });
    expect(again).toMatchObject({ status: 'succeeded', read: 1, outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1']);
  });

  test('refused once, it goes on as new in the next run, and what was done of it is not done twice', async () => {
    const fluxo = await begin(2);
    const { runId } = await fluxo.run();
    service.sendFault = (kind, { name }) => (kind === 'sale' && name === 's1' ? 'refused' : undefined);
    expect(await fluxo.run({ records: { runId, seqs: [1] }, way: 'new' })).toMatchObject({ outcomes: { rejected: 1 } });
    delete service.sendFault;
    expect(await fluxo.run()).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s1', 's1', 's2']);
    expect(await fluxo.run()).toMatchObject({ read: 0 });
  });
});

describe('a replay that is cut off', () => {
  for (const way of ['recorded', 'new', 'read'] as const) {
    test(`(${way}) goes on in the next run or when asked for once more: nothing lost, nothing sent twice`, async () => {
      const fluxo = await begin(8, way === 'new' ? {} : refuse(...makeSales(8).map((sale) => sale.id)));
      const { runId } = await fluxo.run();
      delete service.sendFault;
      let finished = 0;
      const dying = await world.open({ wrapStore: (store) => ({ ...store, settleIntent: (...args) => ((finished += 1) > 3 ? new Promise<never>(() => undefined) : store.settleIntent(...args)) }) });
      void dying.run({ records: { runId }, way });
      await expect.poll(() => finished).toBeGreaterThan(3);
      await new Promise((resolve) => setTimeout(resolve, 50));
      world.died(dying);

      const rest = await fluxo.run(way === 'recorded' ? {} : { records: { runId }, way });
      expect(rest.status).toBe('succeeded');
      expect(rest.read).toBe(countAll(rest.outcomes));
      const each = way === 'new' ? 2 : 1;
      expect(bookedSales(service)).toEqual(makeSales(8).flatMap((sale) => Array.from({ length: each }, () => sale.id)).sort());
      expect(await fluxo.workspace.store.problems({ state: 'open', limit: 10 })).toEqual([]);
    });
  }
});
