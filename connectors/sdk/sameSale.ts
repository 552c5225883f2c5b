import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import type { LedgerEntry, RecordContext } from './connector.ts';

/** Another document of the sale that is in the target already. */
export interface WrittenBefore {
  /** Its id at the source. */
  readonly id: string;
  readonly entry: LedgerEntry;
}

/**
 * A till tells one sale by several documents: an order, the invoice it became, the ticket it was paid with. Whoever sends orders and invoices to the
 * same books would book it twice. Gives the document of the same sale that any flow has written under the ledger's `entity`, or null. A credit
 * names what it credits and is a sale of its own. Throws `sale.partly_written` (parked) when some of its documents were written and others not.
 */
export async function writtenAsOther(order: Order, entity: string, context: Pick<RecordContext<unknown>, 'recall'>): Promise<WrittenBefore | null> {
  const others = (order.sameSale ?? []).filter((id) => id !== '' && id !== order.sourceId);
  if (others.length === 0 || order.kind === 'credit' || order.totalIncl?.startsWith('-')) return null;
  const written: WrittenBefore[] = [];
  for (const id of others) {
    const entry = await context.recall(entity, id);
    if (entry && entry.targetId !== 'dry-run') written.push({ id, entry });
  }
  if (written.length === 0) return null;
  if (written.length === others.length) return written[0]!;
  const count = { written: String(written.length), all: String(others.length) };
  throw new FluxoError({ code: 'sale.partly_written', kind: 'data', what: `Of the other documents of this sale (${count.all}) some were sent already (${count.written}): this one would count part of it twice.`, where: { field: 'sameSale' }, params: count, parkedOn: { setting: 'sameSale', value: order.sourceId }, fix: 'Send either orders or invoices to the same place, and settle this one by hand.' });
}
