import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

const unpackers = { gzip: promisify(gunzip), zlib: promisify(inflate), deflate: promisify(inflateRaw), br: promisify(brotliDecompress) } as const;

/** What a packed body is not: ended early, larger than allowed, or not packed as its header says. */
export type Unpacked = { readonly bytes: Buffer } | { readonly fault: 'cut' | 'tooLarge' | 'unknown' };

/** What goes into `accept-encoding`. */
export const packings = 'gzip, deflate, br';

/** True for an answer without a body that has the header all the same: servers put it there by habit. */
const hasNone = (bytes: Uint8Array, status: number): boolean => bytes.length === 0 && (status === 204 || status === 205 || status >= 300);

/**
 * The body of an answer, unpacked as its `content-encoding` says (RFC 9110, 8.4). What ends before its packing does was cut, however whole it looks on the way: a length that something
 * in between counted anew, a last chunk in its place. axios unpacks leniently and takes such a part for all, hence this.
 */
export async function unpack(packed: Buffer, encoding: string, status: number, maxBytes: number): Promise<Unpacked> {
  let bytes = packed;
  if (hasNone(packed, status)) return { bytes };
  // The last one named was put on last.
  for (const name of encoding.toLowerCase().split(',').map((part) => part.trim()).toReversed()) {
    if (name === '' || name === 'identity') continue;
    const way = wayOf(name, bytes);
    if (!way) return { fault: 'unknown' };
    // Nothing at all has not even the beginning of a packing, of which zlib says another thing for each.
    if (bytes.length === 0) return { fault: 'cut' };
    try {
      bytes = await unpackers[way](bytes, { maxOutputLength: maxBytes });
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      return { fault: code === 'Z_BUF_ERROR' ? 'cut' : code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'unknown' };
    }
  }
  return { bytes };
}

function wayOf(name: string, bytes: Buffer): keyof typeof unpackers | null {
  switch (name) {
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return isZlib(bytes) ? 'zlib' : 'deflate';
    case 'br':
      return 'br';
    default:
      return null;
  }
}

/** Some servers send bare deflate under that name (RFC 9110, 8.4.1.2); zlib's header (RFC 1950, 2.2) is a multiple of 31. A first byte alone tells by its method. */
const isZlib = ([first = 0, second]: Buffer): boolean => (first & 0x0f) === 8 && first >> 4 <= 7 && (second === undefined || ((first << 8) | second) % 31 === 0);
