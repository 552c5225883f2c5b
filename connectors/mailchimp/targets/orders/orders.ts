import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, LedgerEntry } from '#connectors/sdk/connector.ts';
import { readOrder } from '#connectors/sdk/readOrder.ts';
import { saleDimensions, saleTotals } from '#connectors/sdk/totals.ts';
import { writtenAsOther } from '#connectors/sdk/sameSale.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal, isZero } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import { findStore } from '../../choose.ts';
import type { MailchimpClient } from '../../client.ts';
import { safeId } from '../../ids.ts';
import { textOf } from '../../pages.ts';
import { storePath } from '../../streams/storeScan.ts';
import { versionOf } from '../../version.ts';
import { createProduct } from '../products/effects.ts';
import { createStore } from '../store/storeInHand.ts';
import { placeLines } from './articles.ts';
import { changeBody, orderBody } from './body.ts';
import { buyerOf } from './buyer.ts';
import { lineIds, orderEffects } from './effects.ts';
import { orderMoney } from './money.ts';
import type { OrderMoney } from './money.ts';
import { openSession } from './session.ts';
import type { Context, Session } from './session.ts';
import { orderFields } from './settings.ts';
import type { OrderSettings } from './settings.ts';

/** Sales of a source as orders of an e-commerce store, each once, to the cent. Whoever bought is known there afterwards and subscribed to nothing. */
export const orders = defineTarget<MailchimpClient>({
  name: 'storeOrders',
  label: 'Store orders',
  help: 'Writes orders and invoices into an e-commerce store, with their buyers. Nobody is subscribed by it, and nobody gets mail unless you say so.',
  entity: 'order',
  settings: orderFields,
  asked: ['createStore', 'onExisting', 'defaultCustomer', 'onMissingProduct', 'shippingArticles', 'discountArticles', 'mayMail', 'backfill'],
  effects: [createStore, createProduct, ...orderEffects],
  addsUp: saleDimensions,
  concurrency: 8,
  async open({ client, settings, ...call }) {
    const session = await openSession(client, settings, call);
    return {
      // Orders of one buyer run one after the other, so that the first makes the customer and the others find it.
      lane: (record) => textOf((record['customer'] as SourceRecord | undefined)?.['email']).trim().toLowerCase() || textOf(record['sourceId']),
      apply: (record, context) => applyOrder(record, session, context as Context),
    };
  },
  finish: ({ client, settings, ...call }) => wakeStore(client, withDefaults(orderFields, settings) as unknown as OrderSettings, call),
});

/**
 * Takes the store out of syncing mode, whoever put it there: with “write older orders quietly” that mode belongs to this flow, so what a run that broke off has left
 * behind is set right by the next one, records or not.
 */
async function wakeStore(client: MailchimpClient, settings: OrderSettings, call: Parameters<MailchimpClient['get']>[2]): Promise<void> {
  if (settings.backfill !== 'quiet') return;
  const store = await findStore(client, settings.store ?? '', call);
  if (store?.['is_syncing'] !== true) return;
  const name = textOf(store['name']);
  try {
    await client.write('PATCH', storePath(textOf(store['id'])), { is_syncing: false }, {}, call);
  } catch (thrown) {
    if (!(thrown instanceof FluxoError)) throw thrown;
    throw new FluxoError({ ...thrown.data, code: 'mailchimp.still_syncing', what: `The store ${name} is still in syncing mode, so MailChimp sends nothing for it.`, params: { store: name }, fix: 'Run this flow again; it takes the store out of that mode at its end.' }, { cause: thrown });
  }
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

async function applyOrder(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings, store } = session;
  const order = readOrder(record);
  const id = safeId(session.orderNumber(record) || order.sourceId);
  const ledger = { entity: `order ${store.id}`, key: order.sourceId };
  const entry = await context.recall(ledger.entity, ledger.key);
  const known = entry && entry.targetId !== 'dry-run' ? entry : null;
  if (store.isSyncing && settings.backfill === 'leave' && session.isFirst()) context.warn(say('store_syncing', `The store ${store.name} is in syncing mode: MailChimp sends nothing for it until somebody takes it out.`, { store: store.name }));

  const fingerprint = versionOf(record, new Set(['sameSale']));
  if (known && known.fingerprint === fingerprint) return { ...there(known, say('order_unchanged', 'Nothing changed since it was last written.')), outcome: 'unchanged' };
  const other = known ? null : await writtenAsOther(order, ledger.entity, context);
  if (other) return there(other.entry, say('same_sale', `The sale is in the store already: another document of it became order ${other.entry.targetId}.`, { id: other.entry.targetId }));
  if (order.cancelled && !known) return cancelledBefore(settings);
  if (order.cancelled && settings.cancelled !== 'mark') return leaveCancelled(settings, known!);
  if (known && settings.onExisting === 'skip' && !order.cancelled) return there(known, say('order_there', `Already in the store: ${known.targetId}.`, { id: known.targetId }));

  const money = orderMoney(order, { shipping: session.shippingArticles, discount: session.discountArticles });
  const isCredit = compare(money.total, '0') < 0;
  if (isCredit && settings.credits !== 'negative') return credit(settings, money);
  const buyer = buyerOf(order, settings);
  if (!buyer) return { outcome: 'skipped', reason: say('order_without_email', 'The order has no e-mail address, by which MailChimp knows a buyer.') };
  demandCurrency(order, session);
  money.notes.forEach(context.note);

  const work: Work = { order, id, ledger, known, fingerprint, money: { ...money, lines: money.lines.filter(({ line, price }) => (line.sku ?? '') !== '' || !isZero(price)) }, isCredit, buyer, session, context };
  return (known && (await change(known, work))) ?? create(work);
}

interface Work {
  readonly order: Order;
  readonly id: string;
  readonly ledger: { readonly entity: string; readonly key: string };
  readonly known: LedgerEntry | null;
  readonly fingerprint: string;
  readonly money: OrderMoney;
  readonly isCredit: boolean;
  readonly buyer: NonNullable<ReturnType<typeof buyerOf>>;
  readonly session: Session;
  readonly context: Context;
}

/** Everything that can stop the order is decided before the first write but that of a missing product. */
async function create(work: Work): Promise<ApplyResult> {
  const { order, id, ledger, fingerprint, money, buyer, session, context } = work;
  const { store } = session;
  if (money.lines.length === 0) throw new FluxoError({ code: 'mailchimp.no_lines', kind: 'data', what: 'The order has no line with an article.', where: { field: 'lines' }, fix: 'Correct the order in the source; MailChimp takes none without lines.' });
  await store.ensure(context);
  if (context.dryRun && store.isThere) {
    const taken = await alreadyThere(work);
    if (taken) return taken;
  }
  const customer = await session.customer(buyer.email, context);
  const isOld = session.settings.backfill === 'quiet' && Date.parse(order.date) < context.client.now() - session.settings.quietAfterDays * 86_400_000;
  if (isOld && !context.dryRun) await session.beQuiet(context);
  if (session.settings.states === 'send' && !isOld && session.isQuiet()) context.warn(say('mail_held_back', 'The store is in syncing mode, so MailChimp holds back the mail about this order for good.'));
  const write = async (verify: boolean) => {
    const places = await placeLines(money.lines, verify, session, context);
    return context.effect('createOrder', { store: store.id, order: id, body: orderBody({ ...work, places, customer, states: session.settings.states }) }, { ledger: { ...ledger, fingerprint }, totals: saleTotals(order, 'Order', money.total) });
  };
  try {
    await write(false).catch((thrown: unknown) => {
      // Somebody took a product away that the ledger still knows.
      if (thrown instanceof FluxoError && thrown.code === 'mailchimp.product_missing') return write(true);
      throw thrown;
    });
  } catch (thrown) {
    if (!(thrown instanceof FluxoError) || thrown.code !== 'mailchimp.order_exists') throw thrown;
    const taken = await alreadyThere(work);
    if (taken) return taken;
    throw thrown;
  }
  session.keepCustomer(buyer.email, customer ?? buyer.id);
  return { outcome: 'created', reason: say('order_made', `Written as order ${id}, ${money.total}.`, { id, total: money.total }), target: { type: 'Order', id, label: id } };
}

/** An order with the number that is there, when it is the same one; null when there is none. Throws `data` for another one. */
async function alreadyThere({ id, ledger, fingerprint, money, session, context }: Work): Promise<ApplyResult | null> {
  const found = await context.client.find(storePath(session.store.id, 'orders', id), { fields: 'id,order_total' }, context);
  if (!found) return null;
  const total = textOf(found['order_total']);
  if (!isDecimal(total) || compare(total, money.total) !== 0) throw new FluxoError({ code: 'mailchimp.order_id_taken', kind: 'data', what: `The store has another order ${id}, of ${total}; this one comes to ${money.total}.`, where: { field: 'orderId' }, params: { id, there: total, total: money.total }, fix: 'Choose another template for the number, such as one with a prefix, or correct the order in the store.' });
  if (!context.dryRun) await context.adopt(ledger.entity, ledger.key, { targetType: 'Order', targetId: id, fingerprint });
  return { outcome: 'skipped', reason: say('order_adopted', `Already in the store: order ${id} was found and remembered.`, { id }), target: { type: 'Order', id, label: id } };
}

/** Writes the changes of an order that is there; null when somebody deleted it, so that it is made anew. */
async function change(known: LedgerEntry, work: Work): Promise<ApplyResult | null> {
  const { order, ledger, fingerprint, money, session, context } = work;
  const id = known.targetId;
  const found = await context.client.find(storePath(session.store.id, 'orders', id), { exclude_fields: '_links' }, context);
  if (!found) {
    await context.forget(ledger.entity, ledger.key);
    if (!order.cancelled) return null;
    return { outcome: 'skipped', reason: say('cancelled_before', 'The order was cancelled and is not in the store.') };
  }
  const places = await placeLines(money.lines, true, session, context);
  const body = changeBody({ ...work, places, customer: null, states: session.settings.states }, context.client.now());
  const linesGone = lineIds(found).filter((line) => !body.lines.some((own) => own.id === line));
  await context.effect('updateOrder', { store: session.store.id, order: id, body: { ...body }, linesGone }, { ledger: { ...ledger, fingerprint }, current: found });
  const reason = order.cancelled ? say('order_cancelled', `Cancelled order ${id} in the store.`, { id }) : say('order_changed', `Changed order ${id}, ${money.total}.`, { id, total: money.total });
  return { outcome: 'updated', reason, target: { type: 'Order', id, label: id } };
}

const there = ({ targetId }: LedgerEntry, reason: Reason): ApplyResult => ({ outcome: 'skipped', reason, target: { type: 'Order', id: targetId, label: targetId } });

function cancelledBefore(settings: OrderSettings): ApplyResult {
  const what = 'The order was cancelled and is not in the store.';
  if (settings.cancelled === 'park') throw new FluxoError({ code: 'mailchimp.cancelled_before', kind: 'data', what, where: { field: 'cancelled' }, parkedOn: { setting: 'cancelled', value: 'cancelled' }, fix: 'Ignore this problem, or let cancelled orders be skipped.' });
  return { outcome: 'skipped', reason: say('cancelled_before', what) };
}

function leaveCancelled(settings: OrderSettings, known: LedgerEntry): ApplyResult {
  const what = `The order was cancelled after it became order ${known.targetId} of the store.`;
  if (settings.cancelled === 'park') throw new FluxoError({ code: 'mailchimp.cancelled_since', kind: 'data', what, where: { field: 'cancelled' }, params: { id: known.targetId }, parkedOn: { setting: 'cancelled', value: 'cancelled' }, fix: 'Cancel it in the store, then ignore this problem; or let Fluxo cancel orders there too.' });
  return there(known, say('cancelled_since', what, { id: known.targetId }));
}

function credit(settings: OrderSettings, { total }: OrderMoney): ApplyResult {
  if (settings.credits === 'skip') return { outcome: 'skipped', reason: say('credit', `A credit of ${total}; credits are not sent.`, { total }) };
  throw new FluxoError({ code: 'mailchimp.credit', kind: 'data', what: `A credit of ${total}.`, where: { field: 'credits' }, params: { total }, parkedOn: { setting: 'credits', value: 'credit' }, fix: 'Choose in the settings of the target what becomes of credits.' });
}

/** The service adds up amounts without converting them. */
function demandCurrency({ currency }: Order, { store }: Session): void {
  if (currency === undefined || currency === '' || currency === store.currency) return;
  throw new FluxoError({ code: 'mailchimp.other_currency', kind: 'data', what: `The order is in ${currency}, the store in ${store.currency}.`, where: { field: 'currency' }, params: { currency, store: store.currency }, parkedOn: { setting: 'store', value: currency }, fix: 'Send orders of other currencies to a store of their own, with a filter before the target.' });
}
