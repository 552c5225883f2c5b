import { saleDimensions, saleTotals, stockDimensions, stockTotals } from '#connectors/sdk/totals.ts';
import type { TotalDimension, TotalPart } from '#shared/records/totals.ts';
import type { Order } from '#shared/entities/order.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { RecordKind } from './stream.ts';

/** What records of a kind are added up by, for a target that takes any of them; nothing where they have neither amounts nor quantities. */
export function anyDimensions({ entity }: Pick<RecordKind, 'entity'>): { readonly addsUp?: readonly TotalDimension[] } {
  if (entity === 'order') return { addsUp: saleDimensions };
  // How much was there before is nothing such a target knows.
  return entity === 'stock' ? { addsUp: stockDimensions.filter((by) => by === 'stock') } : {};
}

/** What a record adds to the totals of the run. It goes as it is, so what does not say an amount or a date adds nothing. */
export function anyTotals({ entity }: Pick<RecordKind, 'entity'>, record: SourceRecord): readonly TotalPart[] {
  if (entity === 'order' && typeof record['date'] === 'string') return saleTotals(record as unknown as Order, kinds[String(record['kind'])] ?? 'Order');
  if (entity === 'stock' && typeof record['free'] === 'string') return stockTotals('', { to: record['free'] as Decimal });
  return [];
}

/** Kinds of documents in the words of the log. */
const kinds: Readonly<Record<string, string>> = { order: 'Order', invoice: 'Invoice', receipt: 'Receipt', credit: 'CreditMemo' };
