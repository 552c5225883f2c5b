import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';

/** The spellings in which a secret may lie about: as it is, as in an address or a form, inside JSON or XML, and in base64. */
export function spellingsOf(secret: string): readonly string[] {
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;');
  return [...new Set([secret, encodeURIComponent(secret), new URLSearchParams([['', secret]]).toString().slice(1), JSON.stringify(secret).slice(1, -1), xml, Buffer.from(secret).toString('base64')])];
}

const packed = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Texts of everything in a folder, by place: each file's bytes, and of databases each value of each row as well, unpacked where it is packed. */
export async function textsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const file = path.join(name.parentPath, name.name);
    const bytes = await readFile(file);
    texts.set(path.relative(folder, file), bytes.toString('latin1'));
    texts.set(`${path.relative(folder, file)} as text`, bytes.toString('utf8'));
    if (bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3') valuesOf(file, path.relative(folder, file), texts);
  }
  return texts;
}

function valuesOf(file: string, name: string, texts: Map<string, string>): void {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    // A virtual table cannot be walked through; what it holds lies in plain tables of its own, which can.
    for (const { name: table } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").all() as { name: string }[]) {
      for (const [index, row] of db.prepare(`SELECT * FROM "${table}"`).all().entries()) {
        for (const [column, value] of Object.entries(row)) {
          if (typeof value === 'string') texts.set(`${name} ${table} ${index} ${column}`, value);
          if (!(value instanceof Uint8Array)) continue;
          const bytes = Buffer.from(value);
          texts.set(`${name} ${table} ${index} ${column}`, (bytes.subarray(0, 4).equals(packed) ? zstdDecompressSync(bytes) : bytes).toString('utf8'));
        }
      }
    }
  } finally {
    db.close();
  }
}

/** Where a secret stands, and which. Never the secret itself: this ends in a test report. */
export function spilled(texts: ReadonlyMap<string, string>, secrets: Readonly<Record<string, string>>): readonly string[] {
  const wanted = Object.entries(secrets).flatMap(([name, secret]) => spellingsOf(secret).map((spelling) => ({ name, spelling })));
  return [...texts].flatMap(([place, text]) => wanted.filter(({ spelling }) => text.includes(spelling)).map(({ name }) => `${name} in ${place}`));
}
