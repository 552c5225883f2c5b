import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { openQuickBooks } from './testing/openQuickBooks.ts';
import type { Loose, OpenQuickBooks } from './testing/openQuickBooks.ts';
import { itemLine, simpleReceipt } from './testing/receipts.ts';

let books: OpenQuickBooks;
beforeEach(() => {
  books = openQuickBooks();
});

const code = (name: string) => books.ref('TaxCode', name);
const item = (name: string) => books.ref('Item', name);
const salesRate = (name: string): { value: string } => ({ value: books.query(`select * from TaxCode where Name = '${name}'`).TaxCode[0].SalesTaxRateList.TaxRateDetail[0].TaxRateRef.value });
const shipping = { value: 'SHIPPING_ITEM_ID' };

describe('totals of a Dutch company', () => {
  test('a till receipt with gross prices is totalled from its net lines and the tax that was told', () => {
    const high = code('21% btw hoog');
    const receipt = books.save('SalesReceipt', {
      ...simpleReceipt(books),
      DocNumber: 'MPL-2026-088012',
      GlobalTaxCalculation: 'TaxInclusive',
      PaymentMethodRef: books.ref('PaymentMethod', 'PIN'),
      DepositToAccountRef: books.ref('Account', 'Kruisposten PIN en iDEAL'),
      DepartmentRef: books.ref('Department', 'Winkel Utrecht'),
      Line: [itemLine(item('Koksmes 20 cm'), high, 20, { Qty: 2, UnitPrice: 10, TaxInclusiveAmt: 24.2 }), itemLine(shipping, high, 4, { TaxInclusiveAmt: 4.84 })],
      TxnTaxDetail: { TotalTax: 5.04, TaxLine: [{ Amount: 5.04, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: salesRate('21% btw hoog'), PercentBased: true, TaxPercent: 21, NetAmountTaxable: 24 } }] },
    });
    expect(receipt).toMatchObject({ TotalAmt: 29.04, Balance: 0, TxnTaxDetail: { TotalTax: 5.04 }, PaymentMethodRef: { name: 'PIN' }, DepartmentRef: { name: 'Winkel Utrecht' }, CustomerRef: { name: 'Kassaklant' } });
    expect(receipt.Line.map((line: Loose) => [line.DetailType, line.Amount, line.Id])).toEqual([
      ['SalesItemLineDetail', 20, '1'],
      ['SubTotalLineDetail', 20, undefined],
      ['SalesItemLineDetail', 4, undefined],
    ]);
    expect(receipt.Line[0].SalesItemLineDetail).toMatchObject({ ItemRef: { name: 'Keuken:Messen:Koksmes 20 cm' }, ItemAccountRef: { name: 'Omzet NL 21%' } });
  });

  test('tax that is not told is computed once per rate', () => {
    const receipt = books.save('SalesReceipt', {
      ...simpleReceipt(books),
      Line: [...Array.from({ length: 3 }, () => itemLine(item('Omzet NL 21%'), code('21% btw hoog'), 0.12)), itemLine(item('Omzet NL 9%'), code('9% btw laag'), 10), itemLine(item('Omzet NL 0%'), code('0% btw'), 5)],
    });
    // 3 × 0.12 × 21 % = 0.0756 is 0.08 once, but 0.09 when every line is rounded.
    expect(receipt.TxnTaxDetail.TaxLine.map((line: Loose) => [line.TaxLineDetail.TaxPercent, line.TaxLineDetail.NetAmountTaxable, line.Amount])).toEqual([[21, 0.36, 0.08], [9, 10, 0.9], [0, 5, 0]]);
    expect(receipt).toMatchObject({ TotalAmt: 16.34, GlobalTaxCalculation: 'TaxExcluded' });

    books = openQuickBooks({ taxRounding: 'perLine' });
    const perLine = books.save('SalesReceipt', { ...simpleReceipt(books), Line: Array.from({ length: 3 }, () => itemLine(item('Omzet NL 21%'), code('21% btw hoog'), 0.12)) });
    expect(perLine.TxnTaxDetail.TotalTax).toBe(0.09);
  });

  test('told tax wins and shows how far it is from the computed', () => {
    const told = (amount: number) => ({ TaxLine: [{ Amount: amount, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: salesRate('21% btw hoog') } }] });
    const receipt = books.save('SalesReceipt', simpleReceipt(books, { TxnTaxDetail: told(4.19) }));
    expect(receipt).toMatchObject({ TotalAmt: 24.19, TxnTaxDetail: { TotalTax: 4.19, TaxLine: [{ TaxLineDetail: { OverrideDeltaAmount: -0.01, NetAmountTaxable: 20 } }] } });
    const kept = books.save('SalesReceipt', { Id: receipt.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' });
    expect(kept.TotalAmt).toBe(24.19);
    const recomputed = books.save('SalesReceipt', { Id: receipt.Id, SyncToken: '1', sparse: true, Line: receipt.Line });
    expect(recomputed.TotalAmt).toBe(24.2);
    expect(books.refusal('SalesReceipt', simpleReceipt(books, { TxnTaxDetail: { TaxLine: [{ Amount: 1, TaxLineDetail: { TaxRateRef: { value: code('21% btw hoog').value } } }] } })), 'the id of a code is not that of a rate').toBe('2500');
  });

  test('reverse charge and a document outside VAT have no tax', () => {
    const shifted = books.save('Invoice', { ...simpleReceipt(books), Line: [itemLine(item('Omzet België'), code('ICL 0% btw verlegd'), 100)] });
    expect(shifted).toMatchObject({ TotalAmt: 100, Balance: 100, TxnTaxDetail: { TotalTax: 0, TaxLine: [{ TaxLineDetail: { NetAmountTaxable: 100 } }] } });
    const outside = books.save('SalesReceipt', { ...simpleReceipt(books), GlobalTaxCalculation: 'NotApplicable', Line: [{ Amount: 25, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: item('Omzet NL 0%') } }] });
    expect(outside.TotalAmt).toBe(25);
  });

  test('a discount on the whole document lowers the tax with it', () => {
    const lines = [itemLine(item('Omzet NL 21%'), code('21% btw hoog'), 80), itemLine(item('Omzet NL 9%'), code('9% btw laag'), 20)];
    const discount = { DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: true, DiscountPercent: 10 } };
    const receipt = books.save('SalesReceipt', { ...simpleReceipt(books), Line: [...lines, discount] });
    // 72 × 21 % + 18 × 9 %
    expect(receipt).toMatchObject({ TxnTaxDetail: { TotalTax: 16.74 }, TotalAmt: 106.74 });
    expect(receipt.Line.at(-1)).toMatchObject({ DetailType: 'DiscountLineDetail', Amount: 10, DiscountLineDetail: { DiscountAccountRef: { name: 'Verleende kortingen' } } });
    expect(books.refusal('SalesReceipt', { ...simpleReceipt(books), Line: [...lines, { DetailType: 'DiscountLineDetail', DiscountLineDetail: {} }] })).toBe('6090');
  });

  test('whatever is sold, the total is the lines, less the discount, plus the tax, to the cent', () => {
    const refs = { item: item('Omzet NL 21%'), codes: [code('21% btw hoog'), code('9% btw laag'), code('0% btw')] };
    const cents = fc.integer({ min: 0, max: 500_000 });
    const base = simpleReceipt(books);
    fc.assert(
      fc.property(fc.array(fc.tuple(cents, fc.nat(2)), { minLength: 1, maxLength: 8 }), fc.option(fc.integer({ min: 0, max: 100 })), (sold, percent) => {
        const lines = sold.map(([amount, which]) => itemLine(refs.item, refs.codes[which] as { value: string }, amount / 100));
        const discount = percent === null ? [] : [{ DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: true, DiscountPercent: percent } }];
        const receipt = books.save('SalesReceipt', { ...base, Line: [...lines, ...discount] });
        const inCents = (amount: number) => Math.round(amount * 100);
        const taken = receipt.Line.find((line: Loose) => line.DetailType === 'DiscountLineDetail')?.Amount ?? 0;
        const taxes = receipt.TxnTaxDetail.TaxLine.reduce((sum: number, line: Loose) => sum + inCents(line.Amount), 0);
        const net = sold.reduce((sum, [amount]) => sum + amount, 0);
        expect(inCents(receipt.TotalAmt)).toBe(net - inCents(taken) + taxes);
        expect(inCents(receipt.TxnTaxDetail.TotalTax)).toBe(taxes);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a sales document must have', () => {
  test.each<[string, string, (base: Loose) => Loose]>([
    ['2020', 'no lines', (base) => ({ ...base, Line: [] })],
    ['2020', 'no customer', ({ CustomerRef: _customer, ...base }) => base],
    ['2020', 'a line without an amount', (base) => ({ ...base, Line: [{ DetailType: 'SalesItemLineDetail', SalesItemLineDetail: base.Line[0].SalesItemLineDetail }] })],
    ['2170', 'a wrong spelling of TaxExcluded', (base) => ({ ...base, GlobalTaxCalculation: 'TaxExclusive' })],
    ['2500', 'an article that is not there', (base) => ({ ...base, Line: [itemLine({ value: '99999' }, { value: '5' }, 1)] })],
    ['2500', 'an American tax code', (base) => ({ ...base, Line: [itemLine(base.Line[0].SalesItemLineDetail.ItemRef, { value: 'TAX' }, 1)] })],
    ['6000', 'a line without a tax code', (base) => ({ ...base, Line: [{ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: base.Line[0].SalesItemLineDetail.ItemRef } }] })],
    ['6000', 'a negative total', (base) => ({ ...base, Line: [{ ...base.Line[0], Amount: -1, SalesItemLineDetail: { ...base.Line[0].SalesItemLineDetail, Qty: 1, UnitPrice: -1 } }] })],
    ['6070', 'an amount that is not quantity times price', (base) => ({ ...base, Line: [{ ...base.Line[0], Amount: 19.99 }] })],
    ['2010', 'two details on one line', (base) => ({ ...base, Line: [{ ...base.Line[0], DiscountLineDetail: {} }] })],
  ])('%s: %s', (fault, _what, vary) => {
    expect(books.refusal('SalesReceipt', vary(simpleReceipt(books)))).toBe(fault);
  });

  test('the message about a missing tax code says VAT, and a price with many decimals may round', () => {
    const base = simpleReceipt(books);
    const { TaxCodeRef: _code, ...detail } = base.Line[0].SalesItemLineDetail;
    expect(books.ask('POST', 'salesreceipt', { ...base, Line: [{ ...base.Line[0], SalesItemLineDetail: detail }] }).json.Fault.Error[0].Detail).toContain('Make sure all your transactions have a VAT rate');
    expect(books.save('SalesReceipt', { ...base, Line: [itemLine(detail.ItemRef, code('9% btw laag'), 3.33, { Qty: 0.335, UnitPrice: 9.9402985 })] }).Line[0].SalesItemLineDetail.Qty).toBe(0.335);
  });

  test('a refund needs the account the money leaves', () => {
    expect(books.refusal('RefundReceipt', simpleReceipt(books))).toBe('2020');
    expect(books.refusal('RefundReceipt', simpleReceipt(books, { DepositToAccountRef: books.ref('Account', 'Omzet NL 21%') }))).toBe('6000');
    expect(books.save('RefundReceipt', simpleReceipt(books, { DepositToAccountRef: books.ref('Account', 'Kas winkel') })).TotalAmt).toBe(24.2);
  });

  test('a line without an article is a remark and counts nothing', () => {
    const base = simpleReceipt(books);
    const receipt = books.save('SalesReceipt', { ...base, Line: [...base.Line, { Amount: 99, Description: 'met groet', DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] });
    expect(receipt.TotalAmt).toBe(24.2);
    expect(receipt.Line[1]).toMatchObject({ DetailType: 'DescriptionOnly', Description: 'met groet' });
  });

  test('stock cannot be sold before it was counted', () => {
    expect(books.refusal('SalesReceipt', { ...simpleReceipt(books), TxnDate: '2019-01-01', Line: [itemLine(item('Koksmes 20 cm'), code('21% btw hoog'), 10)] })).toBe('6000');
  });
});

describe('document numbers', () => {
  test('a second document of the type with the number answers 6140 and names the holder', () => {
    const first = books.save('SalesReceipt', simpleReceipt(books, { DocNumber: 'MPL-1' }));
    const answer = books.ask('POST', 'salesreceipt', simpleReceipt(books, { DocNumber: 'mpl-1' }));
    expect(answer.json.Fault.Error[0]).toMatchObject({ code: '6140', Detail: expect.stringMatching(new RegExp(`TxnType=Sales Receipt with TxnId=${first.Id}$`)) });
    expect(books.refusal('Invoice', simpleReceipt(books, { DocNumber: 'MPL-1' })), 'another type may').toBe('saved');
    expect(books.refusal('SalesReceipt', simpleReceipt(books, { DocNumber: 'MPL-1' }), { include: 'allowduplicatedocnum' })).toBe('saved');
    expect(books.refusal('SalesReceipt', { Id: first.Id, SyncToken: '0', sparse: true, DocNumber: 'MPL-1' }), 'its own number').toBe('saved');
    expect(openQuickBooks({ warnDuplicateDocNumbers: false }).refusal('Customer', { DisplayName: 'x' })).toBe('saved');
  });

  test('with custom numbers none stays none, without them the service counts', () => {
    expect(books.save('SalesReceipt', simpleReceipt(books))).not.toHaveProperty('DocNumber');
    books = openQuickBooks({ customTxnNumbers: false });
    const numbers = [1, 2].map(() => books.save('Invoice', simpleReceipt(books)).DocNumber);
    expect(numbers).toEqual(['1001', '1002']);
    expect(books.save('Invoice', simpleReceipt(books, { DocNumber: 'own' })).DocNumber).toBe('own');
  });
});

describe('what a document moves', () => {
  test('an invoice is due after its term, takes the address of its customer, and raises what the customer owes', () => {
    const customer = books.ref('Customer', 'Restaurant Aan de Werf & Zn');
    const invoice = books.save('Invoice', simpleReceipt(books, { CustomerRef: customer, TxnDate: '2026-05-20', SalesTermRef: books.ref('Term', '30 dagen') }));
    expect(invoice).toMatchObject({ DueDate: '2026-06-19', Balance: 24.2, BillAddr: { Line1: 'Oudegracht 211' } });
    expect(books.ask('GET', `customer/${customer.value}`).json.Customer).toMatchObject({ Balance: 24.2, SyncToken: '0' });
  });

  test('a payment closes the invoice it names, and an invoice with a payment cannot be deleted', () => {
    const customer = books.ref('Customer', 'Restaurant Aan de Werf & Zn');
    const invoice = books.save('Invoice', simpleReceipt(books, { CustomerRef: customer }));
    const pay = (amount: number, applied: number) => ({ CustomerRef: customer, TotalAmt: amount, Line: [{ Amount: applied, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }] });
    expect(books.refusal('Payment', pay(30, 30)), 'more than is open').toBe('6000');
    const payment = books.save('Payment', pay(30, 24.2));
    expect(payment).toMatchObject({ TotalAmt: 30, UnappliedAmt: 5.8 });
    const paid = books.ask('GET', `invoice/${invoice.Id}`).json.Invoice;
    expect(paid).toMatchObject({ Balance: 0, SyncToken: '1', LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }] });
    expect(books.ask('POST', 'invoice', { Id: invoice.Id, SyncToken: '1' }, { query: { operation: 'delete' } }).json.Fault.Error[0].code).toBe('800');
    expect(books.ask('GET', `customer/${customer.value}`).json.Customer.Balance).toBe(-5.8);

    books.ask('POST', 'payment', { Id: payment.Id, SyncToken: '0', sparse: true }, { query: { operation: 'update', include: 'void' } });
    expect(books.ask('GET', `invoice/${invoice.Id}`).json.Invoice).toMatchObject({ Balance: 24.2, LinkedTxn: [] });
  });

  test('a credit memo is used up by a payment of nothing', () => {
    const base = simpleReceipt(books);
    const invoice = books.save('Invoice', base);
    const memo = books.save('CreditMemo', base);
    expect(memo.RemainingCredit).toBe(24.2);
    const link = (TxnId: string, TxnType: string) => ({ Amount: 24.2, LinkedTxn: [{ TxnId, TxnType }] });
    books.save('Payment', { CustomerRef: base.CustomerRef, TotalAmt: 0, Line: [link(invoice.Id, 'Invoice'), link(memo.Id, 'CreditMemo')] });
    expect(books.ask('GET', `invoice/${invoice.Id}`).json.Invoice.Balance).toBe(0);
    expect(books.ask('GET', `creditmemo/${memo.Id}`).json.CreditMemo.RemainingCredit).toBe(0);
  });

  test('sold goods leave the stock, returned ones come back, without counting as a change of the article', () => {
    const article = books.query("select * from Item where Sku = '4004'").Item[0];
    const line = [itemLine({ value: article.Id }, code('21% btw hoog'), 30, { Qty: 3, UnitPrice: 10 })];
    const now = () => books.ask('GET', `item/${article.Id}`).json.Item;
    const receipt = books.save('SalesReceipt', { ...simpleReceipt(books), Line: line });
    expect(now()).toMatchObject({ QtyOnHand: article.QtyOnHand - 3, SyncToken: '0', MetaData: article.MetaData });
    books.save('CreditMemo', { ...simpleReceipt(books), Line: line });
    expect(now().QtyOnHand).toBe(article.QtyOnHand);
    books.ask('POST', 'salesreceipt', { Id: receipt.Id, SyncToken: '0' }, { query: { operation: 'delete' } });
    expect(now().QtyOnHand).toBe(article.QtyOnHand + 3);
  });
});

describe('an American company', () => {
  beforeEach(() => {
    books = openQuickBooks({ taxWorld: 'usAutomated' });
  });
  const receipt = (...codes: (string | undefined)[]): Loose => ({
    CustomerRef: books.ref('Customer', 'Kassaklant'),
    Line: codes.map((value) => ({ Amount: 100, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: item('Koksmes 20 cm'), ...(value !== undefined && { TaxCodeRef: { value } }) } })),
  });

  test('lines are taxable or not, and the service computes the tax', () => {
    expect(books.save('SalesReceipt', receipt('TAX', 'NON'))).toMatchObject({ TotalAmt: 208, TxnTaxDetail: { TotalTax: 8 }, CurrencyRef: { value: 'USD' } });
    expect(books.save('SalesReceipt', receipt(undefined)).TotalAmt, 'by the article when the line does not say').toBe(108);
    expect(books.save('SalesReceipt', receipt('TAX'))).not.toHaveProperty('GlobalTaxCalculation');
  });

  test('any other tax code answers 6100', () => {
    expect(books.refusal('SalesReceipt', receipt(books.ref('TaxCode', 'California').value))).toBe('6100');
  });

  test('a told total wins and is marked', () => {
    expect(books.save('SalesReceipt', { ...receipt('TAX'), TxnTaxDetail: { TotalTax: 7.5 } })).toMatchObject({ TotalAmt: 107.5, TxnTaxDetail: { TaxReviewStatus: 'AST_TAX_OVERRIDE' } });
    expect(books.save('SalesReceipt', { ...receipt('TAX'), TxnTaxDetail: { TotalTax: 7.5, UseAutomatedSalesTax: true } }).TotalAmt).toBe(108);
  });

  test('the preferences and the company tell which world it is', () => {
    expect(books.ask('GET', 'preferences').json.Preferences.TaxPrefs).toMatchObject({ UsingSalesTax: true, PartnerTaxEnabled: true });
    expect(books.ask('GET', `companyinfo/${books.books.connection.realmId}`).json.CompanyInfo.Country).toBe('US');
    expect(openQuickBooks().ask('GET', 'preferences').json.Preferences.TaxPrefs).not.toHaveProperty('PartnerTaxEnabled');
  });
});
