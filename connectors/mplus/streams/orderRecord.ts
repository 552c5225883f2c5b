import type { FieldInfo } from '#shared/entities/fields.ts';
import { absolute, compare, isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { list, nested, textOf } from '../wire/values.ts';
import { buyerOf, cardFields, deliveryAddressOf, firstAddress } from './card.ts';

/** Lines that only structure the receipt; they are no sale. */
const lineKindsWithoutSale = new Set(['LINE-KIND-SUBTOTAL', 'LINE-KIND-HEADER', 'LINE-KIND-SECONDARY-HEADER']);

/**
 * An order as the stream gives it: everything the till sent, the customer's card beside it, and what a mapping cannot work out field by
 * field. Header and subtotal lines stand apart in `textLines`, so that `lineList` is what was sold.
 */
export function orderRecord(order: SourceRecord, relation: SourceRecord | undefined): SourceRecord {
  const lines = list(order['lineList']);
  const isText = (line: SourceRecord) => lineKindsWithoutSale.has(textOf(line['lineKind']));
  const textLines = lines.filter(isText);
  const buyer = buyerOf(relation ?? {}, order);
  const billTo = firstAddress([nested(order['invoiceAddress']), relation ?? {}]);
  const shipTo = firstAddress([nested(order['deliveryAddress']), deliveryAddressOf(relation ?? {})]);
  const payment = largestPayment(list(order['paymentList']));
  return {
    ...order,
    lineList: lines.filter((line) => !isText(line)),
    ...(textLines.length > 0 && { textLines }),
    isCancelled: order['cancelState'] === 'ORDER-CANCEL-STATE-COMPLETE',
    buyer,
    ...(billTo && { billTo }),
    ...(shipTo && { shipTo }),
    ...(payment && { largestPayment: payment }),
    ...(relation && { relation }),
  };
}

/** What `orderRecord` adds, for the mapper's tree. */
export const addedOrderFields: readonly FieldInfo[] = [
  ...cardFields,
  { path: 'largestPayment', label: 'Largest payment', type: 'object' },
  { path: 'largestPayment.method', label: 'Method of the largest payment', type: 'text' },
  { path: 'largestPayment.amount', label: 'Amount of the largest payment', type: 'decimal' },
  { path: 'isCancelled', label: 'Cancelled', type: 'boolean', help: 'Cancelled as a whole.' },
  { path: 'textLines', label: 'Headers and subtotals', type: 'list' },
  { path: 'textLines[].text', label: 'Text', type: 'text' },
];

/** By size, so that of a credit the largest refund counts; the first of equals. */
function largestPayment(payments: readonly SourceRecord[]): SourceRecord | undefined {
  let largest: SourceRecord | undefined;
  for (const payment of payments) {
    if (!isDecimal(payment['amount'])) continue;
    if (!largest || compare(absolute(payment['amount']), absolute(largest['amount'] as string)) > 0) largest = payment;
  }
  return largest && { method: largest['method'] ?? '', amount: largest['amount'] ?? '' };
}
