import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { accessibilityFaults } from './support/axe.ts';
import { inspector, saved } from './support/canvas.ts';
import { startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const schedule = async () => {
  await saved(fluxo.page());
  return (JSON.parse(await readFile(path.join(fluxo.workspace, 'flows', 'demo-orders.flow.json'), 'utf8')) as { schedule?: unknown }).schedule;
};

afterEach(() => expect(fluxo.watch().errors).toEqual([]));

test('a flow is set to run by itself, says when it is next, and the home screen knows', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await page.getByRole('banner').getByRole('button', { name: 'Schedule' }).click();
  const form = inspector(page);
  await form.getByRole('switch', { name: 'Runs by itself' }).click();
  await form.getByText('Next:').waitFor();
  expect(await schedule()).toEqual({ enabled: true, when: { kind: 'interval', minutes: 15 } });

  await form.getByRole('radio', { name: 'On days' }).click();
  await form.getByRole('button', { name: 'Sat' }).click();
  await form.getByLabel('Times').fill('7:00 18:30');
  await form.getByLabel('Times').press('Enter');
  await form.getByLabel('Time zone').fill('Europe/Amsterdam');
  await form.getByLabel('Time zone').press('Enter');
  expect(await schedule()).toEqual({ enabled: true, when: { kind: 'calendar', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], times: ['07:00', '18:30'], timeZone: 'Europe/Amsterdam' } });
  expect(await accessibilityFaults(page)).toEqual([]);

  await form.getByLabel('Times').fill('noon');
  await form.getByLabel('Times').press('Enter');
  await page.getByText('That is no time Fluxo understands.').waitFor();
  expect(await schedule()).toMatchObject({ when: { times: ['07:00', '18:30'] } });

  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByText('Next run').waitFor();
});
