import { expect, onTestFinished, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { makeSales, makeService, type Service } from '#tests/engine/fakeService.ts';
import { makeWorld } from '#tests/engine/world.ts';

const unreachable = () => new FluxoError({ code: 'books.unreachable', kind: 'remote', what: 'The books cannot be reached.' });

async function world(service: Service) {
  const made = await makeWorld(service);
  onTestFinished(() => made.cleanUp());
  return made.open();
}

test('at the end of every run that writes, the target leaves its service as it should be, records or not', async () => {
  const service = makeService(makeSales(3));
  const opened = await world(service);
  expect((await opened.run()).outcomes.created).toBe(3);
  expect(service.finishes).toBe(1);
  expect((await opened.run()).read).toBe(0);
  expect(service.finishes).toBe(2);
  await opened.run({ dryRun: true });
  expect(service.finishes).toBe(2);
});

test('so it does after a run that broke off', async () => {
  const service = makeService(makeSales(3), { sendFault: () => 'unauthorised' });
  const opened = await world(service);
  expect((await opened.run()).status).toBe('failed');
  expect(service.finishes).toBe(1);
});

test('it is tried again while the service cannot be reached, and a run that cannot do it has failed', async () => {
  const service = makeService(makeSales(1), { finishing: (times) => { if (times === 1) throw unreachable(); } });
  const opened = await world(service);
  expect((await opened.run()).status).toBe('succeeded');
  expect(service.finishes).toBe(2);
  service.finishing = () => { throw unreachable(); };
  const run = await opened.run();
  expect(run).toMatchObject({ status: 'failed', error: { code: 'books.unreachable', where: { node: 'books' } } });
});
