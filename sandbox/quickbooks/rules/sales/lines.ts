import Big from 'big.js';
import { preferenceGroup } from '../../company.ts';
import type { Company } from '../../company.ts';
import { gratuityItemId, shippingItemId } from '../../entities/transactions.ts';
import { faultLine, refuse } from '../../faults.ts';
import { compact, numberAt, objectAt, objectsAt, referenceAt, textAt } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { referenceTo } from '../../references.ts';

/** One line of a sales document, checked and with its amounts as decimals. */
export interface SalesLine {
  readonly kind: 'item' | 'shipping' | 'discount' | 'text';
  readonly json: JsonObject;
  /** Net amount; what a discount takes off. Zero on text lines. */
  readonly net: Big;
  /** The line including VAT, when it was told. */
  readonly gross: Big | undefined;
  readonly taxCode: string | undefined;
  readonly itemId: string | undefined;
  readonly quantity: Big;
}

export const cents = (amount: Big): number => Number(amount.round(2, Big.roundHalfUp).toString());

const detailProperties = ['SalesItemLineDetail', 'DiscountLineDetail', 'DescriptionLineDetail', 'GroupLineDetail', 'SubTotalLineDetail'];
const detailOf: Readonly<Record<string, string>> = { DescriptionOnly: 'DescriptionLineDetail' };

/** Reads and checks the lines of a document: 2010, 2020, 5020, 6000, 6070, 6090. Subtotals sent back by a client are left out. */
export function readLines(fields: JsonObject, company: Company): readonly SalesLine[] {
  const lines: SalesLine[] = [];
  for (const json of objectsAt(fields, 'Line')) {
    const line = readLine(json, company);
    if (line) lines.push(line);
  }
  const shipping = lines.filter((line) => line.kind === 'shipping').length;
  if (shipping > 1) refuse(faultLine.business('A transaction can have one shipping line only.', 'Line'));
  if (shipping > 0 && preferenceGroup(company, 'SalesFormsPrefs')['AllowShipping'] !== true) refuse(faultLine.business('Shipping must be turned on in the company settings.', 'Line'));
  return percentDiscounts(lines);
}

function readLine(json: JsonObject, company: Company): SalesLine | undefined {
  const type = textAt(json, 'DetailType') ?? refuse(faultLine.missing('Line.DetailType'));
  const detailName = detailOf[type] ?? type;
  const stranger = detailProperties.find((name) => name !== detailName && json[name] !== undefined);
  if (stranger !== undefined) refuse(faultLine.unknownProperty(`Line.${stranger}`));
  switch (type) {
    case 'SubTotalLineDetail':
      return undefined;
    case 'SalesItemLineDetail':
      return readItemLine(json, objectAt(json, detailName) ?? refuse(faultLine.missing('Line.SalesItemLineDetail')), company);
    case 'DiscountLineDetail':
      return readDiscountLine(json, objectAt(json, detailName) ?? {}, company);
    case 'DescriptionOnly':
      return textLine(json);
    default:
      return refuse(faultLine.business('Bundles are not kept by this company.', 'Line.GroupLineDetail'));
  }
}

function textLine(json: JsonObject): SalesLine {
  const { Amount: _amount, SalesItemLineDetail: _detail, ...rest } = json;
  return { kind: 'text', json: { ...rest, DetailType: 'DescriptionOnly', DescriptionLineDetail: objectAt(json, 'DescriptionLineDetail') ?? {} }, net: new Big(0), gross: undefined, taxCode: undefined, itemId: undefined, quantity: new Big(0) };
}

function readItemLine(json: JsonObject, detail: JsonObject, company: Company): SalesLine {
  const itemId = referenceAt(detail, 'ItemRef');
  // Without an item the service keeps the line as a remark and counts nothing.
  if (itemId === undefined) return textLine(json);
  if (detail['ClassRef'] !== undefined) demandClasses(company);
  const isShipping = itemId === shippingItemId;
  if (itemId === gratuityItemId && preferenceGroup(company, 'SalesFormsPrefs')['AllowGratuity'] !== true) refuse(faultLine.business('Tips must be turned on in the company settings.', 'Line'));
  const told = numberAt(json, 'Amount') ?? refuse(faultLine.missing('Line.Amount'));
  const amount = new Big(told).round(2, Big.roundHalfUp);
  const quantity = numberAt(detail, 'Qty');
  const price = numberAt(detail, 'UnitPrice');
  if (quantity !== undefined && price !== undefined && !new Big(quantity).times(price).round(2, Big.roundHalfUp).eq(amount)) {
    refuse(faultLine.wrongAmount('Line.Amount', String(told)));
  }
  const lineDiscount = discountOnLine(detail, amount);
  const gross = numberAt(detail, 'TaxInclusiveAmt');
  return {
    kind: isShipping ? 'shipping' : 'item',
    json: { ...json, Amount: Number(amount), SalesItemLineDetail: compact({ ...detail, ...unitPrice(quantity, price, amount), ...incomeAccount(itemId, company) }) },
    net: amount.minus(lineDiscount),
    gross: gross === undefined ? undefined : new Big(gross),
    taxCode: referenceAt(detail, 'TaxCodeRef'),
    itemId: isShipping ? undefined : itemId,
    quantity: new Big(quantity ?? (isShipping ? 0 : 1)),
  };
}

/** A rate wins over an amount when both are told. */
function discountOnLine(detail: JsonObject, amount: Big): Big {
  const rate = numberAt(detail, 'DiscountRate');
  if (rate !== undefined) return amount.times(rate).div(100).round(2, Big.roundHalfUp);
  return new Big(numberAt(detail, 'DiscountAmt') ?? 0);
}

function unitPrice(quantity: number | undefined, price: number | undefined, amount: Big): JsonObject {
  if (quantity === undefined || quantity === 0 || price !== undefined) return {};
  return { UnitPrice: Number(amount.div(quantity).round(7, Big.roundHalfUp)) };
}

function incomeAccount(itemId: string, company: Company): JsonObject {
  const { store } = company;
  const accountId = itemId === shippingItemId ? textAt(preferenceGroup(company, 'SalesFormsPrefs'), 'DefaultShippingAccount') : referenceAt(store.table('Item').get(itemId)?.json, 'IncomeAccountRef');
  const account = accountId === undefined ? undefined : store.table('Account').get(accountId);
  return account ? { ItemAccountRef: referenceTo(account) } : {};
}

function readDiscountLine(json: JsonObject, detail: JsonObject, company: Company): SalesLine {
  const sales = preferenceGroup(company, 'SalesFormsPrefs');
  if (sales['AllowDiscount'] !== true) refuse(faultLine.business('Discounts must be turned on in the company settings.', 'Line'));
  const isPercent = detail['PercentBased'] === true;
  if (isPercent ? numberAt(detail, 'DiscountPercent') === undefined : numberAt(json, 'Amount') === undefined) refuse(faultLine.emptyDiscount('Line.DiscountLineDetail'));
  const defaultAccount = company.store.table('Account').get(textAt(sales, 'DefaultDiscountAccount') ?? '');
  return {
    kind: 'discount',
    json: { ...json, DiscountLineDetail: { ...(defaultAccount && { DiscountAccountRef: referenceTo(defaultAccount) }), PercentBased: false, ...detail } },
    net: new Big(isPercent ? 0 : (numberAt(json, 'Amount') ?? 0)),
    gross: undefined,
    taxCode: referenceAt(detail, 'TaxCodeRef'),
    itemId: undefined,
    quantity: new Big(0),
  };
}

function percentDiscounts(lines: readonly SalesLine[]): readonly SalesLine[] {
  const subtotal = subtotalOf(lines);
  return lines.map((line) => {
    const percent = line.kind === 'discount' && objectAt(line.json, 'DiscountLineDetail')?.['PercentBased'] === true ? numberAt(objectAt(line.json, 'DiscountLineDetail'), 'DiscountPercent') : undefined;
    if (percent === undefined) return line;
    const net = subtotal.times(percent).div(100).round(2, Big.roundHalfUp);
    return { ...line, net, json: { ...line.json, Amount: Number(net) } };
  });
}

function subtotalOf(lines: readonly SalesLine[]): Big {
  return lines.reduce((total, line) => (line.kind === 'item' ? total.plus(line.net) : total), new Big(0));
}

/** Answers 5020 when the company tracks no classes. */
export function demandClasses(company: Company): void {
  const accounting = preferenceGroup(company, 'AccountingInfoPrefs');
  if (accounting['ClassTrackingPerTxn'] !== true && accounting['ClassTrackingPerTxnLine'] !== true) refuse(faultLine.notInPlan('Class tracking'));
}

/**
 * The lines as the service answers them: items and remarks with number and id, then the subtotal it adds, then discount and
 * shipping without either. A line that was sent with the id it had keeps it.
 */
export function answerLines(lines: readonly SalesLine[], previous: JsonObject | undefined): readonly Json[] {
  const known = new Set(objectsAt(previous, 'Line').flatMap((line) => textAt(line, 'Id') ?? []));
  let lastId = Math.max(0, ...[...known].map(Number));
  const numbered = lines
    .filter((line) => line.kind === 'item' || line.kind === 'text')
    .map((line, index) => {
      const told = textAt(line.json, 'Id');
      const Id = told !== undefined && known.has(told) ? told : String((lastId += 1));
      return { ...line.json, Id, LineNum: index + 1 };
    });
  const bare = (kind: SalesLine['kind']): JsonObject[] => lines.filter((line) => line.kind === kind).map(({ json: { Id: _id, LineNum: _number, ...rest } }) => rest);
  return [...numbered, { Amount: cents(subtotalOf(lines)), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }, ...bare('discount'), ...bare('shipping')];
}
