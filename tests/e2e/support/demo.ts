import type { Page } from 'playwright-core';
import type { RunSummary } from '#shared/records/runs.ts';
import { told } from './calls.ts';

/** “Try with demo data” on the home screen, until the template flow is drawn. */
export async function startDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try with demo data' }).click();
  await page.locator('.react-flow__node').nth(2).waitFor({ timeout: 60_000 });
}

/** Presses Run and waits for the end of the run. */
export async function runNow(page: Page): Promise<RunSummary> {
  const before = await told(page, 'runs.list', { limit: 1 });
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
  return runAfter(page, before[0]?.runId);
}

/** The newest run once it is another one than `before` and has ended. */
export async function runAfter(page: Page, before: string | undefined): Promise<RunSummary> {
  for (const until = Date.now() + 60_000; Date.now() < until; await page.waitForTimeout(50)) {
    const [newest] = await told(page, 'runs.list', { limit: 1 });
    if (newest && newest.runId !== before && newest.status !== 'running') return newest;
  }
  throw new Error('The run did not end within a minute');
}

type Service = 'mplus' | 'quickbooks';

async function urlOf(page: Page, service: Service): Promise<string> {
  const { services } = await told(page, 'demo.state', {});
  const found = services.find((one) => one.connector === service);
  if (!found) throw new Error(`The demo does not run ${service}`);
  return found.url;
}

/** Tells a look-alike what to do wrong from now on; `[]` ends all of it. */
export async function setFaults(page: Page, service: Service, rules: readonly object[]): Promise<void> {
  const answer = await fetch(new URL('/__sandbox/faults', await urlOf(page, service)), { method: 'POST', body: JSON.stringify(rules) });
  if (!answer.ok) throw new Error(`the look-alike refused the faults: ${await answer.text()}`);
}

export interface Ledger {
  readonly entities: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly calls: number;
}

/** All a look-alike holds. */
export async function ledger(page: Page, service: Service): Promise<Ledger> {
  return (await (await fetch(new URL('/__sandbox/ledger', await urlOf(page, service)))).json()) as Ledger;
}

/** Numbers of the sales documents that Fluxo booked, sorted; those of the books’ own history begin with KK. */
export async function booked(page: Page): Promise<readonly string[]> {
  const { entities } = await ledger(page, 'quickbooks');
  return [...(entities['SalesReceipt'] ?? []), ...(entities['Invoice'] ?? [])].map((document) => String(document['DocNumber'])).filter((number) => !number.startsWith('KK-')).toSorted();
}
