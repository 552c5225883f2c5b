import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { told } from './support/calls.ts';
import { booked } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';

const fluxo = useFluxo();
const page = path.join(import.meta.dirname, '../../docs/first-hour.md');

/** The rows of the page: what is pressed, and what is to be seen after it. */
async function readSteps(): Promise<readonly { readonly role: 'button' | 'checkbox'; readonly name: string; readonly seen: string }[]> {
  const rows = (await readFile(page, 'utf8')).split('\n').flatMap((line) => [...line.matchAll(/^\| (\d+) \| (button|checkbox) “(.+?)” \| (.+?) \|$/g)]);
  rows.forEach(([, number], index) => expect(Number(number)).toBe(index + 1));
  return rows.map(([, , role, name, seen]) => ({ role: role as 'button' | 'checkbox', name: name!, seen: seen! }));
}

test('from the first start to the first dry run of orders into the books in at most twelve interactions, as the page tells', async () => {
  const steps = await readSteps();
  expect(steps.length).toBeGreaterThan(5);
  expect(steps.length).toBeLessThanOrEqual(12);
  const screen = fluxo.page();
  for (const { role, name, seen } of steps) {
    // Names begin with what the page calls them; what they say about themselves comes behind.
    await screen.getByRole(role, { name: new RegExp(`^${name}`) }).first().click();
    await screen.getByText(seen).first().waitFor();
  }
  const [run] = await told(screen, 'runs.list', { limit: 1 });
  expect(run).toMatchObject({ dryRun: true, read: 20, flowName: 'MplusKASSA orders to QuickBooks' });
  for (const title of ['Documents', 'Days', 'Tax codes', 'Revenue accounts', 'Payment methods']) await screen.getByRole('columnheader', { name: title }).waitFor();
  expect(await booked(screen)).toEqual([]);
  expect(fluxo.watch().errors).toEqual([]);
});
