import { isWhole } from '#shared/bytes/lines.ts';

/** Bytes in an argument that have memory of their own go to the thread without a copy: whoever hands them to the store gives them away. */
export const givenAway = (args: readonly unknown[]): readonly ArrayBuffer[] => args.flatMap((arg) => (typeof arg === 'object' && arg !== null && !Array.isArray(arg) ? Object.values(arg).flatMap(memoryOf) : []));

const memoryOf = (value: unknown): readonly ArrayBuffer[] => (value instanceof Uint8Array && value.byteLength > 0 && isWhole(value) ? [value.buffer as ArrayBuffer] : []);

/** The thread's side, when a call is through: its memory is free at once. Left to the collector it made that go through everything that lives every few pages. */
export function letGo(args: readonly unknown[]): void {
  for (const memory of givenAway(args)) memory.transfer(0);
}
