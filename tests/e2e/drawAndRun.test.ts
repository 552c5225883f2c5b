import { expect, test } from 'vitest';
import { card, chooseIn, connectPorts, dock, dragTo, centreOf, inspector, lines, newFlow, onCanvas, paletteRow, saved, selectCard } from './support/canvas.ts';
import { told } from './support/calls.ts';
import { booked, ledger, runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { logRow, logRows, step, widenDock } from './support/log.ts';

const fluxo = useFluxo();

test('a user draws orders → map → sales, sets it, runs it and reads what became of one order', async () => {
  const page = fluxo.page();
  await startDemo(page);
  await newFlow(page);
  const check = page.getByRole('banner').getByRole('button', { name: /to fix|Checked/ });
  const run = page.getByRole('banner').getByRole('button', { name: 'Run', exact: true });

  // Three nodes from the palette onto the canvas.
  const drop = async (name: string, across: number, down: number) => dragTo(page, await centreOf(paletteRow(page, name)), await onCanvas(page, across, down));
  await drop('Orders MplusKASSA', 0.22, 0.3);
  await card(page, 'Orders').waitFor();
  await drop('Map', 0.5, 0.55);
  await card(page, 'Map').waitFor();
  await drop('Invoices and sales receipts QuickBooks Online', 0.74, 0.3);
  await expect.poll(() => page.locator('.react-flow__node').count()).toBe(3);
  expect(await lines(page).count()).toBe(0);
  await card(page, 'Map').getByText('Nothing flows in').waitFor();
  expect(await check.textContent()).toMatch(/to fix/);
  expect(await run.isDisabled()).toBe(true);

  // Port to port.
  await connectPorts(page, 'Orders', 'Map');
  await connectPorts(page, 'Map', 'Invoices and sales receipts');
  await expect.poll(() => lines(page).count()).toBe(2);

  // Connections in the inspector.
  await selectCard(page, 'Orders');
  await chooseIn(page, inspector(page).getByRole('combobox', { name: 'Connection' }), 'Demo till');
  const settings = await selectCard(page, 'Invoices and sales receipts');
  await chooseIn(page, settings.getByRole('combobox', { name: 'Connection' }), 'Demo books');
  await expect.poll(() => check.textContent()).toBe('Checked');

  // A choice that needs another: the form asks for it, and the list comes live from the books.
  const customer = settings.locator('[data-field="defaultDebtor"]');
  await customer.getByRole('combobox').selectOption('When the order has no complete customer');
  await card(page, 'Invoices and sales receipts').getByText(/is missing$/).waitFor();
  expect(await check.textContent()).toBe('1 to fix');
  expect(await run.isDisabled()).toBe(true);
  await chooseIn(page, settings.locator('[data-field="debtor"]').getByRole('combobox'), 'Kassaklant');

  // A setting by table: its left side comes from the till, its right side from the books.
  const payment = settings.locator('[data-field="paymentMethod"]');
  // First what came by in the last orders, then what else the till knows.
  await payment.getByRole('button', { name: /^Add the \d+ missing/ }).click();
  await payment.getByRole('button', { name: /^Add \d+ missing/ }).click();
  const grid = payment.getByRole('grid');
  const rows = grid.getByRole('row').filter({ has: page.getByRole('gridcell') });
  const inBooks = ['Contant', 'PIN', 'iDEAL', 'Creditcard', 'Cadeaubon'];
  await expect.poll(() => rows.count()).toBeGreaterThan(inBooks.length);
  const methods = await Promise.all((await rows.all()).map(async (row) => (await row.getByRole('gridcell').first().textContent()) ?? ''));
  let filled = 0;
  for (const method of methods.filter((text) => text !== '')) {
    const name = inBooks.find((known) => method.toLowerCase().startsWith(known.toLowerCase()));
    await grid.getByRole('gridcell', { name: method, exact: true }).first().click();
    if (!name) {
      await page.keyboard.press('Control+Backspace');
      continue;
    }
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type(name);
    await page.keyboard.press('Tab');
    filled += 1;
  }
  expect([methods, filled]).toEqual([methods, inBooks.length]);
  const number = settings.locator('[data-field="docNumber"]').getByRole('textbox');
  await number.fill('E2E-{number}');
  await number.press('Enter');
  await settings.getByText('→ E2E-').waitFor();
  await expect.poll(() => check.textContent()).toBe('Checked');
  await saved(page);
  expect(await run.isEnabled()).toBe(true);

  // Run; what flowed stands on nodes and lines.
  const summary = await runNow(page);
  expect(summary).toMatchObject({ status: 'problems', read: 40 });
  const { created } = summary.outcomes;
  expect(created).toBeGreaterThan(20);
  expect(await booked(page)).toHaveLength(created);
  await card(page, 'Orders').getByText('40 read').waitFor();
  await card(page, 'Invoices and sales receipts').getByText(/38 in · \d+ problems/).waitFor();
  const counters = await page.locator('.react-flow__edgelabel-renderer').getByLabel(/\d+ records/).allTextContents();
  expect(counters).toEqual(['40', '38']);
  expect(await page.getByRole('img', { name: 'Ran with problems' }).count()).toBeGreaterThan(0);

  // The log inspector: filter by outcome, search a number, read one story.
  await widenDock(page);
  const log = dock(page);
  await logRow(page, '2026-1040').waitFor();
  const chips = log.getByRole('group', { name: 'Filter by outcome' });
  await chips.getByRole('button', { name: `Created ${created}` }).click();
  await expect.poll(async () => (await logRows(page).allTextContents()).every((text) => text.includes('Created'))).toBe(true);
  await chips.getByRole('button', { name: /^Parked \d+/ }).click();
  await chips.getByRole('button', { name: `Created ${created}` }).click();
  await logRow(page, '2026-1008').getByText('Parked').waitFor();
  await expect.poll(async () => (await logRows(page).allTextContents()).every((text) => text.includes('Parked'))).toBe(true);
  await chips.getByRole('button', { name: /^All/ }).click();
  await log.getByRole('searchbox', { name: 'Search records' }).fill('1003');
  await expect.poll(() => logRows(page).count()).toBe(1);
  await logRow(page, '2026-1003').click();

  // Read: the source record whole. Mapped: source and entity beside each other. Created: request and answer.
  await step(page, 'Read from the source').click();
  const story = log.locator('#story');
  await story.getByRole('list', { name: 'Source record' }).getByText('orderNumber').waitFor();
  await step(page, 'Mapped').click();
  const mapped = story.getByRole('list', { name: 'Mapped record' });
  await mapped.getByText('2026-1003').first().waitFor();
  expect(await mapped.textContent()).toContain('totalIncl');
  await step(page, /^Created (Sales receipt|sales receipt|SalesReceipt|Invoice|invoice)/).click();
  const { entities } = await ledger(page, 'quickbooks');
  const document = [...(entities['SalesReceipt'] ?? []), ...(entities['Invoice'] ?? [])].find((one) => one['DocNumber'] === 'E2E-2026-1003');
  expect(document).toBeDefined();
  await expect.poll(() => story.getByRole('region', { name: 'Request' }).textContent()).toContain('"DocNumber": "E2E-2026-1003"');
  const answer = story.getByRole('region', { name: 'Answer' });
  await expect.poll(() => answer.textContent()).toContain(`"Id": "${String(document?.['Id'])}"`);
  expect(await answer.textContent()).toContain(`"TotalAmt": ${String(document?.['TotalAmt'])}`);

  // The file is what was drawn.
  const flow = (await told(page, 'flows.list', {})).find((one) => one.name === 'New flow');
  const { document: drawn } = await told(page, 'flows.get', { flowId: flow?.id ?? '' });
  expect(drawn.nodes.map((node) => node.kind)).toEqual(['source', 'map', 'target']);
  expect(drawn.edges).toHaveLength(2);
});
