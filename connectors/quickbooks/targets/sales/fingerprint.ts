import type { Order } from '#shared/entities/order.ts';
import { sha256 } from '../../requestId.ts';

/** A short mark of everything the order says, the same whatever the order of its fields. */
export function fingerprintOf(order: Order): string {
  return sha256(JSON.stringify(sorted(order))).slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]));
}
