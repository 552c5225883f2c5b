import { afterEach, expect, test } from 'vitest';
import type { ApplyResult } from '#connectors/sdk/connector.ts';
import { makeSales, makeService, remote } from '#tests/engine/fakeService.ts';
import { makeWorld, type World } from '#tests/engine/world.ts';

let world: World;
afterEach(() => world.cleanUp());

/** A sale that is booked and then, as an upsert would say it on a second look, found to say the same already. */
async function bookAndFindTheSame(breakOff: boolean) {
  const service = makeService(makeSales(1));
  let tries = 0;
  service.judge = (order): ApplyResult => {
    tries += 1;
    if (breakOff && tries === 1) throw remote();
    const { id } = service.books.all().find((line) => line.name === order.sourceId)!;
    return { outcome: 'unchanged', reason: { code: 'fake.same', text: 'Says the same already.' }, target: { type: 'SalesReceipt', id } };
  };
  world = await makeWorld(service);
  const fluxo = await world.open();
  const summary = await fluxo.run();
  const { rows } = await fluxo.workspace.store.records({ limit: 5 });
  return { summary, row: rows[0]!, sent: service.books.all().filter(({ kind }) => kind === 'sale').length };
}

test('what a record wrote before it broke off is told as written, not as unchanged', async () => {
  const { summary, row, sent } = await bookAndFindTheSame(true);
  expect(summary.outcomes).toMatchObject({ updated: 1, unchanged: 0 });
  expect(row.reason).toMatchObject({ code: 'delivery.written_before' });
  expect(sent).toBe(1);
});

test('a target that says “unchanged” without having been interrupted is believed', async () => {
  const { summary, row } = await bookAndFindTheSame(false);
  expect(summary.outcomes).toMatchObject({ updated: 0, unchanged: 1 });
  expect(row.reason).toMatchObject({ code: 'fake.same' });
});
