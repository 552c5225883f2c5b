import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { readProduct } from '#connectors/sdk/readProduct.ts';
import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import { compare } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../../client.ts';
import { textOf } from '../../wire/values.ts';
import { readPlaces, superUser } from '../places.ts';
import { settingsCheck } from '../settingsCheck.ts';
import { setStock } from '../stock/effects.ts';
import { articleValues } from './articleFields.ts';
import type { ArticleValues } from './articleFields.ts';
import { articleType, productEffects } from './effects.ts';
import { openGroups } from './groups.ts';
import type { Groups } from './groups.ts';
import { productSettings } from './settings.ts';
import type { ProductSettings } from './settings.ts';
import { makeShelf } from './shelf.ts';
import type { Shelf, Shelved } from './shelf.ts';
import { unknownPlaces } from './traits.ts';
import { openTurnoverGroups } from './turnoverGroups.ts';
import type { TurnoverGroups } from './turnoverGroups.ts';
import { openVat } from './vat.ts';
import type { VatOf } from './vat.ts';
import { wayToMatch } from './wayToMatch.ts';
import type { Way } from './wayToMatch.ts';

type Context = RecordContext<MplusClient>;

interface Session {
  readonly settings: ProductSettings;
  readonly shelf: Shelf;
  readonly groups: Groups | null;
  readonly vatOf: VatOf;
  readonly turnoverGroups: TurnoverGroups;
  readonly externalId: (product: Product) => string;
  /** Sync marker of articles when the run began: whatever it makes is found from there on. */
  readonly since: string;
  /** Source ids by the article they became in this run: two of them would overwrite each other for ever. */
  readonly claims: Map<string, string>;
  /** Product numbers by parent, as far as articles of the page are there already. */
  readonly parents: Map<string, string>;
}

/** Products as articles of the till, one per colour and size, grouped under one product where they have one parent. */
export const products = defineTarget<MplusClient>({
  name: 'products',
  label: 'Products',
  help: 'Adds products to the till as articles and keeps them up to date: found by article number, PLU, barcode or external id; colours and sizes under one product; article groups by path. Nothing is ever deleted.',
  entity: 'product',
  settings: productSettings,
  asked: ['matchBy', 'nonNumeric', 'existing', 'vat', 'turnoverGroup'],
  // With the stock a new article begins with.
  effects: [...productEffects, setStock],
  concurrency: 2,
  async open({ client, settings, ...call }) {
    const session = await openSession(client, settings, call);
    return {
      lookAhead: (records, context) => lookAhead(records, session, context),
      // Articles of one product are added to it one after the other.
      lane: (record) => (textOf(record['parentId']) === '' ? `sku ${textOf(record['sku']) || textOf(record['sourceId'])}` : `parent ${textOf(record['parentId'])}`),
      apply: (record, context) => applyProduct(readProduct(record), session, context as Context),
    };
  },
});

async function openSession(client: MplusClient, given: Settings, call: CallContext): Promise<Session> {
  const told = withDefaults(productSettings, given) as unknown as ProductSettings;
  const settings: ProductSettings = { ...told, stockBranch: told.initialStock ? await branchOf(told.stockBranch ?? '', client, call) : '' };
  const check = settingsCheck('mplus.products');
  for (const { kind, place } of unknownPlaces(settings)) check.complain(kind, `An article has no place “${place}”.`, place);
  check.settle();
  const [groups, vatOf, turnoverGroups, since] = await Promise.all([settings.groups === 'no' ? null : openGroups(client, call), openVat(client, call), openTurnoverGroups(client, settings.turnoverGroup, call), newestMarker(client, call)]);
  const template = compileTemplate(settings.externalId.trim() === '' ? '{sourceId}' : settings.externalId);
  return { settings, shelf: makeShelf(client), groups, vatOf, turnoverGroups, externalId: (product) => template(product as unknown as SourceRecord).trim() || product.sourceId, since, claims: new Map(), parents: new Map() };
}

/** Number of the branch of the first stock. */
async function branchOf(told: string, client: MplusClient, call: CallContext): Promise<string> {
  const branch = (await readPlaces(client, call)).branch(told);
  const check = settingsCheck('mplus.products');
  if (!branch) check.complain('stockBranch', `Branch of the first stock: the till has no “${told}”.`, told);
  check.settle();
  return branch!.number;
}

/** Where to look from for what this run makes; from the start on installations that do not tell. */
async function newestMarker(client: MplusClient, call: CallContext): Promise<string> {
  try {
    return textOf((await client.call('getCurrentSyncMarkers', {}, call))['articleSyncMarker']) || '0';
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') return '0';
    throw thrown;
  }
}

async function lookAhead(records: readonly SourceRecord[], session: Session, call: CallContext): Promise<void> {
  const { shelf, parents } = session;
  const ways = records.flatMap((record): { way: Way; parentId: string }[] => {
    try {
      const product = readProduct(record);
      const way = wayToMatch(product, session.externalId(product), session.settings);
      return way ? [{ way, parentId: product.parentId ?? '' }] : [];
    } catch {
      // What is wrong with it shows when its turn comes.
      return [];
    }
  });
  await shelf.ahead(ways.map(({ way }) => way), call);
  parents.clear();
  for (const { way, parentId } of ways) {
    const [found] = parentId === '' ? [] : await shelf.find(way, call);
    if (found && !parents.has(parentId)) parents.set(parentId, textOf(found.product['productNumber']));
  }
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mplus.${code}`, text, params });

async function applyProduct(product: Product, session: Session, context: Context): Promise<ApplyResult> {
  const { settings } = session;
  demandCurrency(product, settings);
  const way = wayToMatch(product, session.externalId(product), settings);
  if (way === null && !product.sku) return { outcome: 'skipped', reason: say('product_left_out', 'The product has nothing by which its article would be found, and such products are left out.') };
  if (way === null) return { outcome: 'skipped', reason: say('sku_left_out', `The SKU “${product.sku ?? ''}” cannot be an article number, and such products are left out.`, { sku: product.sku ?? '' }) };
  const known = (await fromTwin(session, context)) ?? (await fromLedger(product, way, session, context)) ?? (await byWay(way, session, context));
  if (known) claim(known.article, product, session);
  const work: Work = { product, way, session, context };
  if (known) return update(known, work);
  if (!settings.createNew || product.active === false) return { outcome: 'skipped', reason: say('article_not_wanted', 'The till has no such article, and it does not get a new one.') };
  return create(work);
}

interface Work {
  readonly product: Product;
  readonly way: Way;
  readonly session: Session;
  readonly context: Context;
}

function demandCurrency({ currency = '' }: Product, settings: ProductSettings): void {
  const own = settings.currency.trim().toUpperCase();
  if (currency === '' || own === '' || currency.toUpperCase() === own) return;
  throw new FluxoError({ code: 'mplus.other_currency', kind: 'data', what: `The price is in ${currency}, and the till counts in ${own}.`, where: { field: 'currency' }, params: { currency, own }, fix: 'Give the product a price in the currency of the till, or map another field.' });
}

/** The article the record was made from by a flow that runs the other way. */
async function fromTwin({ shelf }: Session, context: Context): Promise<Shelved | null> {
  for (const key of context.twin?.keys ?? []) {
    const found = await shelf.byNumber(key, context);
    if (!found) continue;
    context.note(say('article_twin', `Comes from article ${key}.`, { number: key }));
    return found;
  }
  return null;
}

async function fromLedger({ sourceId }: Product, way: Way, { shelf }: Session, context: Context): Promise<Shelved | null> {
  const entry = await context.recall('product', sourceId);
  if (!entry || entry.targetId === 'dry-run') return null;
  const found = await shelf.byNumber(entry.targetId, context);
  if (found) {
    if (way.by === 'number' && BigInt(way.value) !== BigInt(entry.targetId)) context.warn(say('number_kept', `The SKU is ${way.value} by now; the article keeps its number ${entry.targetId}, which the till never changes.`, { sku: way.value, number: entry.targetId }));
    return found;
  }
  context.note(say('article_gone', `Article ${entry.targetId} of an earlier run is gone from the till; looking again.`, { number: entry.targetId }));
  await context.forget('product', sourceId);
  return null;
}

async function byWay(way: Way, { shelf }: Session, context: Context): Promise<Shelved | null> {
  const all = await shelf.find(way, context);
  if (all.length <= 1) return all[0] ?? null;
  const numbers = all.map(({ article }) => textOf(article['articleNumber'])).join(', ');
  throw new FluxoError({ code: 'mplus.several_articles', kind: 'data', what: `Several articles of the till have “${way.value}”: ${numbers}.`, where: { field: 'sku' }, params: { sku: way.value, numbers }, parkedOn: { setting: 'matchBy', value: way.value }, fix: 'Give it to one of them only, or let articles be found by their number.' });
}

function claim(article: SourceRecord, { sourceId }: Product, { claims }: Session): void {
  const number = textOf(article['articleNumber']);
  const before = claims.get(number);
  if (before === undefined) claims.set(number, sourceId);
  else if (before !== sourceId) throw new FluxoError({ code: 'mplus.article_twice', kind: 'data', what: `Another product of the source became article ${number} in this run; both would overwrite each other.`, where: { field: 'sku' }, params: { number }, fix: 'Give the two products different SKUs in the source.' });
}

async function update(known: Shelved, { product, session, context }: Work): Promise<ApplyResult> {
  const { settings, shelf } = session;
  const number = textOf(known.article['articleNumber']);
  const productNumber = textOf(known.product['productNumber']);
  const target = { type: articleType, id: number, label: textOf(known.article['description']) || number };
  const ledger = { entity: 'product', key: product.sourceId };
  if (settings.existing === 'leave') {
    await remember(known, product, context);
    return { outcome: 'skipped', target, reason: say('article_left', `The till has article ${number} already; left as it is.`, { number }) };
  }
  const values = valuesOf(product, known, session, context);
  const fields = [...Object.keys(values.article), ...Object.keys(values.product).map((field) => `product.${field}`)];
  if (fields.length > 0) {
    await context.effect('updateArticle', { product: { ...values.product, productNumber }, article: { ...values.article, articleNumber: number } }, { ledger, current: { ...known.article, product: known.product } });
    context.note(say('article_updated', `Updated article ${number}: ${fields.join(', ')}.`, { number, fields: fields.join(', ') }));
    if (!context.dryRun) shelf.put({ ...values.product, productNumber }, { ...values.article, articleNumber: number });
  }
  const group = await groupOf(product, session, context, context.writeMode('category') === 'create' ? 'keep' : 'find');
  const isLinked = group !== null && (await link(group, known.product, session, context));
  await remember(known, product, context);
  if (fields.length > 0) return { outcome: 'updated', target, reason: say('article_updated', `Updated article ${number}: ${fields.join(', ')}.`, { number, fields: fields.join(', ') }) };
  if (isLinked) return { outcome: 'updated', target, reason: say('article_grouped', `Added article ${number} to the group ${product.category ?? ''}.`, { number, path: product.category ?? '' }) };
  return { outcome: 'unchanged', target, reason: say('article_same', `Article ${number} says the same already.`, { number }) };
}

/** Keeps which article and which product of the till these are, so that changes and siblings find them. */
async function remember({ article, product: { productNumber } }: Shelved, product: Product, context: Context): Promise<void> {
  if (context.dryRun) return;
  const id = textOf(article['articleNumber']);
  if ((await context.recall('product', product.sourceId))?.targetId !== id) await context.adopt('product', product.sourceId, { targetType: articleType, targetId: id });
  await rememberParent(product, textOf(productNumber), context);
}

async function rememberParent({ parentId = '' }: Product, productNumber: string, context: Context): Promise<void> {
  if (parentId === '' || productNumber === '' || context.dryRun || (await context.recall('productGroup', parentId))) return;
  await context.adopt('productGroup', parentId, { targetType: 'Product', targetId: productNumber });
}

async function link(group: string, product: SourceRecord, { shelf }: Session, context: Context): Promise<boolean> {
  const productNumber = textOf(product['productNumber']);
  const groups = Array.isArray(product['groupNumbers']) ? (product['groupNumbers'] as readonly Value[]).map(textOf) : [];
  if (groups.includes(group)) return false;
  await context.effect('linkArticleGroup', { group, product: productNumber }, { slot: group });
  if (!context.dryRun) shelf.put({ productNumber, groupNumbers: [...groups, group] });
  return true;
}

/** The group of the category. `keep`: an article that is there stays in its groups. */
async function groupOf({ category = '' }: Product, { settings, groups }: Session, context: Context, what: 'find' | 'keep'): Promise<string | null> {
  if (!groups || what === 'keep' || category === '') return null;
  const group = await groups.at(category, settings.groups === 'create', context);
  if (group === null) context.note(say('no_group', `The till has no article group ${category}; the article is added to none.`, { path: category }));
  return group;
}

function valuesOf(product: Product, known: Shelved | null, { settings, vatOf }: Session, context: Context): ArticleValues {
  // A category or a default says which VAT a new article gets; it is no reason to change that of one the till has.
  const vatCode = known && !product.taxRate && !settings.vat.force ? '' : vatOf(product, settings.vat);
  return articleValues(product, known, { settings, vatCode, modeOf: (field) => context.writeMode(field), warn: context.warn });
}

async function create({ product, way, session, context }: Work): Promise<ApplyResult> {
  const { settings, shelf, claims } = session;
  const values = valuesOf(product, null, session, context);
  if (values.article['vatCode'] === undefined) throw new FluxoError({ code: 'mplus.no_vat', kind: 'data', what: 'Nothing says which VAT the new article has.', where: { field: 'taxRate' }, parkedOn: { setting: 'vat', value: product.category ?? '' }, fix: 'Map the VAT rate, or switch on the setting “VAT” of the target and give it a default or a row for the category.', params: { category: product.category ?? '' } });
  const turnoverGroup = session.turnoverGroups(product, settings.turnoverGroup, context);
  const article: Readonly<Record<string, Value>> = {
    ...values.article,
    ...(way.by === 'number' && { articleNumber: String(BigInt(way.value)) }),
    ...(way.by === 'plu' && { pluNumber: way.value }),
    ...(way.by === 'barcode' && { barcode: way.value }),
    extArticleId: way.by === 'externalId' ? way.value : session.externalId(product),
    ...(turnoverGroup !== '' && { turnoverGroup }),
  };
  const group = await groupOf(product, session, context, context.writeMode('category') === 'update' ? 'keep' : 'find');
  const parent = await parentOf(product, session, context);
  const ledger = { entity: 'product', key: product.sourceId };
  const { since } = session;
  const made = parent
    ? await context.effect('addArticle', { product: { productNumber: textOf(parent['productNumber']) }, article, since }, { ledger })
    : await context.effect('createProduct', { product: { description: values.product['description'] ?? article['description'] ?? '', ...(group !== null && { groupNumbers: [group] }) }, article, since }, { ledger });
  const productNumber = parent ? textOf(parent['productNumber']) : (made.facts?.['product'] ?? '');
  if (!context.dryRun) {
    claims.set(made.id, product.sourceId);
    shelf.put(parent ?? { productNumber, description: values.product['description'] ?? '', groupNumbers: group === null ? [] : [group] }, { ...article, articleNumber: made.id });
    await rememberParent(product, productNumber, context);
  }
  if (parent && group !== null) await link(group, parent, session, context);
  await writeFirstStock(product, article, made.id, settings, context);
  const label = textOf(article['description']) || made.id;
  return {
    outcome: 'created',
    target: { type: articleType, id: made.id, label },
    reason: parent ? say('article_added', `Added article ${made.id} to product ${productNumber}.`, { number: made.id, product: productNumber }) : say('article_created', `Created article ${made.id}.`, { number: made.id }),
  };
}

/** What the source has of a new article, once: from then on the till counts, or a flow of stock does. */
async function writeFirstStock({ quantity = '' }: Product, article: Readonly<Record<string, Value>>, articleNumber: string, { initialStock, stockBranch }: ProductSettings, context: Context): Promise<void> {
  if (!initialStock || quantity === '' || article['stockArticle'] !== true || context.writeMode('quantity') === 'update') return;
  const amount = compare(quantity, '0') < 0 ? '0' : quantity;
  await context.effect('setStock', { branchNumber: stockBranch, articleNumber, amount, employeeNumber: superUser, reference: 'Fluxo' });
  context.note(say('first_stock', `Its first stock is ${amount}.`, { amount }));
}

/** The till's product that the article belongs under, when one of its siblings made it or is there. */
async function parentOf({ parentId = '' }: Product, { shelf, parents }: Session, context: Context): Promise<SourceRecord | null> {
  if (parentId === '') return null;
  const entry = await context.recall('productGroup', parentId);
  const number = (entry && entry.targetId !== 'dry-run' ? entry.targetId : undefined) ?? parents.get(parentId);
  return number === undefined ? null : shelf.product(number, context);
}
