import type { ApplyResult, RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { absolute, compare, isDecimal, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { MplusClient } from '../../client.ts';
import { orderType } from './effects.ts';
import type { TillOrder } from './lookups.ts';
import type { Session } from './session.ts';

type Context = RecordContext<MplusClient>;

/** A short mark of everything the order says. The reader gives its fields in one order, whatever the mapping does. */
export const fingerprintOf = (order: Order, context: Context): string => context.hash(JSON.stringify(order));

/**
 * Whether the order is at the till already: by the ledger, because it came from there, by its external id, or entered by hand with the same reference, date
 * and total. What is found is taken into the ledger. Null when it is new. Throws `data` when the till's order comes to another total, or
 * when the order changed since and that is to be reported.
 */
export async function alreadyThere(order: Order, owed: Decimal | undefined, session: Session, context: Context): Promise<ApplyResult | null> {
  const entry = await context.recall('order', session.ledgerKey(order));
  if (entry && entry.targetId !== 'dry-run') {
    reportChange(order, entry.fingerprint, session, context);
    return skipped({ code: 'mplus.order_known', text: `Sent before: order ${entry.targetId}.`, params: { order: entry.targetId } }, entry.targetId);
  }
  const twin = context.twin ? (await session.lookups.byIds(context.twin.keys, context))[0] : undefined;
  if (twin) return adopt(twin, { code: 'mplus.order_twin', text: `Comes from order ${twin.label} of this very till.`, params: { order: twin.label } }, order, session, context);
  const own = await session.lookups.byExternalId(session.externalId(order), context);
  if (own) {
    demandTotal(own, owed);
    return adopt(own, adopted(own), order, session, context);
  }
  const byHand = await enteredByHand(order, owed, session, context);
  return byHand && adopt(byHand, adopted(byHand), order, session, context);
}

const adopted = ({ label }: TillOrder): Reason => ({ code: 'mplus.order_adopted', text: `Already at the till: order ${label} was found and remembered.`, params: { order: label } });

async function enteredByHand(order: Order, owed: Decimal | undefined, session: Session, context: Context): Promise<TillOrder | null> {
  const reference = session.reference(order);
  if (!session.settings.findByReference || reference === '' || owed === undefined) return null;
  // Orders of ours have an external id, and theirs was another one.
  const ours = session.externalId({ ...order, sourceId: '' });
  const same = (await session.lookups.ofDay(order.date, context)).filter((found) => found.reference === reference && !found.externalId.startsWith(ours) && isDecimal(found.totalIncl) && compare(found.totalIncl, owed) === 0);
  return same.length === 1 ? same[0]! : null;
}

async function adopt(found: TillOrder, reason: Reason, order: Order, session: Session, context: Context): Promise<ApplyResult> {
  if (!context.dryRun) await context.adopt('order', session.ledgerKey(order), { targetType: orderType, targetId: found.orderId, ...(found.version !== '' && { targetVersion: found.version }), fingerprint: fingerprintOf(order, context) });
  return skipped(reason, found.orderId, found.label);
}

/** Throws `data` when an order of ours comes to something else at the till than it should; roundings aside. */
export function demandTotal(found: Pick<TillOrder, 'orderId' | 'label' | 'totalIncl'> & { readonly isCancelled?: boolean }, owed: Decimal | undefined): void {
  if (found.isCancelled || owed === undefined || !isDecimal(found.totalIncl) || compare(absolute(subtract(found.totalIncl, owed)), '0.02') <= 0) return;
  throw new FluxoError({ code: 'mplus.order_total_differs', kind: 'data', what: `Order ${found.label || found.orderId} comes to ${found.totalIncl} at the till, the source says ${owed}.`, where: { field: 'totalIncl' }, params: { order: found.label || found.orderId, total: found.totalIncl, expected: owed }, fix: 'Correct or cancel the order at the till, or correct the VAT of its articles; then try again.' });
}

function reportChange(order: Order, fingerprint: string | undefined, session: Session, context: Context): void {
  if (session.settings.onExisting !== 'alertIfChanged' || fingerprint === undefined || fingerprint === fingerprintOf(order, context)) return;
  throw new FluxoError({ code: 'mplus.order_changed_since', kind: 'data', what: 'The order changed after it was entered at the till.', where: { field: 'onExisting' }, fix: 'Change the order at the till by hand, then ignore this problem.' });
}

function skipped(reason: Reason, id: string, label?: string): ApplyResult {
  return { outcome: 'skipped', reason, target: { type: orderType, id, ...(label !== undefined && label !== '' && { label }) } };
}
