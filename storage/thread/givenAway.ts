import { isWhole } from '#shared/bytes/lines.ts';

/** Bytes in an argument that have memory of their own go to the thread without a copy: whoever hands them to the store gives them away. */
export const givenAway = (args: readonly unknown[]): readonly ArrayBuffer[] =>
  args.flatMap((arg) => (typeof arg === 'object' && arg !== null ? Object.values(arg).flatMap((value) => (value instanceof Uint8Array && value.byteLength > 0 && isWhole(value) ? [value.buffer as ArrayBuffer] : [])) : []));
