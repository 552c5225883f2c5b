import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';

/** Overwrites the root page of a table in a database that is closed, as a disk that wrote to the wrong place does. */
export async function tear(file: string, table: string): Promise<void> {
  const raw = new DatabaseSync(file);
  const { size } = raw.prepare('SELECT page_size AS size FROM pragma_page_size').get() as { size: number };
  const { root } = raw.prepare('SELECT rootpage AS root FROM sqlite_schema WHERE name = ?').get(table) as { root: number };
  raw.close();
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(200, 0xff), 0, 200, (root - 1) * size);
  await handle.close();
}
