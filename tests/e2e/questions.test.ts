import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { booked, runAfter, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a new payment method is answered once in the list of problems, and its orders go on', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await runNow(page);
  const before = await booked(page);
  await page.getByRole('link', { name: /^Problems/ }).first().click();
  const form = page.getByRole('form', { name: /Payment method.*“TIKKIE”.*QuickBooks/ });
  await form.waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  if (process.env['FLUXO_SCREENSHOTS']) await page.screenshot({ path: path.join(process.env['FLUXO_SCREENSHOTS'], 'question.png') });

  // By keyboard: the live list of the service, typed into, chosen with Enter.
  await form.getByRole('combobox', { name: 'Becomes' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('PIN');
  await page.getByRole('option', { name: 'PIN', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByText('Saved. The records wait for one more answer.').waitFor();
  await page.getByText(/Answered with “PIN”/).waitFor();
  if (process.env['FLUXO_SCREENSHOTS']) await page.screenshot({ path: path.join(process.env['FLUXO_SCREENSHOTS'], 'question-answered.png') });

  const [last] = await told(page, 'runs.list', { limit: 1 });
  const account = page.getByRole('form', { name: /Deposit account.*“TIKKIE”/ });
  await account.getByRole('combobox', { name: 'Becomes' }).click();
  await page.getByRole('option', { name: /Kas winkel/ }).click();
  await account.getByRole('button', { name: 'Save and continue' }).click();
  const run = await runAfter(page, last?.runId);
  expect(run).toMatchObject({ read: 1, outcomes: { created: 1, parked: 0 } });
  await form.waitFor({ state: 'detached' });
  await account.waitFor({ state: 'detached' });
  const after = await booked(page);
  expect(after).toHaveLength(before.length + 1);
  expect(new Set(after).size).toBe(after.length);
  const flow = JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', 'demo-orders.flow.json'), 'utf8')) as { nodes: { id: string; settings: Record<string, { table: unknown[] }> }[] };
  expect(flow.nodes.find(({ id }) => id === 'sales')!.settings['paymentMethod']!.table).toContainEqual({ from: 'TIKKIE', to: expect.any(String) });
});
