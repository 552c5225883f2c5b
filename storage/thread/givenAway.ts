import { isWhole } from '#shared/bytes/lines.ts';

/** Bytes in an argument that have memory of their own go to the thread without a copy: whoever hands them to the store gives them away. They are added to `given`. */
export function givenAway(args: readonly unknown[], given: ArrayBuffer[] = []): ArrayBuffer[] {
  for (const arg of args) {
    if (typeof arg !== 'object' || arg === null || Array.isArray(arg)) continue;
    for (const name in arg) {
      const value = (arg as Readonly<Record<string, unknown>>)[name];
      if (value instanceof Uint8Array && value.byteLength > 0 && isWhole(value)) given.push(value.buffer as ArrayBuffer);
    }
  }
  return given;
}

/** The thread's side, when a call is through: its memory is free at once. Left to the collector it made that go through everything that lives every few pages. */
export function letGo(args: readonly unknown[]): void {
  for (const memory of givenAway(args)) memory.transfer(0);
}
