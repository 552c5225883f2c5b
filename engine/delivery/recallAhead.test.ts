import { afterEach, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '#connectors/sdk/connector.ts';
import type { LedgerKey, RunStore } from '#engine/ports.ts';
import type { Item } from '#engine/run/record.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, makeWorld, type World } from '#tests/engine/world.ts';
import { makeAskedAhead, recallAhead } from './recallAhead.ts';

const scope = { connectionId: 'books', sourceConnection: 'till' };
const keyOf = (sourceKey: string): LedgerKey => ({ ...scope, entity: 'sale', sourceKey });
const entry = (targetId: string): LedgerEntry => ({ targetType: 'Sale', targetId });

/** A ledger in memory that notes what it is asked. */
function makeLedger(entries: Record<string, string>) {
  const asked: (string | readonly string[])[] = [];
  const find = (key: string) => (entries[key] === undefined ? null : entry(entries[key]));
  const store = {
    recall: async ({ sourceKey }: LedgerKey) => (asked.push(sourceKey), find(sourceKey)),
    recallMany: async (_scope: unknown, keys: readonly string[]) => (asked.push(keys), keys.map(find)),
  };
  return { asked, entries, run: { ports: { store: store as unknown as RunStore }, asked: makeAskedAhead() } as unknown as Parameters<typeof recallAhead>[0] };
}

const itemsOf = (keys: readonly string[]) => keys.map((key, index) => ({ record: { pending: { key, lineage: index + 1 } }, value: { id: key } }) as unknown as Item);
const session = { place: (record: Readonly<Record<string, unknown>>) => ({ entity: 'sale', key: String(record['id']) }) };

describe('the ledger, asked ahead', () => {
  test('answers fifty records in one question, each with its own entry', async () => {
    const { asked, run } = makeLedger({ s2: 'b2', s51: 'b51' });
    const items = itemsOf(Array.from({ length: 60 }, (_, index) => `s${index + 1}`));
    const { recall } = recallAhead(run, session, items, scope);
    const found = await Promise.all(items.map(({ record }) => recall(keyOf(record.pending.key), record)));
    expect(found.flatMap((one, index) => (one ? [[index, one.targetId]] : []))).toEqual([[1, 'b2'], [50, 'b51']]);
    expect(asked.map((keys) => keys.length)).toEqual([50, 10]);
  });

  test('is asked anew for a place that was written to since, and by another try', async () => {
    const { asked, entries, run } = makeLedger({});
    const [one, two] = itemsOf(['s1', 's2']) as [Item, Item];
    const { recall } = recallAhead(run, session, [one, two], scope);
    expect(await recall(keyOf('s1'), one.record)).toBeNull();
    entries['s2'] = 'b2';
    run.asked.wrote(keyOf('s2'));
    expect(await recall(keyOf('s2'), two.record)).toEqual(entry('b2'));
    entries['s1'] = 'b1';
    expect(await recall(keyOf('s1'), one.record)).toEqual(entry('b1'));
    expect(asked).toEqual([['s1', 's2'], 's2', 's1']);
  });

  test('is asked by the later of two records with the same place in its turn, and for any other place as ever', async () => {
    const { asked, entries, run } = makeLedger({});
    const [one, two] = itemsOf(['s1', 's1']) as [Item, Item];
    const { recall } = recallAhead(run, session, [one, two], scope);
    expect(await recall(keyOf('s1'), one.record)).toBeNull();
    expect(await recall(keyOf('other'), one.record)).toBeNull();
    entries['s1'] = 'b1';
    expect(await recall(keyOf('s1'), two.record)).toEqual(entry('b1'));
    expect(asked).toEqual([['s1'], 'other', 's1']);
  });

  test('forgets what was asked for records that never came to their turn, and a record whose place cannot be told asks for itself', async () => {
    const { asked, run } = makeLedger({});
    const items = itemsOf(['s1', 's2', 's3']);
    const page = recallAhead(run, { place: (record) => (record['id'] === 's2' ? JSON.parse('') : session.place(record)) }, items, scope);
    await page.recall(keyOf('s1'), items[0]!.record);
    expect(run.asked.places.size).toBe(1);
    await page.recall(keyOf('s2'), items[1]!.record);
    page.end();
    expect(run.asked.places.size).toBe(0);
    expect(asked).toEqual([['s1', 's3'], 's2']);
  });
});

describe('a run', () => {
  let world: World;
  afterEach(() => world.cleanUp());

  async function runOf(service: Service): Promise<{ readonly outcomes: object; readonly single: readonly string[] }> {
    const single: string[] = [];
    world = await makeWorld(service);
    const fluxo = await world.open({ wrapStore: (store) => ({ ...store, recall: (key, lineage) => (key.entity === 'sale' && single.push(key.sourceKey), store.recall(key, lineage)) }) });
    const { outcomes } = await fluxo.run();
    return { outcomes, single };
  }

  test('asks for a page of records together', async () => {
    const service = makeService(makeSales(20), { pageSize: 50 });
    expect(await runOf(service)).toMatchObject({ outcomes: { created: 20 }, single: [] });
  });

  test('sees what the first of two versions of a record has made, also where both were read in one page', async () => {
    const service = makeService(makeSales(5), { pageSize: 50 });
    service.sales.push({ ...service.sales[1]!, changed: 50 });
    expect(await runOf(service)).toMatchObject({ outcomes: { created: 5, skipped: 1 } });
    expect(bookedSales(service)).toEqual(makeSales(5).map(({ id }) => id));
  });

  test('sees it where the second version was asked for while the first was still on its way', async () => {
    const begun = Promise.withResolvers<void>();
    let sent = '';
    const service = makeService(makeSales(51).map((sale) => ({ ...sale, customer: sale.id })), {
      pageSize: 100,
      concurrency: 2,
      applying: ({ sourceId }) => (sourceId === 's51' ? begun.resolve() : undefined),
      sendFault: (kind, { name }) => void (sent = `${kind} ${name}`),
      applied: () => (sent === 'sale s49' ? begun.promise : undefined),
    });
    service.sales.push({ ...service.sales[48]!, changed: 100 });
    expect(await runOf(service)).toMatchObject({ outcomes: { created: 51, skipped: 1 }, single: ['s49'] });
  });

  test('asks once more for a record that is tried again', async () => {
    const service = makeService(makeSales(3), { sendFault: (kind, { name }, count) => (kind === 'sale' && name === 's2' && count < 8 ? 'unreachable' : undefined) });
    const { outcomes, single } = await runOf(service);
    expect(outcomes).toMatchObject({ created: 3 });
    expect(new Set(single)).toEqual(new Set(['s2']));
  });
});
