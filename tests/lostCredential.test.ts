import { expect, test } from 'vitest';
import { openHouse } from '#tests/support/house.ts';

test.each([
  ['mplus', 'demo-till', 'mplus-customers-to-mailchimp'],
  ['mailchimp', 'demo-mailing', 'mplus-customers-to-mailchimp'],
] as const)('when %s no longer lets us in, the run says so and its connection asks for its owner until it works again', async (service, connectionId, template) => {
  const house = await openHouse({ orders: 5, templates: [template] });
  try {
    const status = async () => (await house.host.handlers['connections.list']({})).find(({ id }) => id === connectionId)?.status;
    await house.fault(service, [{ times: 99, fault: { kind: 'expiredCredential' } }]);
    expect(await house.run()).toMatchObject({ status: 'failed', error: { kind: 'setup', needsOwner: true } });
    await expect.poll(status).toBe('needsOwner');
    await house.fault(service, []);
    await house.host.handlers['connections.test']({ connectionId });
    expect(await status()).toBe('ok');
    expect((await house.run()).outcomes.created).toBeGreaterThan(0);
  } finally {
    await house.close();
  }
});

test('a flow rests while its connection waits for its owner, says so once, and goes on when somebody signed in again', async () => {
  const changed: string[] = [];
  const house = await openHouse({ orders: 5, templates: ['mplus-orders-to-quickbooks'] }, { emit: (event, payload) => void (event === 'flows.changed' && changed.push(JSON.stringify(payload))) });
  try {
    const { host, flowId, clock } = house;
    const tokenCalls = () => host.demo.sandbox!.services.quickbooks.journal().filter(({ operation }) => operation === 'POST token').length;
    const scheduledRuns = async () => (await host.workspace.store.runs({ limit: 50 })).filter(({ trigger, status }) => trigger === 'schedule' && status !== 'running');
    const { document, revision } = await host.workspace.flows.get(flowId);
    await host.workspace.flows.save({ ...document, schedule: { enabled: true, when: { kind: 'interval', minutes: 15 } } }, revision);
    host.scheduler.begin();
    await expect.poll(() => host.workspace.schedules.seenTo(flowId), { timeout: 20_000 }).not.toBeNull();
    await host.connections.save({ ...(await host.connections.info('demo-books')), secret: { refreshToken: 'ended', accessToken: '' } });
    clock.skip(15 * 60_000);
    await expect.poll(async () => (await scheduledRuns()).map(({ status, error }) => `${status} ${error?.code}`), { timeout: 20_000 }).toEqual(['failed quickbooks.reconnect']);
    const asked = tokenCalls();
    changed.length = 0;
    for (let times = 0; times < 4; times += 1) {
      clock.skip(15 * 60_000);
      await expect.poll(async () => (await host.workspace.schedules.seenTo(flowId))!.until, { timeout: 20_000 }).toBeGreaterThan(clock.now() - 15 * 60_000);
    }
    expect([await scheduledRuns(), tokenCalls()]).toMatchObject([{ length: 1 }, asked]);
    expect(changed).toHaveLength(1);
    expect((await host.handlers['flows.list']({})).find(({ id }) => id === flowId)!.scheduleError).toMatchObject({ code: 'connection.waits_for_owner', needsOwner: true });

    await host.connections.save({ ...(await host.connections.info('demo-books')), secret: { refreshToken: host.demo.sandbox!.quickbooks.refreshToken } });
    clock.skip(15 * 60_000);
    await expect.poll(async () => (await scheduledRuns()).length, { timeout: 20_000 }).toBe(2);
    expect((await scheduledRuns())[0]!.outcomes.created).toBeGreaterThan(0);
  } finally {
    await house.close();
  }
});
