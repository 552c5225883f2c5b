import { listRoutes } from './audiences/lists.ts';
import { memberRoutes } from './audiences/members.ts';
import { mergeFieldRoutes } from './audiences/mergeFields.ts';
import { tagRoutes } from './audiences/tags.ts';
import { batchRoutes } from './batches/batches.ts';
import { customerRoutes } from './ecommerce/customers.ts';
import { imageRoutes } from './ecommerce/images.ts';
import { productRoutes } from './ecommerce/products.ts';
import { promoRoutes } from './ecommerce/promos.ts';
import { saleRoutes } from './ecommerce/sales.ts';
import { storeRoutes } from './ecommerce/stores.ts';
import type { Settings } from './options.ts';
import { rootRoutes } from './root.ts';
import type { Route } from './wire/route.ts';

/** Everything the service answers below `/3.0/`. Operations of a batch reach all of it but the batches. */
export function makeRoutes(settings: Settings, origin: () => string): readonly Route[] {
  const reached = [...rootRoutes, ...listRoutes, ...memberRoutes, ...mergeFieldRoutes, ...tagRoutes, ...storeRoutes, ...customerRoutes, ...productRoutes, ...imageRoutes, ...promoRoutes, ...saleRoutes(settings)];
  return [...reached, ...batchRoutes(() => reached, origin)];
}
