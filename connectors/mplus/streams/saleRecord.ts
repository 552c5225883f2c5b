import type { CallContext } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { absolute, compare, isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { list, nested, textOf } from '../wire/values.ts';
import { buyerFields, buyerOf, deliveryAddressOf, firstAddress } from './buyer.ts';

/** Lines that only structure the receipt; they are no sale. */
const lineKindsWithoutSale = new Set(['LINE-KIND-SUBTOTAL', 'LINE-KIND-HEADER', 'LINE-KIND-SECONDARY-HEADER']);

/**
 * An order, invoice or ticket as its stream gives it: everything the till sent, the customer's card beside it, and what a mapping cannot work
 * out field by field. Header and subtotal lines stand apart in `textLines`, so that `lineList` is what was sold.
 */
export function saleRecord(sale: SourceRecord, relation: SourceRecord | undefined): SourceRecord {
  const lines = list(sale['lineList']);
  const isText = (line: SourceRecord) => lineKindsWithoutSale.has(textOf(line['lineKind']));
  const textLines = lines.filter(isText);
  const billTo = firstAddress([nested(sale['invoiceAddress']), relation ?? {}]);
  const shipTo = firstAddress([nested(sale['deliveryAddress']), deliveryAddressOf(relation ?? {})]);
  const payment = largestPayment(list(sale['paymentList']));
  return {
    ...sale,
    lineList: lines.filter((line) => !isText(line)),
    ...(textLines.length > 0 && { textLines }),
    buyer: buyerOf(relation ?? {}, sale),
    ...(billTo && { billTo }),
    ...(shipTo && { shipTo }),
    ...(payment && { largestPayment: payment }),
    ...(relation && { relation }),
  };
}

/** What `saleRecord` adds, for the mapper's tree. */
export const addedSaleFields: readonly FieldInfo[] = [
  ...buyerFields,
  { path: 'largestPayment', label: 'Largest payment', type: 'object' },
  { path: 'largestPayment.method', label: 'Method of the largest payment', type: 'text' },
  { path: 'largestPayment.amount', label: 'Amount of the largest payment', type: 'decimal' },
  { path: 'textLines', label: 'Headers and subtotals', type: 'list' },
  { path: 'textLines[].text', label: 'Text', type: 'text' },
];

/** Customers' cards by number, for a whole page of sales in one call. */
export async function relationsOf(client: MplusClient, sales: readonly SourceRecord[], call: CallContext): Promise<ReadonlyMap<unknown, SourceRecord>> {
  const relationNumbers = [...new Set(sales.map((sale) => sale['relationNumber']).filter((number): number is string => typeof number === 'string' && number !== '0'))];
  if (relationNumbers.length === 0) return new Map();
  const answer = await client.call('getRelations', { request: { relationNumbers } }, call);
  return new Map(list(answer['relationList']).map((relation) => [relation['relationNumber'], relation]));
}

/** By size, so that of a credit the largest refund counts; the first of equals. */
function largestPayment(payments: readonly SourceRecord[]): SourceRecord | undefined {
  let largest: SourceRecord | undefined;
  for (const payment of payments) {
    if (!isDecimal(payment['amount'])) continue;
    if (!largest || compare(absolute(payment['amount']), absolute(largest['amount'] as string)) > 0) largest = payment;
  }
  return largest && { method: largest['method'] ?? '', amount: largest['amount'] ?? '' };
}
