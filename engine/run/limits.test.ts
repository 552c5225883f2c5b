import { afterEach, expect, test } from 'vitest';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { bookedSales, fakeClock, makeWorld, plainFlow, type World } from '#tests/engine/world.ts';
import { makeLimits } from './limits.ts';

let world: World;
let service: Service;
afterEach(() => world?.cleanUp());

test('of what is asked of the services no more than a fifth is asked again, beyond what a short run may need', () => {
  const limits = makeLimits(fakeClock(), 0, Infinity);
  const taken = () => {
    let count = 0;
    while (limits.takeRetry()) count += 1;
    return count;
  };
  expect(taken()).toBe(30);
  for (let each = 0; each < 1000; each += 1) limits.tried();
  expect(taken()).toBe(200);
  expect(limits.takeRetry()).toBe(false);
});

test('a service that fails every other time is given a rest: the run ends, no record is blamed, and what is left goes on in the next runs', async () => {
  let fails = false;
  service = makeService(makeSales(300), { concurrency: 1, sendFault: (kind) => (kind === 'sale' && (fails = !fails) ? 'unreachable' : undefined) });
  world = await makeWorld(service);
  const fluxo = await world.open();
  const first = await fluxo.run();
  expect(first).toMatchObject({ status: 'failed', error: { code: 'run.retries_used_up', kind: 'remote', params: { cause: 'fake.unreachable' } } });
  expect(first.outcomes).toMatchObject({ rejected: 0, invalid: 0, unsure: 0 });
  const retries = service.sends - service.books.all().length;
  expect(retries).toBeLessThanOrEqual(30 + 0.2 * 320 + 1);
  expect(await fluxo.workspace.store.problems({ limit: 5 })).toEqual([]);
  delete service.sendFault;
  expect(await fluxo.run()).toMatchObject({ status: 'succeeded' });
  expect(bookedSales(service)).toEqual(makeSales(300).map((sale) => sale.id).sort());
});

test('a run that has had its time ends after the records in hand, leaves the service as it should be and goes on in the next one', async () => {
  const clock = fakeClock();
  service = makeService(makeSales(40), { concurrency: 1, applying: () => void (clock.time += 60_000) });
  world = await makeWorld(service, { ...plainFlow, policy: { maxMinutes: 15 } });
  const fluxo = await world.open({ clock });
  const first = await fluxo.run();
  expect(first).toMatchObject({ status: 'failed', error: { code: 'run.too_long', params: { minutes: '15' } } });
  expect(first.outcomes.created).toBe(15);
  expect(service.finishes).toBe(1);
  expect(await fluxo.run()).toMatchObject({ status: 'failed' });
  expect(await fluxo.run()).toMatchObject({ status: 'succeeded' });
  expect(bookedSales(service)).toEqual(makeSales(40).map((sale) => sale.id).sort());
});
