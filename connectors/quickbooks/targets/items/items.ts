import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { readProduct } from '#connectors/sdk/readProduct.ts';
import { valuesToWrite } from '#connectors/sdk/writeModes.ts';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, toJsonNumber } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { createCategory } from '../../categories/categoryEffects.ts';
import type { QuickBooksClient } from '../../client.ts';
import { kinds } from '../../entities.ts';
import type { Item } from '../../entities.ts';
import { wantedExtras } from '../../extraFields.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import { isOneOf } from '../../isOneOf.ts';
import { createItem, updateItem } from '../../items/itemEffects.ts';
import { askAll } from '../../questions.ts';
import { asRow } from '../../updateEffect.ts';
import { accountsOf, demandAccounts } from './accounts.ts';
import { categoryOf } from './categoryOf.ts';
import { findItem, itemNumber } from './findItem.ts';
import { itemName, namesToTry } from './itemName.ts';
import { pricingOf } from './pricing.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { itemFields } from './settings.ts';
import { textsOf } from './texts.ts';
import { isSameHere, modeWith, wantedItem } from './wantedItem.ts';
import type { WantedItem } from './wantedItem.ts';

type Context = RecordContext<QuickBooksClient>;
type Json = { readonly [key: string]: Value };

/** Products and services in QuickBooks Online, each once, found by SKU. */
export const items = defineTarget<QuickBooksClient>({
  name: 'items',
  label: 'Products and services',
  help: 'Makes items and keeps their prices and taxes up to date; names and texts only when you say so. A colour or size becomes an item of its own. Quantities are set when an item is made; after that the stock flow keeps them.',
  entity: 'product',
  settings: itemFields,
  asked: ['matchBy', 'updateExisting', 'stockedType', 'startDate', 'incomeAccount', 'expenseAccount', 'assetAccount', 'taxCode'],
  effects: [createItem, updateItem, createCategory],
  concurrency: 8,
  async open({ client, settings, ...call }): Promise<TargetSession> {
    const session = await openSession(client, settings, call);
    return {
      lookAhead: (records, pageCall) => askAll(client, [session.lookups.ahead('Sku', session.settings.matchBy === 'name' ? [] : records.map((record) => skuOf(record, session)).filter((sku) => sku !== ''))], pageCall),
      lane: (record) => skuOf(record, session) || String(record['name'] ?? record['sourceId'] ?? ''),
      apply: (record, context) => applyProduct(record, session, context as Context),
    };
  },
});

const skuOf = (record: SourceRecord, { settings }: Session): string => String(record[settings.skuFrom] ?? '').trim();

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });
const skipped = (reason: Reason, item?: Item): ApplyResult => ({ outcome: 'skipped', reason, ...(item && { target: { type: 'Item', id: item.Id, label: item.Name } }) });

interface Work extends Omit<WantedItem, 'categoryId'> {
  readonly session: Session;
  readonly context: Context;
  readonly fingerprint: string;
  /** As it was mapped: further fields may use what the entity does not know. */
  readonly record: SourceRecord;
}

/** One product: read, priced and taxed without a call, then found, then made or changed. */
async function applyProduct(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings, company } = session;
  const product = readProduct(record);
  if (product.active === false && settings.inactive === 'skip') return skipped(say('product_inactive', 'The product is inactive in the source.'));
  const fingerprint = fingerprintOf([session.extras.length > 0 ? record : product, session.settingsMark]);
  const before = await context.recall('product', product.sourceId);
  if (before && before.targetId !== 'dry-run' && before.fingerprint === fingerprint) return { outcome: 'unchanged', reason: say('same_as_sent', 'Nothing changed since it was last written.'), target: { type: 'Item', id: before.targetId } };

  const name = itemName(product, context.warn);
  const sku = itemNumber(product, session);
  const pricing = pricingOf(product, settings, company, context.warn);
  const work: Work = { record, session, context, fingerprint, product, name, sku, settings, pricing, texts: textsOf(product, settings), accounts: accountsOf(product, session, context.warn) };
  const found = await findItem(product, { sku, name }, session, context);
  if (found) return change(found, work);
  if (!settings.createNew) return skipped(say('item_not_there', 'The product is not in QuickBooks, and new items are not made.'));
  return create(work);
}

/** Remembers what a product became without having written anything. */
async function keep(item: Item, { product, context, fingerprint }: Work): Promise<void> {
  if (!context.dryRun) await context.adopt('product', product.sourceId, { targetType: 'Item', targetId: item.Id, fingerprint });
}

/** What a new item is, by whether it is kept in stock and by what the company's plan has. */
function typeOf(product: Product, { settings, company }: Session, context: Context): 'Inventory' | 'NonInventory' | 'Service' {
  const type = product.isStocked === true ? settings.stockedType : settings.otherType;
  if (type !== 'Inventory' || company.hasInventory) return type;
  if (settings.withoutInventory === 'park') throw new FluxoError({ code: 'quickbooks.no_inventory', kind: 'data', what: 'The product is kept in stock, and the QuickBooks company has no inventory: its plan does not include it, or it is switched off.', where: { field: 'isStocked' }, parkedOn: { setting: 'withoutInventory', value: 'Inventory' }, fix: 'Choose another plan at Intuit or switch quantities on in QuickBooks (Account and settings, Sales), or let such products become goods without stock.' });
  context.warn(say('without_inventory', 'The company has no inventory, so the item is made without stock.'));
  return 'NonInventory';
}

async function create(work: Work): Promise<ApplyResult> {
  const { accounts, context, fingerprint, name, product, session, settings } = work;
  const type = typeOf(product, session, context);
  demandAccounts(product, type, accounts);
  const category = await categoryOf(product, session, context);
  const { Name: _name, ParentRef, AssetAccountRef, ...values } = valuesToWrite([...wantedItem({ ...work, categoryId: category?.Id }, null), ...wantedExtras(extrasFor(type, session), work.record, session.company, null)], { isNew: true, modeOf: context.writeMode });
  const stock = type !== 'Inventory' ? {} : { TrackQtyOnHand: true, QtyOnHand: firstQuantity(product, context), InvStartDate: settings.startDate, ...(AssetAccountRef !== undefined && { AssetAccountRef }) };
  const names = namesToTry(name, product);
  for (const [attempt, tried] of names.entries()) {
    const body: Json = { Name: tried, Type: type, ...values, ...(ParentRef !== undefined && { SubItem: true, ParentRef }), ...stock };
    try {
      const made = await context.effect('createItem', { body }, { slot: String(attempt), ledger: { entity: 'product', key: product.sourceId, fingerprint } });
      if (!context.dryRun) session.lookups.keep(kinds.item.parse({ ...body, Id: made.id, SyncToken: made.version ?? '0' }));
      return { outcome: 'created', reason: say('new_item', `Created item ${made.id}.`, { id: made.id }), target: { type: 'Item', id: made.id, label: tried } };
    } catch (thrown) {
      if (!isOneOf(thrown, 'quickbooks.duplicate_name') || attempt === names.length - 1) throw thrown;
      context.note(say('item_name_taken_note', 'Another item has this name; the number is added to it.'));
    }
  }
  throw new FluxoError({ code: 'quickbooks.no_name', kind: 'bug', what: 'No name was tried for the item.', fix: 'Please report it with the log of this run.' });
}

/** Only items that are counted are ordered anew at some point. */
const extrasFor = (type: string | undefined, { extras }: Session) => (type === 'Inventory' ? extras : extras.filter(({ name }) => name !== 'ReorderPoint'));

/** What the source has in stock when the item is made; an item cannot begin with less than nothing. */
function firstQuantity(product: Product, context: Context): number {
  const mode = context.writeMode('quantity');
  if (product.quantity === undefined || mode === 'update') return 0;
  return compare(product.quantity, '0') < 0 ? 0 : toJsonNumber(product.quantity);
}

async function change(known: Item, work: Work): Promise<ApplyResult> {
  const { context, session, settings } = work;
  const target = { type: 'Item', id: known.Id, label: known.Name };
  if (known.Type === 'Group') return skipped(say('item_bundle', `Item ${known.Id} is a bundle, which QuickBooks lets nobody change from outside.`, { id: known.Id }), known);
  if (known.Active === false) return skipped(say('item_inactive', `Item ${known.Id} is inactive in QuickBooks; it is left alone.`, { id: known.Id }), known);
  if (!settings.updateExisting) {
    await keep(known, work);
    return skipped(say('item_left', `Item ${known.Id} is there already; items that are there are not changed.`, { id: known.Id }), known);
  }
  const modeOf = modeWith(settings, context.writeMode);
  // Only a category that may be written is looked for, so that none is made for nothing.
  const wantsCategory = modeOf('category') !== 'create' && !(modeOf('category') === 'ifEmpty' && known.ParentRef !== undefined);
  const category = wantsCategory ? await categoryOf(work.product, session, context) : null;
  const changes = valuesToWrite([...wantedItem({ ...work, categoryId: category?.Id }, known), ...wantedExtras(extrasFor(known.Type, session), work.record, session.company, known)], { isNew: false, modeOf, isSame: isSameHere });
  const all: Json = { ...withoutOwnName(changes, known, work), ...(changes['ParentRef'] !== undefined && { SubItem: true }) };
  const fields = Object.keys(all).filter((field) => field !== 'SubItem');
  if (fields.length === 0) {
    await keep(known, work);
    return { outcome: 'unchanged', reason: say('item_same', `Item ${known.Id} says the same already.`, { id: known.Id }), target };
  }
  await send(known, all, work);
  return { outcome: 'updated', reason: say('item_updated', `Updated item ${known.Id}: ${fields.join(', ')}.`, { id: known.Id, fields: fields.join(', ') }), target };
}

/** A name that got a number when the item was made is the same name. */
function withoutOwnName({ Name, ...rest }: Json, known: Item, { name, product }: Work): Json {
  return Name === undefined || namesToTry(name, product).some((tried) => tried.toLowerCase() === known.Name.toLowerCase()) ? rest : { Name, ...rest };
}

async function send(known: Item, changes: Json, work: Work): Promise<void> {
  const { context, fingerprint, product, session } = work;
  const options = { current: asRow(known), ledger: { entity: 'product', key: product.sourceId, fingerprint } };
  const payload = (fields: Json) => ({ id: known.Id, syncToken: known.SyncToken ?? '0', changes: fields });
  let sent = changes;
  let version: string | undefined;
  try {
    ({ version } = await context.effect('updateItem', payload(changes), options));
  } catch (thrown) {
    if (!isOneOf(thrown, 'quickbooks.duplicate_name') || changes['Name'] === undefined) throw thrown;
    context.warn(say('item_not_renamed', 'Another item has the new name; the item keeps its own.'));
    const { Name: _taken, ...rest } = changes;
    sent = rest;
    if (Object.keys(rest).length > 0) ({ version } = await context.effect('updateItem', payload(rest), { ...options, slot: 'without name' }));
    else await keep(known, work);
  }
  if (!context.dryRun) session.lookups.keep(kinds.item.parse({ ...known, ...sent, ...(version !== undefined && { SyncToken: version }) }));
}
