import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, EffectResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { readOrder } from '#connectors/sdk/readOrder.ts';
import { saleDimensions, saleTotals } from '#connectors/sdk/totals.ts';
import type { Address } from '#shared/entities/address.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isDecimal, isZero, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { MplusClient } from '../../client.ts';
import { choose } from '../choose.ts';
import { lookAheadForArticles } from '../articleSettings.ts';
import type { CustomerToResolve } from '../relations/candidate.ts';
import { countryText } from '../relations/countryText.ts';
import { lookAheadRelations, resolveRelation } from '../relations/resolver.ts';
import { isRounding, owedOf, vatMethodOf } from './amounts.ts';
import type { VatMethod } from './amounts.ts';
import { orderEffects, orderType } from './effects.ts';
import { alreadyThere, demandTotal, fingerprintOf } from './existing.ts';
import { makeLines } from './lines.ts';
import { paymentsOf } from './payments.ts';
import { placeOf } from './place.ts';
import { openSession, rowNamed } from './session.ts';
import type { Session } from './session.ts';
import { orderFields } from './settings.ts';

type Context = RecordContext<MplusClient>;

/** Orders as sales orders of the till, each once, to the cent. */
export const salesOrders = defineTarget<MplusClient>({
  name: 'salesOrders',
  label: 'Sales orders',
  help: 'Enters orders at the till: finds or makes the customer’s card, checks that every article is there, and makes the order with what was paid. The till then reserves the goods.',
  entity: 'order',
  settings: orderFields,
  asked: ['orderType', 'branch', 'entryBranch', 'workplace', 'employee', 'defaultDebtor', 'requireEmail', 'onMissingProduct', 'sendPayments', 'paymentMethod', 'paymentDays', 'shippingMethod', 'shippingAs'],
  effects: orderEffects,
  addsUp: saleDimensions,
  concurrency: 2,
  async open({ client, settings, sourceConnection, ...call }): Promise<TargetSession> {
    const session = await openSession(client, settings, sourceConnection, call);
    return {
      async lookAhead(records, ahead) {
        // A record that is no order fails when its turn comes; looking ahead is no place for it.
        const orders = records.flatMap(tryRead);
        await session.lookups.ahead(orders.map(session.externalId), ahead);
        const skus = orders.flatMap((order) => order.lines.map((line) => line.sku ?? '')).filter((sku) => !session.shippingSkus.has(sku.toLowerCase()) && !session.discountSkus.has(sku.toLowerCase()));
        await lookAheadForArticles(session.finder, skus, session.settings, ahead);
        await lookAheadRelations(orders.map(customerOf), session.relations, ahead);
      },
      // Orders of one customer run one after the other, so that the first makes the card and the others find it.
      lane(record) {
        const order = tryRead(record)[0];
        return (order && ((order.customer?.email ?? '').toLowerCase() || order.customer?.sourceId || order.customer?.company || order.customer?.name)) || String(record['sourceId'] ?? '');
      },
      apply: (record, context) => applyOrder(record, session, context as Context),
    };
  },
});

function tryRead(record: SourceRecord): readonly Order[] {
  try {
    const order = readOrder(record);
    return order.cancelled ? [] : [order];
  } catch (thrown) {
    if (thrown instanceof FluxoError) return [];
    throw thrown;
  }
}

/** The customer of an order in the words of the resolver. */
function customerOf(order: Order): CustomerToResolve {
  return { ...order.customer, ...(order.billing && { billing: order.billing }), ...(order.shipping && { shipping: order.shipping }) };
}

/** One order, step by step. Everything that can stop it is decided before the first write: amounts and settings without a call, then articles, then the customer, then the order. */
async function applyOrder(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const order = readOrder(record);
  if (order.cancelled) return cancelled(order, session, context);
  if (isCredit(order)) return credit(session);
  const method = vatMethodOf(order, session.settings);
  const owed = owedOf(order, method);
  const known = await alreadyThere(order, owed, session, context);
  if (known) return known;

  const place = placeOf(order, session, context);
  const payments = paymentsOf(order, owed, session, context);
  const { lines, difference } = await makeLines(order, method, place.financialBranchNumber ?? '', session, context);
  sayDifference(difference, context);
  const relation = await resolveRelation({ ...customerOf(order), ...daysOf(order, session) }, session.relations, context, {
    modeOf: (field) => context.writeMode(/^(billing|shipping)\b/.test(field) ? field : `customer.${field}`),
    fallbackKey: order.sourceId,
  });
  if (relation.how === 'inactive') {
    throw new FluxoError({ code: 'mplus.customer_inactive', kind: 'data', what: `The customer’s card ${relation.number} was put away at the till.`, where: { field: 'customer' }, params: { number: relation.number }, fix: 'Activate the card at the till, then try the order again.' });
  }
  const body = orderBody(order, method, relation.number, place, lines, session, context);
  const result = await create(order, { order: body, payments }, session, context);
  if (!context.dryRun) await checkTotal(order, result, owed, session, context);
  return resultOf(result, payments.length > 0 && result.facts?.['unpaid'] !== 'yes');
}

/** Days in which the customer has to pay, as the settings want them. Parks what is no whole number. */
function daysOf(order: Order, { settings }: Session): { readonly paymentDays?: string } {
  if (!settings.paymentDays.enabled) return {};
  const value = order.paymentTerm || order.customer?.paymentDays || '';
  const days = applyValueSetting(settings.paymentDays, value, 'paymentDays', 'Payment days of the customer').trim();
  if (days === '' || /^\d{1,4}$/.test(days)) return days === '' ? {} : { paymentDays: days };
  throw new FluxoError({ code: 'mplus.bad_payment_days', kind: 'data', what: `“${days}” is no number of days.`, where: { field: 'paymentDays' }, params: { value: days }, parkedOn: { setting: 'paymentDays', value }, fix: 'Add a row with the number of days to the table of this setting.' });
}

const isCredit = (order: Order): boolean => order.kind === 'credit' || [order.totalIncl, order.totalExcl].some((total) => total !== undefined && compare(total, '0') < 0);

function credit({ settings }: Session): ApplyResult {
  const what = 'The document is a credit; the till takes no order with a negative total.';
  if (settings.credits === 'skip') return { outcome: 'skipped', reason: { code: 'mplus.order_credit', text: what } };
  throw new FluxoError({ code: 'mplus.order_credit', kind: 'data', what, where: { field: 'kind' }, parkedOn: { setting: 'credits', value: 'credit' }, fix: 'Credit the sale at the till by hand, then ignore this problem, or let credits be skipped.' });
}

/** A cancelled order is not entered. One that was entered before it was cancelled is more than a skip: the till still keeps its goods. */
async function cancelled(order: Order, session: Session, context: Context): Promise<ApplyResult> {
  const entry = await context.recall('order', session.ledgerKey(order));
  const made = entry && entry.targetId !== 'dry-run' ? entry : null;
  const what = made ? `The order was cancelled after it became order ${made.targetId} of the till.` : 'The order was cancelled.';
  const code = made ? 'mplus.order_cancelled_since' : 'mplus.order_cancelled';
  const params = { order: made?.targetId ?? '' };
  const fix = made ? 'Cancel it at the till, then ignore this problem.' : 'Check whether it is at the till; then ignore this problem, or let cancelled orders be skipped.';
  if (made && session.settings.onExisting === 'alertIfChanged') throw new FluxoError({ code, kind: 'data', what, where: { field: 'cancelled' }, params, fix });
  if (session.settings.cancelled === 'park') throw new FluxoError({ code, kind: 'data', what, where: { field: 'cancelled' }, params, parkedOn: { setting: 'cancelled', value: 'cancelled' }, fix });
  if (made) context.warn({ code, text: what, params, fix });
  return { outcome: 'skipped', reason: { code, text: what, params }, ...(made && { target: { type: orderType, id: made.targetId } }) };
}

function sayDifference(difference: Decimal, context: Context): void {
  if (isZero(difference)) return;
  if (!isRounding(difference)) throw new FluxoError({ code: 'mplus.order_uneven', kind: 'data', what: `Prices in whole cents miss the order’s total by ${difference}.`, where: { field: 'lines' }, params: { difference }, fix: 'Correct the prices of the order, or enter it at the till by hand.' });
  context.warn({ code: 'mplus.order_rounding', text: `The till computes the order with a difference of ${difference}.`, params: { difference } });
}

function orderBody(order: Order, method: VatMethod, relationNumber: string, place: SourceRecord, lines: readonly SourceRecord[], session: Session, context: Context): SourceRecord {
  const { settings, deliveryMethods } = session;
  const reference = session.reference(order);
  const deliveryMethod = choose({ key: 'shippingMethod', label: 'Shipping method', setting: settings.shippingMethod, find: (told) => rowNamed(deliveryMethods, told), warn: context.warn }, order.shippingMethod ?? '')?.value;
  const address = (where: Address | undefined) => (where && [where.line1, where.postalCode, where.city].some(Boolean) ? addressOf(where, order, settings.countryLanguage) : undefined);
  const [delivery, invoice] = [address(order.shipping ?? order.billing), address(order.billing)];
  return {
    extOrderId: session.externalId(order),
    orderType: settings.orderType,
    ...place,
    relationNumber,
    ...(delivery && { deliveryAddress: delivery }),
    ...(invoice && { invoiceAddress: invoice }),
    financialDate: order.date,
    ...(reference !== '' && { reference }),
    vatMethod: method,
    ...(deliveryMethod !== undefined && { deliveryMethod }),
    lineList: lines,
  };
}

function addressOf(where: Address, { customer }: Order, language: Session['settings']['countryLanguage']): SourceRecord {
  const person = [customer?.firstName, customer?.lastName].filter(Boolean).join(' ');
  const name = where.name || customer?.company || customer?.name || person;
  return {
    ...(name && { name }),
    ...(person !== '' && person !== name && { contact: person }),
    address: where.line1 ?? '',
    zipcode: where.postalCode ?? '',
    city: where.city ?? '',
    country: countryText(where.country ?? '', language),
    ...(customer?.company && { companyName: customer.company }),
  };
}

async function create(order: Order, payload: { readonly order: SourceRecord; readonly payments: readonly SourceRecord[] }, session: Session, context: Context): Promise<EffectResult> {
  try {
    return await context.effect('createOrder', payload, { ledger: { entity: 'order', key: session.ledgerKey(order), fingerprint: fingerprintOf(order, context) }, totals: saleTotals(order, orderType) });
  } catch (thrown) {
    // Something it names may be gone: the next attempt must not believe what was looked up before.
    if (thrown instanceof FluxoError && thrown.data.refusedByService) for (const line of order.lines) if (line.sku) session.finder.forget(line.sku);
    throw thrown;
  }
}

/** Compares what the till made of the order with what it comes to. More than roundings: a `data` error, and the ledger forgets the order, so that the next attempt looks at it again. */
async function checkTotal(order: Order, result: EffectResult, owed: Decimal | undefined, session: Session, context: Context): Promise<void> {
  if (result.facts?.['queued'] === 'yes') context.warn({ code: 'mplus.order_queued', text: 'The till has put the order in a queue; it shows up there later.' });
  if (result.facts?.['unpaid'] === 'yes') context.warn({ code: 'mplus.order_unpaid', text: 'The till made the order but refused its payments.', fix: 'Enter the payment at the till by hand.' });
  const total = result.facts?.['total'];
  if (owed === undefined || !isDecimal(total)) return;
  try {
    demandTotal({ orderId: result.id, label: result.label ?? '', totalIncl: total }, owed);
  } catch (thrown) {
    await context.forget('order', session.ledgerKey(order));
    throw thrown;
  }
  const difference = subtract(total, owed);
  if (!isZero(difference)) context.warn({ code: 'mplus.order_rounding', text: `The till computes the order with a difference of ${difference}.`, params: { difference } });
}

function resultOf(result: EffectResult, isPaid: boolean): ApplyResult {
  const label = result.label ?? result.id;
  const target = { type: orderType, id: result.id, ...(result.label !== undefined && { label: result.label }) };
  if (result.adopted) return { outcome: 'skipped', reason: { code: 'mplus.order_adopted', text: `Already at the till: order ${label} was found and remembered.`, params: { order: label } }, target };
  const params = { order: label, total: result.facts?.['total'] ?? '' };
  return { outcome: 'created', reason: isPaid ? { code: 'mplus.order_created_paid', text: `Created order ${label} with its payment.`, params } : { code: 'mplus.order_created', text: `Created order ${label}.`, params }, target };
}
