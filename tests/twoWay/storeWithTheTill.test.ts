import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { demoFlowId } from '#host/demo.ts';
import { openHouse } from '#tests/support/house.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Flows in both directions between the till and its own store in the mailing list. */
test.each([
  ['products', 'mplus-products-to-mailchimp', 'mailchimp-products-to-mplus', 'products'],
  ['orders', 'mplus-orders-to-mailchimp', 'mailchimp-orders-to-mplus', 'orders'],
] as const)('%s of the till that are read back from MailChimp are known as its own and not sent to it again', async (_, there, back, kind) => {
  const house = await openHouse({ templates: [there, back] });
  try {
    const file = path.join(house.dir, 'flows', `${demoFlowId(back)}.flow.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('web-winkel', 'koperen-ketel'));
    const sent = await house.run({ template: there });
    const till = (await house.ledger('mplus'))[kind];
    const returned = await house.run({ template: back });
    expect(returned.read).toBe(sent.outcomes.created);
    expect(returned.outcomes.skipped).toBe(returned.read);
    const { rows } = await house.host.workspace.store.records({ flowId: demoFlowId(back), outcomes: ['skipped'], limit: 500 });
    expect(new Set(rows.map(({ reason }) => reason?.code))).toEqual(new Set(['delivery.echo']));
    expect((await house.ledger('mplus'))[kind]).toEqual(till);
  } finally {
    await house.close();
  }
});

test('customers who went to MailChimp come back as known, and those the till got from it do not go there again', async () => {
  const [there, back] = ['mplus-customers-to-mailchimp', 'mailchimp-customers-to-mplus'] as const;
  const house = await openHouse({ templates: [there, back] });
  try {
    const sent = await house.run({ template: there });
    await house.run({ template: back });
    const { rows } = await house.host.workspace.store.records({ flowId: demoFlowId(back), outcomes: ['skipped'], limit: 500 });
    expect(rows.filter(({ reason }) => reason?.code === 'delivery.echo').length).toBeGreaterThanOrEqual(sent.outcomes.created);
    const members = (await house.ledger('mailchimp'))['members'];
    const again = await house.run({ template: there });
    expect(again.outcomes).toMatchObject({ created: 0, updated: 0 });
    expect(again.outcomes.skipped).toBeGreaterThan(0);
    expect((await house.ledger('mailchimp'))['members']).toEqual(members);
  } finally {
    await house.close();
  }
});
