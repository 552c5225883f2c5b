import { gunzipSync } from 'node:zlib';

/** Names and contents of a gzipped tar, read by its headers alone; directories have no content. */
export function readTar(archive: Buffer): Map<string, string | undefined> {
  const tar = gunzipSync(archive);
  const files = new Map<string, string | undefined>();
  for (let at = 0; tar[at] !== 0; ) {
    const header = tar.subarray(at, at + 512);
    const word = (start: number, length: number) => header.toString('latin1', start, start + length).split('\0')[0]!.trim();
    const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    if (Number.parseInt(word(148, 8), 8) !== sum) throw new Error(`The checksum of "${word(0, 100)}" is wrong`);
    const size = Number.parseInt(word(124, 12), 8);
    files.set(word(0, 100), word(156, 1) === '5' ? undefined : tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
