import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Passes bytes on and can tell the hash of all bytes up to a place a reader has reached; keeps only what lies behind that place. */
export interface HashedBytes {
  through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer>;
  /** Hash of the file's bytes before this position, which must not be before an earlier one. */
  hashTo(position: number): string;
}

/** `hash` holds what lies before `start` already. */
export function makeHashedBytes(hash: Hash, start: number): HashedBytes {
  const waiting: Buffer[] = [];
  let at = start;
  return {
    async *through(source) {
      for await (const chunk of source) {
        waiting.push(chunk);
        yield chunk;
      }
    },
    hashTo(position) {
      while (at < position && waiting[0]) {
        const [chunk] = waiting;
        const wanted = position - at;
        if (chunk.length <= wanted) waiting.shift();
        else waiting[0] = chunk.subarray(wanted);
        hash.update(chunk.subarray(0, wanted));
        at += Math.min(chunk.length, wanted);
      }
      return hash.copy().digest('hex').slice(0, 32);
    },
  };
}

/** The hash of a file's first bytes; one that can go on. */
export async function hashOfStart(file: string, length: number, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256');
  if (length > 0) for await (const chunk of createReadStream(file, { end: length - 1, signal })) hash.update(chunk as Buffer);
  return hash;
}
