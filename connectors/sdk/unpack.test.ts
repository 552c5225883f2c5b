import { constants, createBrotliDecompress, createUnzip, brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Transform } from 'node:stream';
import { expect, test } from 'vitest';
import { unpack } from './unpack.ts';

const body = Buffer.from(JSON.stringify({ orders: Array.from({ length: 40 }, (_, index) => ({ id: index, name: `Kaart ${index}`, total: `${index}.95` })) }));
const most = 1_000_000;
const packings: readonly (readonly [string, string, Buffer])[] = [
  ['gzip', 'gzip', gzipSync(body)],
  ['gzip by its old name', 'x-gzip', gzipSync(body)],
  ['deflate', 'deflate', deflateSync(body)],
  ['deflate without its header', 'deflate', deflateRawSync(body)],
  ['brotli', 'br', brotliCompressSync(body)],
  ['one inside the other', 'gzip, br', brotliCompressSync(gzipSync(body))],
];

test.each(packings)('a whole answer in %s is unpacked, and one that ends at any byte before its end is a cut one', async (_name, encoding, packed) => {
  expect(await unpack(packed, encoding, 200, most)).toEqual({ bytes: body });
  for (let length = 0; length < packed.length; length += 1) expect(await unpack(packed.subarray(0, length), encoding, 200, most), `${length} of ${packed.length}`).toEqual({ fault: 'cut' });
});

test('what a lenient reader makes of the same cuts is a shorter text, so they are worth refusing', async () => {
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
  const lenient = [
    [gzipSync(body), () => createUnzip({ flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH })],
    [brotliCompressSync(body), () => createBrotliDecompress({ flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH })],
  ] as const;
  for (const [packed, open] of lenient) {
    for (const length of [1, packed.length >> 1, packed.length - 1]) {
      const text = await read(open(), packed.subarray(0, length));
      expect(body.toString().startsWith(text)).toBe(true);
    }
  }
});

test('what is damaged, packed in another way than it says, or in one nobody asked for cannot be unpacked', async () => {
  const packed = gzipSync(body);
  const damaged = Buffer.from(packed);
  damaged[packed.length - 6]! ^= 0xff;
  expect(await unpack(damaged, 'gzip', 200, most)).toEqual({ fault: 'unknown' });
  expect(await unpack(body, 'gzip', 200, most)).toEqual({ fault: 'unknown' });
  for (const encoding of ['zstd', 'compress', 'something']) expect(await unpack(packed, encoding, 200, most)).toEqual({ fault: 'unknown' });
});

test('what becomes larger than allowed is not unpacked further', async () => {
  for (const packed of [gzipSync(Buffer.alloc(most + 1)), brotliCompressSync(Buffer.alloc(most + 1))]) expect(await unpack(packed, packed[0] === 0x1f ? 'gzip' : 'br', 200, most)).toEqual({ fault: 'tooLarge' });
});

test('an answer that has no body is not a cut one, nor is one that is not packed', async () => {
  for (const status of [204, 304, 401, 503]) expect(await unpack(Buffer.alloc(0), 'gzip', status, most)).toEqual({ bytes: Buffer.alloc(0) });
  for (const encoding of ['', 'identity']) expect(await unpack(body, encoding, 200, most)).toEqual({ bytes: body });
});

const read = (stream: Transform, bytes: Buffer): Promise<string> =>
  new Promise((done, failed) => {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(Buffer.concat(parts).toString())).on('error', failed);
    stream.end(bytes);
  });
