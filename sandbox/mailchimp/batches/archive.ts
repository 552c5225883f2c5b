import { gzipSync } from 'node:zlib';
import type { Batch } from './batch.ts';

const block = 512;
const rowsPerFile = 100;

/**
 * The result of a batch as the service stores it: a gzipped tar with a directory and JSON files of at most 100 rows. A batch of
 * several files ends with an empty one, since a file may be empty.
 */
export function resultArchive(batch: Batch): Buffer {
  const rows = batch.result?.outcomes ?? [];
  const mtime = Math.floor((batch.result?.completedMs ?? 0) / 1000);
  const parts: Buffer[] = [entry(`${batch.id}/`, Buffer.alloc(0), mtime, true)];
  let count = 0;
  for (let start = 0; start < rows.length; start += rowsPerFile) {
    parts.push(entry(`${batch.id}/${count}-${batch.id}.json`, Buffer.from(JSON.stringify(rows.slice(start, start + rowsPerFile))), mtime, false));
    count += 1;
  }
  if (count > 1) parts.push(entry(`${batch.id}/${count}-${batch.id}.json`, Buffer.alloc(0), mtime, false));
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]));
}

/** A header in the ustar form and the content, filled up to whole blocks. Names stay below 100 bytes. */
function entry(name: string, content: Buffer, mtime: number, isDirectory: boolean): Buffer {
  const header = Buffer.alloc(block);
  const octal = (value: number, size: number) => `${value.toString(8).padStart(size - 1, '0')}\0`;
  header.write(name, 0, 100, 'utf8');
  header.write(octal(isDirectory ? 0o755 : 0o644, 8), 100, 'latin1');
  header.write(octal(0, 8), 108, 'latin1');
  header.write(octal(0, 8), 116, 'latin1');
  header.write(octal(content.length, 12), 124, 'latin1');
  header.write(octal(mtime, 12), 136, 'latin1');
  header.write('        ', 148, 'latin1');
  header.write(isDirectory ? '5' : '0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, content, Buffer.alloc((block - (content.length % block)) % block)]);
}
