import type { Till } from '../till/makeTill.ts';
import type { WireObject } from '../wire/write.ts';

/** Answers one operation; both objects have the names of the wire. Throws `SoapFault` where the service answers a fault. */
export type Handler = (till: Till, request: WireObject) => WireObject;

/**
 * A handler that names the parts of the request it works with. The cast is the only one: the reader made the
 * request by the table, so a part that is there has the type of the table.
 */
export const handler = <R>(act: (till: Till, request: R) => WireObject): Handler => act as Handler;

/** Lists of a request are there even when nothing was sent; an empty one means "no such filter". */
export const wants = <T>(list: readonly T[], value: T): boolean => list.length === 0 || list.includes(value);
