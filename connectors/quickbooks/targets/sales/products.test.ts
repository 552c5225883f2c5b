import { describe, expect, test } from 'vitest';
import { items, knife, order, useSalesDesk } from '../../testing/salesDesk.ts';

/** What becomes of an order’s articles. */
const desk = useSalesDesk();
const { booked, open, send } = desk;

describe('the articles', () => {
  const missing = { ...knife, sku: '4003', description: 'Truffelolie' };

  test('an article QuickBooks does not know stops the order before anything is written', async () => {
    const customers = (await desk.books.rows('Customer')).length;
    expect(await send(order({ lines: [missing] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_missing', effects: [] });
    expect(await desk.books.rows('Customer')).toHaveLength(customers);
  });

  test('it can be booked on another item, keeping text, number and price', async () => {
    const receipt = await booked(await send(order({ lines: [missing] }), { onMissingProduct: 'replaceWith', replacementItem: 'Omzet NL 21%' }));
    expect(items(receipt)[0]).toMatchObject({ Amount: 74.34, Description: '4003 Truffelolie', SalesItemLineDetail: { ItemRef: { value: await desk.books.idOf('Item', 'Omzet NL 21%') }, TaxInclusiveAmt: 89.95 } });
  });

  test('it can be created, once for all orders of a page, on the chosen account', async () => {
    const run = await open({ onMissingProduct: 'create', newItemAccount: 'Omzet NL 21%', revenue: 'itemAccount' });
    const line = { ...knife, sku: 'NEW-1', description: 'Nieuw: artikel' };
    const [first, second] = await Promise.all([run.apply(order({ lines: [line] })), run.apply(order({ lines: [line] }))]);
    expect([first.outcome, second.outcome]).toEqual(['created', 'created']);
    expect([...first.effects, ...second.effects].filter((effect) => effect === 'createItem')).toHaveLength(1);
    const made = (await desk.books.rows('Item')).filter((item) => item['Sku'] === 'NEW-1');
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ Name: 'Nieuw - artikel', Type: 'NonInventory', IncomeAccountRef: { value: await desk.books.idOf('Account', 'Omzet NL 21%') } });
  });

  test('a created item whose name is taken gets its number behind it', async () => {
    const told = await send(order({ lines: [{ ...knife, sku: 'NEW-2', description: 'Omzet NL 9%' }] }), { onMissingProduct: 'create', newItemAccount: 'Omzet NL 21%' });
    expect(told.outcome).toBe('created');
    expect((await desk.books.rows('Item')).find((item) => item['Sku'] === 'NEW-2')!['Name']).toBe('Omzet NL 9% (NEW-2)');
  });

  test('as a text row it may only stand when it costs nothing', async () => {
    expect(await send(order({ lines: [missing] }), { onMissingProduct: 'textLine' })).toMatchObject({ outcome: 'invalid', code: 'quickbooks.text_line_amount' });
    const free = { ...missing, unitPriceIncl: '0.00', totalIncl: '0.00' };
    const receipt = await booked(await send(order({ lines: [knife, free] }), { onMissingProduct: 'textLine' }));
    expect(receipt['Line']).toEqual(expect.arrayContaining([expect.objectContaining({ DetailType: 'DescriptionOnly', Description: '4003 Truffelolie' })]));
  });

  test('two items with one number: the older one is used, with a warning', async () => {
    const account = await desk.books.idOf('Account', 'Omzet NL 21%');
    const older = await desk.books.write('Item', { Name: 'Dubbel A', Sku: 'DUP', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    await desk.books.write('Item', { Name: 'Dubbel B', Sku: 'DUP', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const told = await send(order({ lines: [{ ...knife, sku: 'dup' }] }));
    expect(items(await booked(told))[0]!['SalesItemLineDetail']['ItemRef']['value']).toBe(older.Id);
    expect(told.warnings.join(' ')).toMatch(/2 items have the number/);
  });

  test('a line without article needs the item for such lines', async () => {
    const { sku: _, ...free } = knife;
    expect(await send(order({ lines: [free] }))).toMatchObject({ outcome: 'invalid', code: 'quickbooks.no_article' });
    expect((await send(order({ lines: [free] }), { freeLineItem: 'Omzet NL 21%' })).outcome).toBe('created');
  });

  test('an item made inactive after it was looked up: refused by name, and looked up anew next time', async () => {
    const account = await desk.books.idOf('Account', 'Omzet NL 21%');
    const item = await desk.books.write('Item', { Name: 'Straks weg', Sku: 'GONE', Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const run = await open();
    const what = order({ lines: [{ ...knife, sku: 'GONE' }] });
    await run.lookAhead([what]);
    await desk.books.write('Item', { Id: item.Id, SyncToken: '0', sparse: true, Active: false });
    const told = await run.apply(what);
    expect(told).toMatchObject({ outcome: 'rejected', code: 'quickbooks.reference_gone' });
    expect(told.text).toMatch(/ItemRef/);
    expect(await run.apply(what)).toMatchObject({ outcome: 'invalid', code: 'quickbooks.product_missing' });
  });

  test('an apostrophe, a backslash and a colon in numbers and names do no harm', async () => {
    const account = await desk.books.idOf('Account', 'Omzet NL 21%');
    await desk.books.write('Item', { Name: "L'Oeuf", Sku: "o'e\\u", Type: 'NonInventory', IncomeAccountRef: { value: account } });
    const told = await send(order({ number: "A'1\\2", lines: [{ ...knife, sku: "o'e\\u" }], customer: { sourceId: "k'1", company: "d'Oude \\ Waag", email: "o'brien@proef.example" } }));
    expect(told.outcome).toBe('created');
    expect((await booked(told))['DocNumber']).toBe("MPL-A'1\\2");
  });
});
