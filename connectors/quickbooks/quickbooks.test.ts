import { describeConnector } from '#connectors/sdk/testing/conformance.ts';
import type { EffectBench } from '#connectors/sdk/testing/bench.ts';
import { openBooks } from './testing/bench.ts';
import type { Row } from './testing/bench.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { quickbooks } from './index.ts';
import { defaultSalesSettings } from './targets/sales/defaultSettings.ts';
import { order } from './testing/salesDesk.ts';

describeConnector(quickbooks, async () => {
  const books = await openBooks({ quickbooks: { taxWorld: 'globalVat', inventoryAdjustments: 'everywhere' } });
  const { baseUrl, authBaseUrl, realmId, clientId, clientSecret, refreshToken } = books.sandbox.quickbooks;
  const customer = await books.idOf('Customer', 'Kassaklant');
  const item = await books.idOf('Item', 'Omzet NL 21%');
  const [code, bank, income] = [await books.idOf('TaxCode', '21% btw hoog'), await books.idOf('Account', 'Bankrekening'), await books.idOf('Account', 'Omzet NL 21%')];
  const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: item }, Qty: 1, UnitPrice: 10, TaxCodeRef: { value: code } } };
  const document = (name: string, extra = {}) => {
    const body = { DocNumber: `C-${name}`, TxnDate: '2026-06-01', CustomerRef: { value: customer }, GlobalTaxCalculation: 'TaxExcluded', PrivateNote: `fluxo:till:${name}`, Line: [line], ...extra };
    return {
      payload: { body, marker: `fluxo:till:${name}` },
      refused: { body: { ...body, DocNumber: `X-${name}`, CustomerRef: { value: '999999' } }, marker: `fluxo:till:x-${name}` },
      operation: `POST ${name.toLowerCase()}`,
      count: async () => (await books.rows(name)).length,
    } satisfies EffectBench;
  };
  const rounding = async (name: string, extra = {}) => {
    const made = await books.write(name, { TxnDate: '2026-06-01', CustomerRef: { value: customer }, GlobalTaxCalculation: 'TaxExcluded', Line: [line], ...extra });
    const payload = { id: made.Id, syncToken: '0', total: '24.20', changes: { Line: [line, line] } };
    return { payload, operation: `POST ${name.toLowerCase()}`, count: async () => (await books.rows(name)).length } satisfies EffectBench;
  };
  const refund = { DepositToAccountRef: { value: bank } };
  const count = (entity: string) => async () => (await books.rows(entity)).length;
  const customerWrites = (id: string, known: Row) => ({
    createCustomer: { payload: { body: { DisplayName: `Conform nieuw ${id}`, Notes: `fluxo:till:${id}` }, marker: `fluxo:till:${id}` }, refused: { body: { DisplayName: 'Kassaklant' }, marker: 'fluxo:till:none' }, operation: 'POST customer', count: count('Customer') },
    updateCustomer: { payload: { id: known.Id, syncToken: '0', changes: { CompanyName: 'Conform BV' } }, refused: { id: '999999', syncToken: '0', changes: { CompanyName: 'X' } }, operation: 'POST customer', count: count('Customer') },
  }) satisfies Record<string, EffectBench>;
  const itemWrite = { operation: 'POST item', count: count('Item') };
  const article = (Name: string, Sku: string) => ({ body: { Name, Sku, Type: 'NonInventory', IncomeAccountRef: { value: income } } });
  const newItem = (id: string) => ({ payload: article(`Conform artikel ${id}`, `C-${id}`), refused: article('Omzet NL 21%', `X-${id}`), ...itemWrite }) satisfies EffectBench;
  const newCategory = (id: string) => ({ payload: { body: { Name: `Conform groep ${id}`, Type: 'Category' } }, refused: { body: { Name: 'Omzet NL 21%', Type: 'Category' } }, ...itemWrite }) satisfies EffectBench;
  const itemUpdate = (id: string, changes: Readonly<Record<string, string | number>>) => ({ payload: { id, syncToken: '0', changes }, refused: { id: '999999', syncToken: '0', changes }, ...itemWrite }) satisfies EffectBench;
  const idsOf = (rows: readonly Row[]) => rows.map((row) => row.Id);
  const inclusive = { ...line, SalesItemLineDetail: { ...line.SalesItemLineDetail, TaxInclusiveAmt: 12.1 } };
  const extras = [{ ShipAddr: { Line1: 'Kade 1', City: 'Utrecht', PostalCode: '3511 AA', Country: 'NL' }, Line: [line, { Amount: 2.5, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false } }, { Description: 'Met dank', DetailType: 'DescriptionOnly', DescriptionLineDetail: {} }] }, { GlobalTaxCalculation: 'TaxInclusive', Line: [inclusive], CustomerMemo: { value: 'Dank u' } }];
  for (const name of ['Invoice', 'SalesReceipt', 'CreditMemo', 'RefundReceipt']) {
    for (const extra of extras) await books.write(name, { TxnDate: '2026-06-02', CustomerRef: { value: customer }, GlobalTaxCalculation: 'TaxExcluded', ...(name === 'RefundReceipt' && refund), ...extra });
  }
  const rounded = { roundSalesReceipt: await rounding('SalesReceipt'), roundInvoice: await rounding('Invoice'), roundCreditMemo: await rounding('CreditMemo'), roundRefundReceipt: await rounding('RefundReceipt', refund) };
  // Everything a test writes to stands there before it is counted what the streams hold.
  const paid = (await books.rows('Invoice')).find((row) => row['CustomerRef'].value === customer)!;
  await books.write('Payment', { CustomerRef: { value: customer }, TotalAmt: 5, PaymentMethodRef: { value: await books.idOf('PaymentMethod', 'PIN') }, Line: [{ Amount: 5, LinkedTxn: [{ TxnId: paid.Id, TxnType: 'Invoice' }] }] });
  const pay = (invoice: string, buyer: string) => ({ body: { TxnDate: '2026-06-03', CustomerRef: { value: buyer }, TotalAmt: 0.5, PrivateNote: 'fluxo:till:p1#1:0.50', Line: [{ Amount: 0.5, LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }] }] }, marker: `fluxo:till:p-${buyer}#1:0.50`, invoice });
  const [counted, set] = (await books.rows('Item')).filter((row) => row['Type'] === 'Inventory');
  const shrinkage = await books.idOf('Account', 'Voorraadverschillen');
  const adjust = (item: string) => ({ itemId: item, label: 'Conform', to: String(counted!['QtyOnHand'] + 1), body: { TxnDate: '2026-06-01', AdjustAccountRef: { value: shrinkage }, Line: [{ DetailType: 'ItemAdjustmentLineDetail', ItemAdjustmentLineDetail: { ItemRef: { value: item }, QtyDiff: 1 } }] } });
  const effects = {
    stock: {
      adjustStock: { payload: adjust(counted!.Id), refused: adjust('999999'), operation: 'POST inventoryadjustment', count: count('InventoryAdjustment') },
      setItemStock: { payload: { id: set!.Id, syncToken: '0', changes: { QtyOnHand: 77, InvStartDate: '2026-06-01' } }, refused: { id: '999999', syncToken: '0', changes: { QtyOnHand: 1 } }, operation: 'POST item', count: count('Item') },
    },
    items: { createItem: newItem('2'), updateItem: itemUpdate((await books.write('Item', { Name: 'Conform te prijzen', Type: 'Service', IncomeAccountRef: { value: income } })).Id, { UnitPrice: 3 }), createCategory: newCategory('1') },
    categories: { createCategory: newCategory('2'), updateCategory: itemUpdate((await books.write('Item', { Name: 'Conform te hernoemen', Type: 'Category' })).Id, { Name: 'Conform hernoemd' }) },
    customers: customerWrites('c2', await books.write('Customer', { DisplayName: 'Conform ook te wijzigen' })),
    sales: {
      ...customerWrites('c1', await books.write('Customer', { DisplayName: 'Conform te wijzigen' })),
      createItem: newItem('1'),
      createSalesReceipt: document('SalesReceipt'),
      createInvoice: document('Invoice'),
      createCreditMemo: document('CreditMemo'),
      createRefundReceipt: document('RefundReceipt', refund),
      ...rounded,
      createPayment: { payload: pay(paid.Id, customer), refused: pay(paid.Id, '999999'), operation: 'POST payment', count: count('Payment') },
    },
  };
  const sold = (await Promise.all(['Invoice', 'SalesReceipt', 'CreditMemo', 'RefundReceipt'].map(async (name) => idsOf(await books.rows(name)).map((id) => `${name}-${id}`)))).flat();
  return {
    settings: { environment: 'demo', baseUrl, authBaseUrl, realmId },
    secret: { clientId, clientSecret, refreshToken },
    wrongSecret: { clientId, clientSecret, refreshToken: 'not-a-refresh-token' },
    secretTexts: [clientSecret, refreshToken, 'not-a-refresh-token', Buffer.from(`${clientId}:${clientSecret}`).toString('base64')],
    setFaults: (rules) => books.sandbox.services.quickbooks.setFaults(rules),
    stop: books.stop,
    streams: {
      customerList: { settings: { pageSize: 3 }, repeats: true, futureCursor: { entities: { Customer: { since: '2099-01-01T00:00:00Z' } } }, keys: idsOf(await books.rows('Customer')) },
      itemList: { settings: { pageSize: 7 }, repeats: true, futureCursor: { entities: { Item: { since: '2099-01-01T00:00:00Z' } } }, keys: idsOf((await books.rows('Item')).filter((row) => row['Type'] !== 'Category')) },
      stockLevels: { settings: { pageSize: 4 }, repeats: true, keys: idsOf((await books.rows('Item')).filter((row) => row['Type'] === 'Inventory')) },
      salesDocuments: { settings: { pageSize: 2, credits: true }, repeats: true, futureCursor: { entities: { Invoice: { since: '2099-01-01T00:00:00Z' } } }, keys: sold },
    },
    plans: {
      sales: { settings: defaultSalesSettings, record: order({ sourceId: 'plan-1', number: 'PLAN-1' }) as unknown as SourceRecord },
      stock: { record: { sourceId: 'plan-1', sku: String(set!['Sku']), free: '41' }, changed: { record: { sourceId: 'plan-1', sku: String(set!['Sku']), free: '44' }, path: 'QtyOnHand', from: 41, to: 44 } },
    },
    effects,
  };
});
