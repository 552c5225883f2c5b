import { afterEach, expect, test, vi } from 'vitest';
import { describeNotice } from '#cli/describeNotice.ts';
import { sayNotice } from '#electron/noticeTexts.ts';
import type { Notice } from '#shared/ipc/contract.ts';
import { editFlowFile, openHouse, type House } from '#tests/support/house.ts';

const hour = 3_600_000;
let house: House;
let notices: Notice[] = [];
afterEach(() => house.close());

const until = (check: () => Promise<unknown>) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const listed = async () => (await house.host.handlers['flows.list']({})).find(({ id }) => id === house.flowId)!;
const kinds = () => notices.map(({ kind }) => kind);

async function scheduledHouse(policy: object = {}): Promise<void> {
  notices = [];
  house = await openHouse({ orders: 12 }, { emit: (event, payload) => void (event === 'notice' && notices.push(payload as Notice)) });
  const { flows } = house.host.workspace;
  const { document, revision } = await flows.get(house.flowId);
  await flows.save({ ...document, schedule: { enabled: true, when: { kind: 'interval', minutes: 60 } }, policy }, revision);
  house.host.scheduler.begin();
  await until(async () => expect(await house.host.workspace.schedules.seenTo(house.flowId)).not.toBeNull());
}

/** Another hour, and what the schedule makes of it. */
async function nextHour(): Promise<void> {
  house.clock.skip(hour);
  await until(async () => expect((await house.host.workspace.schedules.seenTo(house.flowId))!.until).toBeGreaterThan(house.clock.now() - hour));
  await until(async () => expect((await house.host.workspace.store.runs({ limit: 1 }))[0]?.status).not.toBe('running'));
}

/** A quarter of an hour and more in small steps, as for a process that is awake: a jump is a sleep, after which there is time to make up for what was due. */
async function stayAwake(): Promise<void> {
  for (let steps = 0; steps < 5; steps += 1) {
    house.clock.skip(4 * 60_000);
    const now = house.clock.now();
    await until(async () => expect(await house.host.workspace.heartbeats.watchedUntil()).toBeGreaterThanOrEqual(now - 5_000));
  }
}

test('a flow that fails for a day is told once as failing and once as overdue, stands as late in the list, and is quiet when it runs again', { timeout: 120_000 }, async () => {
  await scheduledHouse();
  // A payment method that the books do not have stops every run at its first record.
  const method = (to: string) => editFlowFile(house, (text) => {
    const flow = JSON.parse(text) as { nodes: { id: string; settings: Record<string, { table: { from: string; to: string }[] }> }[] };
    for (const row of flow.nodes.find(({ id }) => id === 'sales')!.settings['paymentMethod']!.table) if (row.from === 'PIN') row.to = to;
    return JSON.stringify(flow);
  });
  await method('Postwissel');
  for (let hours = 0; hours < 26; hours += 1) await nextHour();
  await stayAwake();
  await until(async () => expect(kinds()).toContain('notRun'));
  expect(kinds().toSorted()).toEqual(['newProblems', 'notRun', 'runFailed']);
  expect((await listed()).late).toMatchObject({ kind: 'run', within: 24 * hour });

  await method('PIN');
  await nextHour();
  await until(async () => expect((await listed()).late).toBeUndefined());
  await nextHour();
  const before = notices.length;
  await nextHour();
  expect(notices).toHaveLength(before);
});

test('a flow that runs and finds nothing for longer than expected is told as silent', { timeout: 120_000 }, async () => {
  await scheduledHouse({ runWithinHours: 0, readWithinDays: 1 });
  await nextHour();
  await until(async () => expect((await house.host.workspace.heartbeats.signsOf(house.flowId)).readAt).not.toBeNull());
  // Tries of parked records are no sign of life of the till.
  for (let hours = 0; hours < 26; hours += 1) await nextHour();
  await stayAwake();
  await until(async () => expect((await listed()).late).toMatchObject({ kind: 'read', within: 24 * hour }));
  expect(kinds()).toContain('nothingRead');
  expect(kinds()).not.toContain('notRun');
});

test('a pause in which nobody looked after the schedule is known, and what was due is not called late before it could be made up for', { timeout: 120_000 }, async () => {
  await scheduledHouse();
  await stayAwake();
  expect((await house.host.watch.state()).off).toBeUndefined();
  house.clock.skip(72 * hour);
  await until(async () => expect((await house.host.watch.state()).off).toMatchObject({ flows: 1 }));
  const { off } = await house.host.watch.state();
  expect(off!.until - off!.from).toBeGreaterThan(71 * hour);
  await nextHour();
  await stayAwake();
  expect(kinds()).not.toContain('notRun');
  expect(await house.host.watch.state()).toMatchObject({ scheduled: 1, isWatched: true });
});

test('what a notice says holds names and counts only, in both languages and on the command line', async () => {
  await scheduledHouse();
  const flow = { flowId: 'f', flowName: 'Orders', byPerson: false };
  const all: readonly Notice[] = [{ kind: 'runFailed', ...flow }, { kind: 'newProblems', count: 3, ...flow }, { kind: 'notRun', since: 0, within: 24 * hour, ...flow }, { kind: 'nothingRead', since: 0, within: 48 * hour, ...flow }, { kind: 'needsOwner', connectionId: 'c', connectionName: 'Books', byPerson: false }];
  expect(all.map((notice) => sayNotice(notice, 'en-GB').body)).toEqual(['The run failed. Click to see why.', '3 records need a decision.', 'Has not run through for more than 24 hours.', 'Has read nothing new for more than 2 days.', 'Sign in again: the service no longer lets Fluxo in.']);
  expect(all.map((notice) => sayNotice(notice, 'pt-BR').body).filter((body) => /\b(the|has|need)\b/i.test(body))).toEqual([]);
  expect(all.map(describeNotice).every((line) => /^(Orders|Books): /.test(line))).toBe(true);
});
