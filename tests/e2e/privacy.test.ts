import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
afterEach(() => expect(fluxo.watch().errors).toEqual([]));
const shot = async (name: string) => process.env['FLUXO_SCREENSHOTS'] && (await fluxo.page().screenshot({ path: path.join(process.env['FLUXO_SCREENSHOTS'], `${name}.png`) }));

test('a person is looked up and erased in the settings, and the days set for the log stay set', async () => {
  const page = fluxo.page();
  await startDemo(page);
  const run = await runNow(page);
  const { rows } = await told(page, 'records.list', { runId: run.runId, outcomes: ['created'], limit: 50 });
  const stories = await Promise.all(rows.map(({ seq }) => told(page, 'records.story', { runId: run.runId, seq })));
  const email = /[\w.+-]+@[\w-]+\.[a-z]+/.exec(JSON.stringify(stories.map(({ mapped }) => mapped)))![0];

  await page.getByRole('link', { name: 'Settings' }).click();
  const days = page.getByLabel('Keep what records held, days');
  await days.fill('14');
  await days.press('Enter');
  await page.getByText('Saved for this workspace').waitFor();
  expect((await told(page, 'privacy.state', {})).retention).toEqual({ keepDays: 14, mostMegabytes: 1000 });

  const form = page.getByRole('form', { name: 'Erase a person' });
  await form.getByRole('textbox').fill(email);
  await form.getByRole('textbox').press('Enter');
  await form.getByText(/rows? of the log/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await shot('privacy');
  await form.getByRole('button', { name: 'Erase now' }).click();
  await form.getByText('Erased.').waitFor();
  const { traces } = await told(page, 'privacy.find', { email });
  expect(traces).toMatchObject({ records: 0, payloads: 0, problems: 0 });
  // The log goes on to add up.
  expect((await told(page, 'records.list', { runId: run.runId, limit: 50 })).total).toBe(run.read);
});
