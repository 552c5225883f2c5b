import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { damagedMark, restoredMark } from '#storage/sqlite/backups.ts';
import { openHouse, type House } from '#tests/support/house.ts';

let house: House;
afterEach(() => house.close());

const scheduled = async (when: object) => {
  const { document, revision } = await house.host.workspace.flows.get(house.flowId);
  await house.host.workspace.flows.save({ ...document, schedule: { enabled: true, when: when as never } }, revision);
};
const scheduledRuns = async () => (await house.host.workspace.store.runs({ limit: 50 })).filter(({ trigger }) => trigger === 'schedule');
/** From then on the schedule counts. */
const seen = () => until(async () => expect(await house.host.workspace.schedules.seenTo(house.flowId)).not.toBeNull());
const until = (check: () => Promise<unknown>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

test('a flow with a schedule runs by itself, and failed records rest before the schedule tries them again', async () => {
  house = await openHouse({ orders: 30 });
  await scheduled({ kind: 'interval', minutes: 15 });
  house.host.scheduler.begin();
  await seen();
  expect((await house.host.handlers['flows.list']({})).find(({ id }) => id === house.flowId)?.nextRunAt).toBeGreaterThan(house.clock.now());
  expect(await scheduledRuns()).toEqual([]);

  house.clock.skip(15 * 60_000);
  await until(async () => expect((await scheduledRuns()).map(({ status }) => status)).toEqual(['problems']));
  const [first] = await scheduledRuns();
  expect(first!.outcomes.created).toBeGreaterThan(15);

  // Due again after a quarter of an hour; once more only after an hour.
  house.clock.skip(16 * 60_000);
  await until(async () => expect((await scheduledRuns()).filter(({ status }) => status !== 'running')).toHaveLength(2));
  const failed = first!.outcomes.parked + first!.outcomes.invalid + first!.outcomes.rejected;
  expect((await scheduledRuns())[0]).toMatchObject({ read: failed, outcomes: { created: 0 } });
  house.clock.skip(16 * 60_000);
  await until(async () => expect((await scheduledRuns()).filter(({ status }) => status !== 'running')).toHaveLength(3));
  expect((await scheduledRuns())[0]).toMatchObject({ read: 0 });
});

test('a flow that cannot run when it is due says so in the list of flows, and goes on when it can', async () => {
  house = await openHouse({ orders: 5 });
  await scheduled({ kind: 'interval', minutes: 15 });
  const sane = await house.host.workspace.flows.get(house.flowId);
  house.host.scheduler.begin();
  const listed = async () => (await house.host.handlers['flows.list']({})).find(({ id }) => id === house.flowId)!;
  await seen();
  await house.host.workspace.flows.save({ ...sane.document, edges: [] }, sane.revision);
  house.clock.skip(15 * 60_000);
  await until(async () => expect((await listed()).scheduleError).toMatchObject({ code: 'flow.leads_nowhere' }));

  const broken = await house.host.workspace.flows.get(house.flowId);
  await house.host.workspace.flows.save(sane.document, broken.revision);
  house.clock.skip(15 * 60_000);
  await until(async () => expect((await scheduledRuns()).length).toBe(1));
  expect((await listed()).scheduleError).toBeUndefined();

  // Edited by hand into something that cannot be read, it has no time at which it could fail.
  const file = path.join(house.host.options.workspaceDir, 'flows', `${house.flowId}.flow.json`);
  const text = await readFile(file, 'utf8');
  await writeFile(file, '{');
  house.clock.skip(60_000);
  await until(async () => expect(house.host.scheduler.failures.get(house.flowId)).toMatchObject({ code: 'flow.broken_file' }));
  await writeFile(file, text);
  house.clock.skip(60_000);
  await until(async () => expect(house.host.scheduler.failures.has(house.flowId)).toBe(false));
});

test('what was due while its schedule was switched off is not made up for when it is switched on again', async () => {
  house = await openHouse({ orders: 5 });
  const { flows } = house.host.workspace;
  const week = 10_080 * 60_000;
  const save = async (enabled: boolean) => {
    const { document, revision } = await flows.get(house.flowId);
    await house.host.handlers['flows.save']({ document: { ...document, schedule: { enabled, when: { kind: 'interval', minutes: 10_080 } } }, revision });
  };
  /** The scheduler slept and looked again. */
  const looked = async () => {
    const slept = house.clock.waits.length;
    await until(async () => expect(house.clock.waits.length).toBeGreaterThan(slept + 2));
  };
  await save(true);
  house.host.scheduler.begin();
  await looked();
  await save(false);
  house.clock.skip(3 * week);
  await looked();
  await save(true);
  expect((await house.host.handlers['flows.list']({})).find(({ id }) => id === house.flowId)?.nextRunAt).toBe((Math.floor(house.clock.now() / week) + 1) * week);
  await looked();
  expect(await scheduledRuns()).toEqual([]);
  house.clock.skip(week);
  await until(async () => expect((await scheduledRuns()).map(({ read }) => read)).toEqual([5]));
});

test('the schedule runs the live version while somebody draws on, until the draft is made live', async () => {
  house = await openHouse({ orders: 5 });
  const { handlers } = house.host;
  const opened = await handlers['flows.open']({ flowId: house.flowId });
  const whole = { ...opened.document, schedule: { enabled: true, when: { kind: 'interval' as const, minutes: 15 } } };
  const on = await handlers['flows.save']({ document: whole, revision: opened.revision });
  // The drawing is cut apart: run as it is, it would be refused.
  const draft = await handlers['flows.save']({ document: { ...whole, edges: [] }, revision: on.revision });
  expect((await handlers['flows.list']({})).find(({ id }) => id === house.flowId)?.isDraft).toBe(true);
  house.host.scheduler.begin();
  await seen();
  house.clock.skip(15 * 60_000);
  await until(async () => expect((await scheduledRuns()).filter(({ status }) => status !== 'running')).toHaveLength(1));
  expect((await scheduledRuns())[0]!.read).toBe(5);
  await expect(handlers['runs.start']({ flowId: house.flowId, dryRun: true })).rejects.toMatchObject({ data: { code: 'flow.leads_nowhere' } });
  await expect(handlers['runs.start']({ flowId: house.flowId, dryRun: true, version: 'live' })).resolves.toHaveProperty('runId');

  await handlers['flows.makeLive']({ flowId: house.flowId, revision: draft.revision });
  expect((await handlers['versions.list']({ flowId: house.flowId })).map(({ kind }) => kind)).toContain('live');
  house.clock.skip(15 * 60_000);
  const listed = async () => (await handlers['flows.list']({})).find(({ id }) => id === house.flowId)!;
  await until(async () => expect((await listed()).scheduleError).toMatchObject({ code: 'flow.leads_nowhere' }));
  expect(await listed()).not.toHaveProperty('isDraft');
});

test('after a backup took the place of the log, or while it is damaged, nothing runs by itself until somebody has looked', async () => {
  house = await openHouse({ orders: 5 });
  const { handlers, workspace } = house.host;
  const mark = (name: string) => path.join(path.dirname(workspace.database), name);
  const listed = async () => (await handlers['flows.list']({})).find(({ id }) => id === house.flowId)!;
  const rests = async (code: string) => {
    house.clock.skip(15 * 60_000);
    await until(async () => expect((await listed()).scheduleError).toMatchObject({ code }));
  };
  await scheduled({ kind: 'interval', minutes: 15 });
  house.host.scheduler.begin();
  await seen();
  await writeFile(mark(damagedMark), '');
  await rests('schedule.damaged_log');
  expect(await handlers['workspace.state']({})).toEqual({ log: { state: 'damaged' }, unsafePlace: null });
  await rm(mark(damagedMark));
  await writeFile(mark(restoredMark), JSON.stringify({ madeAt: 1000 }));
  await rests('schedule.restored_log');
  expect((await handlers['workspace.state']({})).log).toEqual({ state: 'restored', madeAt: 1000 });
  expect(await scheduledRuns()).toEqual([]);

  expect((await handlers['workspace.trust']({})).log).toEqual({ state: 'trusted' });
  expect((await listed()).scheduleError).toBeUndefined();
  house.clock.skip(15 * 60_000);
  await until(async () => expect((await scheduledRuns()).map(({ read }) => read)).toEqual([5]));
});
