import { afterEach, describe, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { checkSettings, withDefaults } from '#shared/settings/check.ts';
import type { Books } from '../../testing/bench.ts';
import { openBooks, openSales } from '../../testing/bench.ts';
import { defaultSalesSettings } from './defaultSettings.ts';
import { salesFields } from './settings.ts';

/** Companies that differ from the demo shop's: what the target makes of their settings. */
let books: Books | null = null;
afterEach(async () => {
  await books?.stop();
  books = null;
});

const order = {
  sourceId: '1', number: '1', date: '2026-06-10', fullyPaid: true, totalIncl: '89.95', taxCountry: 'NL', taxMethod: 'inclusive', paymentMethod: 'PIN', branch: '1',
  customer: { sourceId: 'k', name: 'Test Koper', email: 'koper@postvak.example' },
  lines: [{ sku: '4004', description: 'Koksmes', quantity: '1', taxRate: '21', totalIncl: '89.95' }],
};

async function open(options: Parameters<typeof openBooks>[0], settings: Settings = defaultSalesSettings) {
  books = await openBooks(options);
  return openSales(books, settings);
}
async function refusal(work: Promise<unknown>): Promise<FluxoError['data']> {
  const thrown: unknown = await work.then(() => null, (error: unknown) => error);
  if (!(thrown instanceof FluxoError)) throw new Error(`no FluxoError but ${String(thrown)}`);
  return thrown.data;
}

test('a company in the United States gets taxable lines and the order’s own tax', async () => {
  const run = await open({ quickbooks: { taxWorld: 'usAutomated' } }, { ...defaultSalesSettings, taxTable: [], revenue: 'itemAccount' });
  const told = await run.apply({ ...order, totalIncl: '96.90', lines: [...order.lines, { sku: '4002', description: 'Statiegeld', quantity: '1', taxRate: '0', totalIncl: '6.95' }] });
  expect(told).toMatchObject({ outcome: 'created' });
  const receipt = (await books!.rows('SalesReceipt')).find((row) => row.Id === told.target!.id)!;
  expect(receipt).toMatchObject({ TotalAmt: 96.9, TxnTaxDetail: { TotalTax: 15.61 } });
  expect(receipt['GlobalTaxCalculation']).toBeUndefined();
  expect(receipt['Line'].slice(0, 2).map((line: any) => [line.Amount, line.SalesItemLineDetail.TaxCodeRef.value])).toEqual([[74.34, 'TAX'], [6.95, 'NON']]);
});

test('a table for another tax world is refused before the first order', async () => {
  expect(await refusal(open({ quickbooks: { taxWorld: 'usAutomated' } }))).toMatchObject({ code: 'quickbooks.settings_unknown', kind: 'setup', what: expect.stringContaining('takes TAX or NON') });
});

test('everything that settings name and the company lacks is said at once', async () => {
  const error = await refusal(
    open({}, {
      ...defaultSalesSettings,
      paymentMethod: { enabled: true, force: false, default: '', table: [{ from: 'PIN', to: 'Apple Pay' }], unmapped: 'park' },
      depositAccount: { enabled: true, force: false, default: 'Omzet NL 21%', unmapped: 'park' },
      debtor: 'Niemand',
      term: { enabled: true, force: false, default: 'days:99', unmapped: 'park' },
      taxTable: [{ country: 'NL', values: { taxCode: 'Wonderbtw', account: 'Geen rekening', item: 'Geen artikel' } }],
    }),
  );
  expect(error).toMatchObject({ code: 'quickbooks.settings_unknown', kind: 'setup', where: { field: 'paymentMethod' } });
  for (const name of ['Apple Pay', 'Omzet NL 21%', 'Niemand', 'days:99', 'Wonderbtw', 'Geen rekening', 'Geen artikel']) expect(error.what).toContain(`“${name}”`);
});

test('locations and classes a plan does not have are said', async () => {
  expect((await refusal(open({ quickbooks: { plan: 'essentials' } }, { ...defaultSalesSettings, classFrom: 'branch' }))).what).toMatch(/does not track locations.*does not track classes/);
});

test('books that are closed up to a day: the order waits, or goes to the first open day', async () => {
  const waiting = await open({ quickbooks: { bookCloseDate: '2026-06-30' } });
  expect(await waiting.apply(order)).toMatchObject({ outcome: 'parked', code: 'quickbooks.books_closed', effects: [] });
  const moving = await openSales(books!, { ...defaultSalesSettings, closedBooks: 'nextOpenDay' });
  const told = await moving.apply(order);
  expect((await books!.rows('SalesReceipt')).find((row) => row.Id === told.target!.id)!['TxnDate']).toBe('2026-07-01');
});

test('books closed while the run is under way: the refusal waits as well', async () => {
  const run = await open({});
  const preferences = (await books!.rows('Preferences'))[0]!;
  await books!.write('Preferences', { Id: preferences.Id, SyncToken: preferences['SyncToken'], sparse: true, AccountingInfoPrefs: { ...preferences['AccountingInfoPrefs'], BookCloseDate: '2026-06-30' } });
  expect(await run.apply(order)).toMatchObject({ outcome: 'parked', code: 'quickbooks.books_closed' });
});

test('an ended subscription stops the flow and asks its owner', async () => {
  const run = await open({ quickbooks: { subscription: 'ended' } });
  expect(await run.apply(order)).toMatchObject({ outcome: 'setup', code: 'quickbooks.subscription_ended', error: { data: { needsOwner: true } } });
});

test('a company that numbers by itself keeps our number, and the order is found again', async () => {
  const run = await open({ quickbooks: { customTxnNumbers: false } });
  const told = await run.apply(order);
  expect(told.target?.label).toBe('MPL-1');
  expect(await (await openSales(books!, defaultSalesSettings)).apply(order)).toMatchObject({ outcome: 'skipped', target: { id: told.target!.id } });
});

test('without a warning about duplicate numbers the look-up still finds the order', async () => {
  const run = await open({ quickbooks: { warnDuplicateDocNumbers: false } });
  await run.apply(order);
  expect((await (await openSales(books!, defaultSalesSettings)).apply(order)).outcome).toBe('skipped');
});

describe('the form', () => {
  test('its defaults and the template’s settings hold, and only what a choice needs is asked', () => {
    expect(checkSettings(salesFields, {})).toEqual([]);
    expect(checkSettings(salesFields, defaultSalesSettings)).toEqual([]);
    expect(checkSettings(salesFields, { defaultDebtor: 'force' }).map((issue) => issue.key)).toEqual(['debtor']);
    expect(checkSettings(salesFields, { onMissingProduct: 'replaceWith', rounding: 'item', shippingAs: 'item' }).map((issue) => issue.key)).toEqual(['replacementItem', 'shippingItem', 'roundingItem']);
  });

  test('settings of a group stand together and no key is used twice', () => {
    const groups = salesFields.map((field) => field.group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...new Set(groups)]);
    expect(new Set(salesFields.map((field) => field.key)).size).toBe(salesFields.length);
  });

  test('untouched settings work: the first order waits for its payment method and says so', async () => {
    const run = await open({}, withDefaults(salesFields, {}));
    expect(await run.apply(order)).toMatchObject({ outcome: 'parked', error: { data: { parkedOn: { setting: 'paymentMethod', value: 'PIN' } } } });
  });
});
