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
