import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '#storage/sqlite/database.ts';

/** Keys of records that were erased because they were personal themselves, such as an e-mail address. */
export interface ErasedKeys {
  /** The key as it stands in what must not be forgotten (what was read, what was sent): itself, or a hash once it was erased. */
  hide(key: string): string;
  /** Inside a write transaction: from now on it is only known by its hash; gives that back. */
  erase(key: string, at: number): string;
  /** Other processes may have erased meanwhile; called when a run starts. */
  reload(): void;
}

/**
 * The hash has a key of its own beside the database, so that neither the database nor a backup of it tells whether somebody was erased. The file is made
 * with the first erased key; without it the hashes mean nothing.
 */
export function makeErasedKeys(db: Database): ErasedKeys {
  const file = path.join(path.dirname(db.file), 'erase.key');
  const all = db.prepareRead('SELECT hash FROM erased');
  const insert = db.prepare('INSERT INTO erased (hash, at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  let known: ReadonlySet<string> = new Set();
  let secret: Buffer | null = null;

  const read = (): Buffer | null => {
    try {
      return readFileSync(file);
    } catch {
      return null;
    }
  };
  const hashOf = (key: string): string => createHmac('sha256', secret!).update(key).digest('hex').slice(0, 32);
  const reload = () => {
    known = new Set((all.all() as { hash: string }[]).map(({ hash }) => hash));
    secret ??= known.size > 0 ? read() : null;
  };
  reload();
  return {
    hide: (key) => {
      if (known.size === 0 || secret === null) return key;
      const hash = hashOf(key);
      return known.has(hash) ? `erased:${hash}` : key;
    },
    erase(key, at) {
      if (key.startsWith('erased:')) return key;
      secret ??= read();
      if (secret === null) {
        secret = randomBytes(32);
        writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
      }
      const hash = hashOf(key);
      insert.run(hash, at);
      known = new Set([...known, hash]);
      return `erased:${hash}`;
    },
    reload,
  };
}
