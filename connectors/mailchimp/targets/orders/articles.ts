import type { OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { round } from '#shared/money/decimal.ts';
import { safeId } from '../../ids.ts';
import { variantKey } from '../../streams/orderRecord.ts';
import { createProduct } from '../products/effects.ts';
import { idOf } from '../store/catalogue.ts';
import { placeAt, placeOfSku, skuLedger } from '../store/places.ts';
import type { SoldLine } from './money.ts';
import type { Context, Session } from './session.ts';

/** Product and variant of a line. */
export interface LinePlace {
  readonly product: string;
  readonly variant: string;
}

/** Lines without article number that cost something stand under this one when products may be made. */
const nameless = 'without-article';

/**
 * Where each line's article stands in the store. `verify` asks the service also about what the ledger knows, after it said that something is missing. Throws a `data` error for the first one that is
 * not there, unless the settings have a way out.
 */
export async function placeLines(lines: readonly SoldLine[], verify: boolean, session: Session, context: Context): Promise<readonly LinePlace[]> {
  const places: LinePlace[] = [];
  for (const sold of lines) places.push(await placeLine(sold, verify, session, context));
  return places;
}

async function placeLine(sold: SoldLine, verify: boolean, session: Session, context: Context): Promise<LinePlace> {
  const sku = sold.line.sku ?? '';
  const known = sku === '' ? null : await knownPlace(sku, verify, session, context);
  if (known) return known;
  switch (session.settings.onMissingProduct) {
    case 'replaceWith': {
      const { replacement } = session.settings;
      const place = await placeOfSku(replacement, session.catalogue, context);
      if (!place) throw new FluxoError({ code: 'mailchimp.no_replacement', kind: 'setup', what: `The product ${replacement}, which is to stand in for missing ones, is not in the store.`, where: { field: 'replacement' }, params: { sku: replacement }, fix: 'Choose another product in the settings of the target.' });
      context.note({ code: 'mailchimp.product_replaced', text: `Article ${sku} is not in the store; written as ${replacement}.`, params: { sku, replacement } });
      return { product: idOf(place.product), variant: idOf(place.variant) };
    }
    case 'create':
      return makeOnce(sku === '' ? nameless : sku, sold, session, context);
    case 'fail':
      throw new FluxoError({ code: 'mailchimp.article_missing', kind: 'data', what: sku === '' ? 'A line of the order has no article number.' : `Article ${sku} is not in the store.`, where: { field: 'lines[].sku' }, params: { sku }, fix: 'Send the products first, or choose in the settings of the target what to do with missing ones.' });
  }
}

/** By the ledger, where flows of products leave what they wrote, else by the SKU in the store. */
async function knownPlace(sku: string, verify: boolean, { store, catalogue }: Session, context: Context): Promise<LinePlace | null> {
  const { entity, key } = skuLedger(store.id, sku);
  const entry = await context.recall(entity, key);
  if (entry && entry.targetId !== 'dry-run') {
    const [product = '', variant = ''] = entry.targetId.split('/').map(decodeURIComponent);
    if (!verify) return { product, variant };
    catalogue.forget(product);
    if (await placeAt(entry.targetId, catalogue, context)) return { product, variant };
    await context.forget(entity, key);
  }
  const place = await placeOfSku(sku, catalogue, context);
  if (!place) return null;
  const found = { product: idOf(place.product), variant: idOf(place.variant) };
  if (!context.dryRun) await context.adopt(entity, key, { targetType: 'ProductPlace', targetId: variantKey(found.product, found.variant) });
  return found;
}

/** Several orders of a page may miss the same article; the first one makes it and the others wait for it. */
async function makeOnce(sku: string, sold: SoldLine, session: Session, context: Context): Promise<LinePlace> {
  const id = safeId(sku);
  const begun = session.making.get(sku);
  if (begun) {
    // When it fails for the one that began, everybody tries for himself.
    await begun.catch(() => makeOnce(sku, sold, session, context));
    return { product: id, variant: id };
  }
  const making = make(id, sku, sold.line, unitPrice(sold), session, context);
  session.making.set(sku, making);
  making.catch(() => session.making.delete(sku));
  await making;
  return { product: id, variant: id };
}

/** What one costs with tax, which does not depend on the order that happens to come first: a line may be without tax, weighed, or rounded by the piece. */
const unitPrice = ({ line, price }: SoldLine): string => (line.unitPriceIncl === undefined ? price : round(line.unitPriceIncl, 2));

async function make(id: string, sku: string, line: OrderLine, price: string, { store, catalogue }: Session, context: Context): Promise<void> {
  const title = sku === nameless ? 'Without article' : (line.description ?? '').trim() || sku;
  const body = { id, title, variants: [{ id, title, sku, price: Number(price.startsWith('-') ? price.slice(1) : price) }] };
  await context.effect(createProduct.name, { store: store.id, product: id, variant: id, body }, { slot: sku, ledger: skuLedger(store.id, sku) });
  context.note({ code: 'mailchimp.product_made', text: `Made the product ${sku}.`, params: { sku } });
  catalogue.keep({ id, title, variants: [{ id, title, sku, price }] });
}
