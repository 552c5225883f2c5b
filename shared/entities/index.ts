import type { EntityInfo } from './fields.ts';
import { orderEntity } from './order.ts';

/** The shapes in which sources and targets meet, by name. */
export const entities: Readonly<Record<string, EntityInfo>> = { order: orderEntity };
