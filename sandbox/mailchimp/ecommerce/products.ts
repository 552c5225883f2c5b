import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectsAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, id, integer, list, moment, money, object, text } from '../wire/shape.ts';
import { demandSameId } from './customers.ts';
import { findStore, found } from './store.ts';
import type { Product, Store, Variant } from './store.ts';

/** A product shows no more variants than this; the rest stand on their own route. */
const mostShown = 50;

const variantShape = object({ id: id(), title: text, url: text, sku: text, price: money, inventory_quantity: integer, image_url: text, backorders: text, visibility: text });
export const imageShape = object({ id: id(), url: text, variant_ids: list(text) }, ['id', 'url']);
const fields = { id: id(), title: text, handle: text, url: text, description: text, type: text, vendor: text, image_url: text, images: list(imageShape), published_at_foreign: moment };
const createShape = object({ ...fields, variants: list(object(variantShape.properties, ['id', 'title']), 1) }, ['id', 'title', 'variants']);
const changeShape = object({ ...fields, variants: list(variantShape) });

const noFields: JsonObject = { handle: '', url: '', description: '', type: '', vendor: '', image_url: '', published_at_foreign: '' };

/** A product as an order line may bring it along; checked like any other. */
export const productShape = createShape;

/** Makes or changes a product. Throws 400 for a new product or a new variant without what it needs. */
export function saveProduct(account: Account, store: Store, productId: string, input: JsonObject): Product {
  const before = store.products.get(productId);
  const { id: _id, variants: _variants, ...sent } = input;
  if (!before) checkBody(createShape, { ...input, id: productId });
  const given = objectsAt(input, 'variants');
  const variants = new Map(before && account.settings.omittedVariants === 'removed' && input['variants'] !== undefined ? [] : (before?.variants ?? []));
  for (const [index, row] of given.entries()) {
    const variantId = textAt(row, 'id');
    if (variantId === undefined) throw problem.field(`variants.item:${index}`, 'Required fields were not provided: id');
    variants.set(variantId, variantOf(account, before?.variants.get(variantId), variantId, row, `variants.item:${index}`));
  }
  const product: Product = { id: productId, fields: { ...before?.fields, ...sent }, variants };
  store.products.set(productId, product);
  return product;
}

function variantOf(account: Account, before: Variant | undefined, variantId: string, row: JsonObject, place: string): Variant {
  if (!before && row['title'] === undefined) throw problem.field(place, 'Required fields were not provided: title');
  const { id: _id, ...sent } = row;
  return { id: variantId, fields: { ...before?.fields, ...sent }, createdMs: before?.createdMs ?? account.now(), updatedMs: account.now() };
}

function showVariant(path: string, variant: Variant): JsonObject {
  return withLinks(`${path}/variants/${variant.id}`, {
    id: variant.id,
    title: '',
    url: '',
    sku: '',
    price: 0,
    inventory_quantity: 0,
    image_url: '',
    backorders: '',
    visibility: '',
    ...variant.fields,
    created_at: shownTime(variant.createdMs),
    updated_at: shownTime(variant.updatedMs),
  });
}

export function showProduct(store: Store, product: Product): JsonObject {
  const path = `ecommerce/stores/${store.id}/products/${product.id}`;
  return withLinks(path, {
    id: product.id,
    currency_code: textAt(store.fields, 'currency_code') ?? '',
    title: '',
    ...noFields,
    ...product.fields,
    variants: [...product.variants.values()].slice(0, mostShown).map((variant) => showVariant(path, variant)),
    images: objectsAt(product.fields, 'images').map((image) => ({ variant_ids: [], ...image })),
  });
}

const listProducts: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const rows = [...store.products.values()];
  return withLinks(`ecommerce/stores/${store.id}/products`, collection('products', rows, call.query, (product) => showProduct(store, product), { store_id: store.id }));
};

const addProduct: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const input = checkBody(createShape, call.body);
  const productId = String(input['id']);
  if (store.products.has(productId)) throw problem.exists('A product');
  return showProduct(store, saveProduct(account, store, productId, input));
};

const putProduct: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const input = checkBody(changeShape, call.body, ['id']);
  demandSameId(input, idAt(call, 1));
  return showProduct(store, saveProduct(account, store, idAt(call, 1), input));
};

const patchProduct: Handler = (account, call) => {
  const store = findStore(account, idAt(call, 0));
  const { id: productId } = found(store.products.get(idAt(call, 1)));
  return showProduct(store, saveProduct(account, store, productId, checkBody(changeShape, call.body)));
};

export const findProduct = (account: Account, ids: readonly string[]) => {
  const store = findStore(account, ids[0] ?? '');
  return { store, product: found(store.products.get(ids[1] ?? '')), path: `ecommerce/stores/${ids[0]}/products/${ids[1]}` };
};

const saveVariant =
  (mode: 'create' | 'upsert' | 'change'): Handler =>
  (account, call) => {
    const { store, product, path } = findProduct(account, call.ids);
    const input = checkBody(variantShape, call.body, mode === 'create' ? ['id', 'title'] : []);
    const variantId = mode === 'create' ? String(input['id']) : idAt(call, 2);
    const before = product.variants.get(variantId);
    if (mode === 'create' && before) throw problem.exists('A product variant');
    if (mode === 'change') found(before);
    if (mode === 'upsert') demandSameId(input, variantId);
    const variant = variantOf(account, before, variantId, input, '');
    store.products.set(product.id, { ...product, variants: new Map(product.variants).set(variantId, variant) });
    return showVariant(path, variant);
  };

export const productRoutes: readonly Route[] = [
  { path: 'ecommerce/stores/*/products', name: 'products', verbs: { GET: listProducts, POST: addProduct } },
  {
    path: 'ecommerce/stores/*/products/*',
    name: 'product',
    verbs: {
      GET: (account, call) => {
        const { store, product } = findProduct(account, call.ids);
        return showProduct(store, product);
      },
      PUT: putProduct,
      PATCH: patchProduct,
      // Orders that name the product stay as they are.
      DELETE: (account, call) => {
        const { store, product } = findProduct(account, call.ids);
        store.products.delete(product.id);
        return undefined;
      },
    },
  },
  {
    path: 'ecommerce/stores/*/products/*/variants',
    name: 'variants',
    verbs: {
      GET: (account, call) => {
        const { store, product, path } = findProduct(account, call.ids);
        const rows = [...product.variants.values()];
        return withLinks(`${path}/variants`, collection('variants', rows, call.query, (variant) => showVariant(path, variant), { store_id: store.id, product_id: product.id }));
      },
      POST: saveVariant('create'),
    },
  },
  {
    path: 'ecommerce/stores/*/products/*/variants/*',
    name: 'variant',
    verbs: {
      GET: (account, call) => {
        const { product, path } = findProduct(account, call.ids);
        return showVariant(path, found(product.variants.get(idAt(call, 2))));
      },
      PUT: saveVariant('upsert'),
      PATCH: saveVariant('change'),
      DELETE: (account, call) => {
        const { store, product } = findProduct(account, call.ids);
        const { id: variantId } = found(product.variants.get(idAt(call, 2)));
        if (product.variants.size === 1) throw problem.bad('A product must have at least one variant.');
        const variants = new Map(product.variants);
        variants.delete(variantId);
        store.products.set(product.id, { ...product, variants });
        return undefined;
      },
    },
  },
];
