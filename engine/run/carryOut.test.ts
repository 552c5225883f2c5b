import { afterEach, describe, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { checkSums, totalsBy } from '#shared/records/totals.ts';
import { bookedSales, booksNode, fakeClock, makeWorld, plainFlow, tillNode, type Opened, type World } from '#tests/engine/world.ts';
import { makeSales, makeService, remote, saleMapping, type Service } from '#tests/engine/fakeService.ts';
import type { PlannedWrite } from '#shared/records/plan.ts';
import { sum } from '#shared/money/decimal.ts';

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.cleanUp();
});

async function begin(options: Partial<Service> = {}, count = 30): Promise<{ readonly world: World; readonly service: Service; readonly fluxo: Opened }> {
  const service = makeService(makeSales(count), options);
  const world = await makeWorld(service);
  worlds.push(world);
  return { world, service, fluxo: await world.open() };
}

const cursorOf = (fluxo: Opened) => fluxo.ports.store.cursor({ flowId: 'sales', nodeId: 'till', connectionId: 'till', stream: 'till.sales' });
const titles = async (fluxo: Opened, runId: string, outcome: 'parked' | 'created') => (await fluxo.ports.store.records({ runId, outcomes: [outcome], limit: 100 })).rows.map((row) => row.key);
async function writesOf(fluxo: Opened, runId: string, seq: number): Promise<readonly PlannedWrite[]> {
  const story = await fluxo.ports.store.story(runId, seq);
  return story!.steps.flatMap((step) => (step.kind === 'plan' ? step.decision.writes : []));
}
const refusal = (promise: Promise<unknown>) => promise.then(() => 'no refusal', (error: unknown) => (error as FluxoError).code);

describe('a dry run', () => {
  test('tells of each record what would be written, and leaves nothing behind', async () => {
    const { service, fluxo } = await begin({ cards: new Map([['c1', { note: 'old', rev: 3 }]]) });
    const dry = await fluxo.run({ dryRun: true });
    expect(dry).toMatchObject({ status: 'succeeded', read: 30, outcomes: { created: 30 } });
    expect([service.sends, service.books.all().length]).toEqual([0, 0]);
    expect(await cursorOf(fluxo)).toBeNull();
    expect(await fluxo.ports.store.recall({ connectionId: 'books', entity: 'sale', sourceConnection: 'till', sourceKey: 's1' }, 0)).toBeNull();
    const writes = await writesOf(fluxo, dry.runId, 1);
    expect(writes.map(({ effect, action, thing, changes }) => ({ effect, action, thing, changes }))).toEqual([
      { effect: 'customer', action: 'create', thing: undefined, changes: [{ path: 'name', after: 'c1' }] },
      { effect: 'card', action: 'update', thing: 'c1', changes: [{ path: 'note', before: 'old', after: 's1' }] },
      { effect: 'sale', action: 'create', thing: undefined, changes: [{ path: 'name', after: 's1' }, { path: 'amount', after: '1.50' }, { path: 'customerId', after: 'dry-run' }] },
    ]);
    // The eighth sale is of the same customer, who is to be made once.
    expect((await writesOf(fluxo, dry.runId, 8)).map(({ effect, planned }) => [effect, planned])).toEqual([['customer', true], ['card', undefined], ['sale', undefined]]);
  });

  test('adds up what it would write, and what the real run then writes comes to the same', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    const planned = await fluxo.ports.store.totals(dry.runId);
    expect(totalsBy(planned, 'write')).toEqual([{ by: 'write', key: 'Create customer', count: 7 }, { by: 'write', key: 'Create sale', count: 30 }]);
    expect(checkSums(planned)).toMatchObject({ difference: '0', currency: '€' });
    const real = await fluxo.run();
    const written = await fluxo.ports.store.totals(real.runId);
    expect(totalsBy(written, 'document')).toEqual(totalsBy(planned, 'document'));
    expect(totalsBy(written, 'write')).toEqual(totalsBy(planned, 'write'));
    expect(totalsBy(written, 'document')[0]!.total).toBe(sum(service.books.all().flatMap(({ amount }) => amount ?? [])));
  });
});

describe('carrying out a plan', () => {
  test('writes exactly its records, reads nothing, and the next run goes on where the dry run ended', async () => {
    const { service, fluxo } = await begin({ cards: new Map([['c1', { note: 'old', rev: 3 }]]) });
    const dry = await fluxo.run({ dryRun: true });
    service.sales.push(...makeSales(5, 31));
    const reads = service.reads;
    const real = await fluxo.run({ carryOut: dry.runId });
    expect(real).toMatchObject({ status: 'succeeded', read: 30, outcomes: { created: 30 }, carriesOut: dry.runId });
    expect(service.reads).toBe(reads);
    expect(bookedSales(service)).toHaveLength(30);
    expect(service.cards!.get('c1')!.note).toBe('s29');
    expect(await fluxo.ports.store.run(dry.runId)).toMatchObject({ carriedOutBy: real.runId });
    expect(await fluxo.run()).toMatchObject({ read: 5, outcomes: { created: 5 } });
    expect(bookedSales(service)).toHaveLength(35);
  });

  test('is possible once', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    await fluxo.run({ carryOut: dry.runId });
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.done');
    expect(bookedSales(service)).toHaveLength(30);
  });

  test('is refused when another run has read on meanwhile, and nothing is sent', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    await fluxo.run({ limit: 10 });
    const sends = service.sends;
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.stale');
    expect(service.sends).toBe(sends);
    expect((await fluxo.ports.store.runs({ limit: 10 })).filter(({ status }) => status === 'running')).toEqual([]);
  });

  test('leaves a record alone of which a newer version was sent by itself meanwhile, and opens no problem for it', async () => {
    const clock = fakeClock();
    const service = makeService(makeSales(5));
    const world = await makeWorld(service);
    worlds.push(world);
    const fluxo = await world.open({ clock });
    const dry = await fluxo.run({ dryRun: true });
    clock.time += 1000;
    service.sales[1] = { ...service.sales[1]!, changed: 90, amount: '9.00' };
    expect(await fluxo.run({ onlyKey: 's2' })).toMatchObject({ outcomes: { created: 1 } });
    clock.time += 1000;
    const real = await fluxo.run({ carryOut: dry.runId });
    expect(real).toMatchObject({ status: 'succeeded', outcomes: { created: 4, skipped: 1 } });
    const [row] = (await fluxo.ports.store.records({ runId: real.runId, outcomes: ['skipped'], limit: 5 })).rows;
    expect(row).toMatchObject({ key: 's2', reason: { code: 'record.newer_read' } });
    // As another problem of an older version would be tried again after the newer one.
    expect(await fluxo.run()).toMatchObject({ read: 0 });
    expect(service.books.all().filter(({ name }) => name === 's2').map(({ amount }) => amount)).toEqual(['9.00']);
  });

  test('is refused while a run that was stopped holds older versions of its records, which would go out last', async () => {
    const { world, service, fluxo } = await begin({ batchOf: 10, batchRepeat: 'key' }, 5);
    // Read and kept, and stopped before anything was sent.
    service.batchFault = () => 'unreachable';
    const halted = await fluxo.run();
    expect(halted).toMatchObject({ status: 'failed', read: 0 });
    delete service.batchFault;
    service.sales.push({ ...service.sales.shift()!, changed: 6, amount: '9.00' });
    const dry = await fluxo.run({ dryRun: true });
    expect(dry).toMatchObject({ read: 1 });
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.left_open');
    await fluxo.run();
    const amounts = service.books.all().filter(({ name }) => name === 's1').map(({ amount }) => amount);
    expect(amounts.at(-1)).toBe('9.00');
    // Records of which nothing is left open are planned and done as ever.
    service.sales.push(...makeSales(2, 7));
    const next = await (await world.open()).run({ dryRun: true });
    expect(await fluxo.run({ carryOut: next.runId })).toMatchObject({ status: 'succeeded', outcomes: { created: 2 } });
  });

  test('is refused when the flow was changed, but not when it was only renamed or moved', async () => {
    const { world, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    world.flow = { ...plainFlow, nodes: plainFlow.nodes.map((node) => (node.id === 'map' ? { ...node, settings: { mapping: saleMapping('{amount}0') } as unknown as typeof node.settings } : node)) };
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.stale_flow');
    world.flow = { ...plainFlow, name: 'Another name', nodes: [{ ...tillNode, position: { x: 40, y: 9 } }, ...plainFlow.nodes.slice(1)] };
    expect(await fluxo.run({ carryOut: dry.runId })).toMatchObject({ outcomes: { created: 30 } });
  });

  test('is refused when a connection leads somewhere else by now', async () => {
    const { service, fluxo } = await begin({}, 3);
    const dry = await fluxo.run({ dryRun: true });
    const { info } = fluxo.ports.connections;
    Object.assign(fluxo.ports.connections, { info: async (id: string) => ({ ...(await info(id)), environment: 'production' as const }) });
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.stale_flow');
    expect(service.sends).toBe(0);
  });

  test('does one record that was looked at by itself, and the others stay to be read', async () => {
    const { service, fluxo } = await begin({}, 5);
    const dry = await fluxo.run({ dryRun: true, onlyKey: 's3' });
    expect(dry).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(await fluxo.run({ carryOut: dry.runId })).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(bookedSales(service)).toEqual(['s3']);
    expect(await fluxo.run()).toMatchObject({ read: 4, outcomes: { created: 4 } });
  });

  test('of the way from a node or to one goes that way only, and every other target still gets all of it', async () => {
    const service = makeService(makeSales(4));
    const other = { ...booksNode, id: 'other', connection: 'books-2' };
    const both = { ...plainFlow, nodes: [...plainFlow.nodes, other], edges: [...plainFlow.edges, { from: 'map.records', to: 'other.records' }] };
    const world = await makeWorld(service, both);
    worlds.push(world);
    const fluxo = await world.open();
    const books = () => service.books.all().filter((line) => line.kind === 'sale').length;
    const to = await fluxo.run({ dryRun: true, to: 'books' });
    expect(await fluxo.run({ carryOut: to.runId })).toMatchObject({ read: 4, outcomes: { created: 4 }, part: { to: 'books' }, carriesOut: to.runId });
    expect([books(), await cursorOf(fluxo)]).toEqual([4, null]);
    const from = await fluxo.run({ dryRun: true, from: 'other', records: { runId: to.runId } });
    expect(from).toMatchObject({ read: 4, outcomes: { created: 4 } });
    const reads = service.reads;
    expect(await fluxo.run({ carryOut: from.runId })).toMatchObject({ read: 4, outcomes: { created: 4 }, part: { from: 'other' } });
    expect([books(), service.reads]).toEqual([8, reads]);
    expect(await fluxo.run()).toMatchObject({ read: 4, outcomes: { created: 0 } });
    expect(books()).toBe(8);
    expect(await refusal(fluxo.run({ carryOut: to.runId }))).toBe('plan.done');
  });

  test('is refused for a dry run that ended before any target', async () => {
    const { fluxo } = await begin({}, 3);
    const trial = await fluxo.run({ dryRun: true, to: 'map' });
    expect(await refusal(fluxo.run({ carryOut: trial.runId }))).toBe('plan.writes_nothing');
    expect(await fluxo.run()).toMatchObject({ read: 3 });
  });

  test('of records that were run again from the log forgets no newer version their source has sent since', async () => {
    const { service, fluxo } = await begin({}, 3);
    const first = await fluxo.run({ dryRun: true });
    await fluxo.run();
    const dry = await fluxo.run({ dryRun: true, records: { runId: first.runId } });
    expect(dry).toMatchObject({ read: 3 });
    await fluxo.run({ carryOut: dry.runId });
    expect(await fluxo.run()).toMatchObject({ read: 0 });
    expect(bookedSales(service)).toHaveLength(3);
  });

  test('is refused for a run that is no dry run, and for a dry run that broke off', async () => {
    const { service, fluxo } = await begin();
    const real = await fluxo.run({ limit: 3 });
    expect(await refusal(fluxo.run({ carryOut: real.runId }))).toBe('plan.no_such_plan');
    service.readFault = (page) => (page > service.pageSize ? undefined : new FluxoError({ code: 'fake.gone', kind: 'setup', what: 'The till is gone.' }));
    const broken = await fluxo.run({ dryRun: true });
    expect(broken.status).toBe('failed');
    expect(await refusal(fluxo.run({ carryOut: broken.runId }))).toBe('plan.unfinished');
  });

  test('sets aside exactly the record for which the target would now be sent something else', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    service.priceOf = (order) => (order.sourceId === 's12' ? '99.00' : order.totalIncl!);
    const real = await fluxo.run({ carryOut: dry.runId });
    expect(real).toMatchObject({ status: 'problems', outcomes: { created: 29, parked: 1 } });
    expect(await titles(fluxo, real.runId, 'parked')).toEqual(['s12']);
    expect(bookedSales(service)).not.toContain('s12');
    const [row] = (await fluxo.ports.store.records({ runId: real.runId, outcomes: ['parked'], limit: 1 })).rows;
    expect(row!.reason).toMatchObject({ code: 'plan.differs', text: expect.stringContaining('amount 99.00 instead of 12.50') as string });
  });

  test('sets a record aside whose target thing was changed by somebody else, but not one changed by the plan itself', async () => {
    const { service, fluxo } = await begin({ cards: new Map([['c1', { note: 'old', rev: 3 }], ['c2', { note: 'old', rev: 1 }]]) });
    const dry = await fluxo.run({ dryRun: true });
    service.cards!.set('c2', { note: 'by hand', rev: 2 });
    const real = await fluxo.run({ carryOut: dry.runId });
    // Sales of c1 find what the plan wrote before them; the first of c2 finds what nobody planned, and so do the others.
    expect(await titles(fluxo, real.runId, 'parked')).toEqual(['s2', 's9', 's16', 's23', 's30']);
    expect(service.cards!.get('c2')!.note).toBe('by hand');
    expect(service.cards!.get('c1')!.note).toBe('s29');
  });

  test('sets a record aside that is there by now, and sends nothing for it', async () => {
    const { service, fluxo } = await begin({ searchesFirst: true });
    const dry = await fluxo.run({ dryRun: true });
    service.books.add({ kind: 'sale', key: 'by hand', name: 's7', id: 'sale-7' });
    const real = await fluxo.run({ carryOut: dry.runId });
    expect(await titles(fluxo, real.runId, 'parked')).toEqual(['s7']);
    expect(bookedSales(service).filter((name) => name === 's7')).toHaveLength(1);
  });

  test('goes on after it broke off, under the same rule', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    service.sendFault = (_kind, _payload, count) => (count > 15 ? 'unauthorised' : undefined);
    const broken = await fluxo.run({ carryOut: dry.runId });
    expect(broken.status).toBe('failed');
    expect(broken.outcomes.created).toBeLessThan(20);
    delete service.sendFault;
    service.priceOf = (order) => (order.sourceId === 's28' ? '99.00' : order.totalIncl!);
    const rest = await fluxo.run({ carryOut: dry.runId });
    expect(rest.outcomes).toMatchObject({ created: 29 - broken.outcomes.created, parked: 1 });
    expect(bookedSales(service)).toHaveLength(29);
    expect(await refusal(fluxo.run({ carryOut: dry.runId }))).toBe('plan.done');
  });

  test('after a crash the next run of the flow does the rest as planned', async () => {
    const { world, service, fluxo } = await begin({ concurrency: 4 });
    const dry = await fluxo.run({ dryRun: true });
    let sends = 0;
    // From then on no answer comes, so that no more are begun than may be in hand at once.
    service.applied = () => ((sends += 1) >= 12 ? new Promise<void>(() => undefined) : undefined);
    void fluxo.run({ carryOut: dry.runId });
    while (sends < 12) await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 50));
    world.died(fluxo);
    delete service.applied;
    const again = await world.open();
    service.priceOf = (order) => (order.sourceId === 's25' ? '99.00' : order.totalIncl!);
    const rest = await again.run();
    expect(rest.outcomes.parked).toBe(1);
    expect(await titles(again, rest.runId, 'parked')).toEqual(['s25']);
    expect(bookedSales(service)).toEqual(makeSales(30).map(({ id }) => id).filter((id) => id !== 's25').sort());
  });

  test('a record that was set aside is done by the next run as things are then', async () => {
    const { service, fluxo } = await begin();
    const dry = await fluxo.run({ dryRun: true });
    service.priceOf = (order) => (order.sourceId === 's12' ? '99.00' : order.totalIncl!);
    await fluxo.run({ carryOut: dry.runId });
    expect(await fluxo.run()).toMatchObject({ read: 1, outcomes: { created: 1 } });
    expect(bookedSales(service)).toHaveLength(30);
  });

  test('a passing failure while planning changes neither the plan nor its totals', async () => {
    const { service, fluxo } = await begin();
    let failed = 0;
    service.applying = (order) => {
      if (order.sourceId === 's3' && (failed += 1) <= 2) throw remote();
    };
    const dry = await fluxo.run({ dryRun: true });
    expect(totalsBy(await fluxo.ports.store.totals(dry.runId), 'write').map(({ count }) => count)).toEqual([7, 30]);
    expect(await fluxo.run({ carryOut: dry.runId })).toMatchObject({ outcomes: { created: 30 } });
  });
});
