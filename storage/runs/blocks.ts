import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteWriter } from '#shared/bytes/byteWriter.ts';
import { lineFeed } from '#shared/bytes/lines.ts';
import type { Database } from '#storage/sqlite/database.ts';
import { damaged } from '#storage/sqlite/errors.ts';

/** Blocks kept unpacked: reading the stories of neighbours opens the same few again and again. */
const mostUnpacked = 8;

export interface Blocks {
  /** Inside a write transaction. The first line, and those behind it (see `shared/bytes/lines.ts`); compressing many at once is four times smaller than one by one. */
  add(first: string, lines: Uint8Array, at: number): number;
  /** The JSON texts of a block, or null when retention has removed it. */
  lines(block: number): readonly string[] | null;
  /** Inside a write transaction. */
  remove(block: number): void;
}

export function makeBlocks(db: Database): Blocks {
  const insert = db.prepare('INSERT INTO blocks (at, data) VALUES (?, ?)');
  const select = db.prepare('SELECT data FROM blocks WHERE block = ?');
  const drop = db.prepare('DELETE FROM blocks WHERE block = ?');
  // Somebody else may have removed a block, or erased a person from it, since it was unpacked here.
  const version = db.prepare('PRAGMA data_version');
  let seenVersion: unknown;
  const unpacked = new Map<number, readonly string[]>();
  return {
    add(first, lines, at) {
      return Number(insert.run(at, packBytes(behind(first, lines))).lastInsertRowid);
    },
    lines(block) {
      const { data_version: now } = version.get() as { data_version: number };
      if (now !== seenVersion) unpacked.clear();
      seenVersion = now;
      const known = unpacked.get(block);
      if (known) return known;
      const row = select.get(block) as { data: Uint8Array } | undefined;
      if (!row) return null;
      const lines = unpackText(row.data, db.file).split('\n');
      unpacked.set(block, lines);
      if (unpacked.size > mostUnpacked) unpacked.delete(unpacked.keys().next().value!);
      return lines;
    },
    remove(block) {
      drop.run(block);
      unpacked.delete(block);
    },
  };
}

const writer = new ByteWriter();

/** All lines of a block, until the next one is put together. */
function behind(first: string, lines: Uint8Array): Uint8Array {
  writer.begin();
  writer.text(first);
  writer.byte(lineFeed);
  writer.bytes(lines);
  return writer.view();
}

/** In pieces of a usual page's packed size: the default of 16 kB goes back and forth for each. */
const packing = { chunkSize: 128 * 1024, params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };

/** SQLite has no checksum over its pages; what is packed carries one of its own, so that a bit that fell over is found and not read. */
export const packText = (text: string): Uint8Array => zstdCompressSync(text, packing);

/** The same for a text that is UTF-8 already. */
export const packBytes = (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes, packing);

/** Throws `storage.damaged` when it is not as it was packed. */
export function unpackText(data: Uint8Array, file: string): string {
  try {
    return zstdDecompressSync(data).toString();
  } catch (thrown) {
    throw damaged(file, thrown);
  }
}
