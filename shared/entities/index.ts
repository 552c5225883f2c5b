import { categoryEntity } from './category.ts';
import { customerEntity } from './customer.ts';
import type { EntityInfo } from './fields.ts';
import { orderEntity } from './order.ts';
import { productEntity } from './product.ts';
import { stockEntity } from './stock.ts';

/** The shapes in which sources and targets meet, by name. */
export const entities: Readonly<Record<string, EntityInfo>> = { order: orderEntity, customer: customerEntity, product: productEntity, stock: stockEntity, category: categoryEntity };
