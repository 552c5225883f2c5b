import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectsAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Call, Handler, Route } from '../wire/route.ts';
import { checkBody } from '../wire/shape.ts';
import { findProduct, imageShape } from './products.ts';
import { found } from './store.ts';

const show = (path: string, image: JsonObject): JsonObject => withLinks(`${path}/images/${textAt(image, 'id')}`, { variant_ids: [], ...image });

function imagesOf(account: Account, call: Call) {
  const { store, product, path } = findProduct(account, call.ids);
  const images = objectsAt(product.fields, 'images');
  const keep = (after: readonly JsonObject[]) => void store.products.set(product.id, { ...product, fields: { ...product.fields, images: after } });
  return { store, product, path, images, keep };
}

const add: Handler = (account, call) => {
  const { images, keep, path } = imagesOf(account, call);
  const image = checkBody(imageShape, call.body);
  if (images.some((one) => one['id'] === image['id'])) throw problem.exists('A product image');
  keep([...images, image]);
  return show(path, image);
};

const change: Handler = (account, call) => {
  const { images, keep, path } = imagesOf(account, call);
  const before = found(images.find((one) => one['id'] === idAt(call, 2)));
  const { id: _id, ...input } = checkBody(imageShape, call.body, []);
  const after = { ...before, ...input };
  keep(images.map((one) => (one === before ? after : one)));
  return show(path, after);
};

const remove: Handler = (account, call) => {
  const { images, keep } = imagesOf(account, call);
  const gone = found(images.find((one) => one['id'] === idAt(call, 2)));
  keep(images.filter((one) => one !== gone));
  return undefined;
};

/** Pictures of a product, by address; nobody looks at them here. */
export const imageRoutes: readonly Route[] = [
  {
    path: 'ecommerce/stores/*/products/*/images',
    name: 'images',
    verbs: {
      GET: (account, call) => {
        const { store, product, path, images } = imagesOf(account, call);
        return withLinks(`${path}/images`, collection('images', images, call.query, (image) => show(path, image), { store_id: store.id, product_id: product.id }));
      },
      POST: add,
    },
  },
  {
    path: 'ecommerce/stores/*/products/*/images/*',
    name: 'image',
    verbs: {
      GET: (account, call) => {
        const { images, path } = imagesOf(account, call);
        return show(path, found(images.find((one) => one['id'] === idAt(call, 2))));
      },
      PATCH: change,
      DELETE: remove,
    },
  },
];
