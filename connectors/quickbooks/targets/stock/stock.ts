import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, EffectResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { readStock } from '#connectors/sdk/readStock.ts';
import { stockDimensions, stockTotals } from '#connectors/sdk/totals.ts';
import { stockQuantity } from '#connectors/sdk/stockQuantity.ts';
import type { Stock } from '#shared/entities/stock.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, subtract, toJsonNumber } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../../client.ts';
import type { Item } from '../../entities.ts';
import { isOneOf } from '../../isOneOf.ts';
import { askAll } from '../../questions.ts';
import { stockVersion } from '../../stockVersion.ts';
import { quantityOf, stockEffects } from './effects.ts';
import type { AdjustPayload } from './effects.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { stockTargetFields } from './settings.ts';

type Context = RecordContext<QuickBooksClient>;

/** Quantities of inventory items in QuickBooks Online. */
export const stock = defineTarget<QuickBooksClient>({
  name: 'stock',
  label: 'Stock of inventory items',
  help: 'Sets the quantity of the item with the same SKU. Needs a plan with inventory. Do not send stock for sales that are booked in QuickBooks as well: an invoice or receipt takes its goods from the stock by itself.',
  entity: 'stock',
  settings: stockTargetFields,
  asked: ['adjustAccount', 'unknownArticle', 'stockFormula', 'safetyStock'],
  effects: stockEffects,
  addsUp: stockDimensions,
  concurrency: 4,
  async open({ client, settings, signal, noteExchange }): Promise<TargetSession> {
    const session = await openSession(client, settings, { signal, ...(noteExchange && { noteExchange }) });
    return {
      async lookAhead(records, call) {
        const skus = records.map(skuOf).filter((sku) => sku !== '');
        // Quantities move all the time: what an earlier page saw does not count for this one.
        skus.forEach((sku) => session.items.forget(sku));
        await askAll(client, [session.items.ahead('Sku', skus)], call);
      },
      lane: (record) => skuOf(record) || String(record['sourceId'] ?? ''),
      apply: (record, context) => applyStock(record, session, context as Context),
    };
  },
});

const skuOf = (record: SourceRecord): string => (typeof record['sku'] === 'string' ? record['sku'].trim().toLowerCase() : '');
const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });
const skipped = (reason: Reason): ApplyResult => ({ outcome: 'skipped', reason });

async function applyStock(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const told = readStock(record);
  if (told.isStocked === false) return skipped(say('source_counts_none', 'The source does not keep this article in stock.'));
  const item = await findItem(told, session, context);
  if (!item) return notThere(told, session);
  const target = { type: 'Item', id: item.Id, label: item.Name };
  if (item.Type !== 'Inventory') return { ...skipped(say('not_inventory', `Item ${item.Id} is not an inventory item, so it has no quantity.`, { id: item.Id })), target };

  const wanted = stockQuantity(told, session.settings.told);
  const key = told.sourceId;
  const before = await context.recall('stock', key);
  // A difference has to start from what is there now.
  const fresh = session.adjustAccount === null ? item : ((await session.items.byId(item.Id, context)) ?? item);
  const has = quantityOf(fresh);
  const version = stockVersion(wanted);
  if (compare(has, wanted) === 0) {
    // As good as written by us: on its way back it is an echo.
    if (!context.dryRun && before?.targetVersion !== version) await context.adopt('stock', key, { targetType: 'Item', targetId: item.Id, targetVersion: version, fingerprint: version });
    return { outcome: 'unchanged', reason: say('stock_same', `Item ${item.Id} has ${has} already.`, { id: item.Id, quantity: has }), target };
  }
  if (session.settings.onMoved === 'leave' && before?.targetId === item.Id && before.targetVersion === version) {
    return { outcome: 'unchanged', reason: say('stock_sent_before', `${wanted} was sent before; QuickBooks itself has moved item ${item.Id} to ${has} since.`, { id: item.Id, wanted, quantity: has }), target };
  }
  const result = await write(fresh, { from: has, to: wanted, key }, session, context);
  session.items.forget(told.sku ?? '');
  const now = result.facts?.['quantity'];
  if (now !== undefined && compare(now, wanted) !== 0) context.warn(say('stock_differs', `QuickBooks says ${now} for item ${item.Id}, not ${wanted}.`, { id: item.Id, quantity: now, wanted }));
  return { outcome: 'updated', reason: say('stock_written', `Stock of item ${item.Id}: from ${has} to ${wanted}.`, { id: item.Id, from: has, to: wanted }), target };
}

/** The item the article was made from, else the oldest one with its SKU. */
async function findItem(told: Stock, session: Session, context: Context): Promise<Item | null> {
  for (const id of context.twin?.keys ?? []) {
    const item = /^\d{1,18}$/.test(id) ? await session.items.byId(id, context) : null;
    if (item && item.Active !== false && item.Type === 'Inventory') return item;
  }
  if ((told.sku ?? '') === '') return null;
  const found = await session.items.bySku(told.sku!, context);
  const chosen = found.find((item) => item.Type === 'Inventory') ?? found[0];
  if (found.length > 1 && chosen) context.warn(say('several_items', `${found.length} items have the number ${told.sku!}; the oldest, ${chosen.Id}, is used.`, { sku: told.sku!, count: String(found.length), id: chosen.Id }));
  return chosen ?? null;
}

function notThere(told: Stock, session: Session): ApplyResult {
  const sku = told.sku ?? '';
  if (sku === '') return skipped(say('no_sku', 'The article has no SKU to find its item by.'));
  if (session.settings.unknownArticle === 'report') throw new FluxoError({ code: 'quickbooks.product_missing', kind: 'data', what: `Article ${sku} is not in QuickBooks.`, where: { field: 'sku' }, params: { sku }, fix: 'Add an item with this SKU in QuickBooks, or choose in the target’s settings what to do with missing articles.' });
  return skipped(say('not_in_target', `Article ${sku} is not in QuickBooks.`, { sku }));
}

interface Change {
  readonly from: Decimal;
  readonly to: Decimal;
  /** The source's id of the record. */
  readonly key: string;
}

async function write(item: Item, change: Change, session: Session, context: Context): Promise<EffectResult> {
  const date = new Intl.DateTimeFormat('sv-SE').format(session.client.now());
  const options = { ledger: { entity: 'stock', key: change.key }, current: { QtyOnHand: toJsonNumber(change.from) }, totals: stockTotals('', change) };
  if (session.adjustAccount !== null) {
    const difference = { ItemRef: { value: item.Id }, QtyDiff: toJsonNumber(subtract(change.to, change.from)) };
    const payload: AdjustPayload = {
      itemId: item.Id,
      label: item.Name,
      to: change.to,
      body: { TxnDate: date, AdjustAccountRef: { value: session.adjustAccount }, PrivateNote: `fluxo: ${change.from} > ${change.to}`, Line: [{ DetailType: 'ItemAdjustmentLineDetail', ItemAdjustmentLineDetail: difference }] },
    };
    try {
      return await context.effect('adjustStock', { ...payload }, options);
    } catch (thrown) {
      if (session.settings.method !== 'auto' || !isOneOf(thrown, 'quickbooks.not_in_plan')) throw thrown;
      session.adjustAccount = null;
      context.note(say('no_adjustments', 'This company has no inventory adjustments, so the items’ quantities are set instead.'));
    }
  }
  const payload = { id: item.Id, syncToken: item.SyncToken ?? '0', changes: { QtyOnHand: toJsonNumber(change.to), InvStartDate: date } };
  return context.effect('setItemStock', payload, options);
}
