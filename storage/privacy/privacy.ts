import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Person, Retention, Traces } from '#shared/records/privacy.ts';
import { usualRetention } from '#shared/records/privacy.ts';
import { evidenceMark } from '#storage/sqlite/backups.ts';
import type { Database } from '#storage/sqlite/database.ts';
import type { ErasedKeys } from './erasedKeys.ts';
import { makeErasing } from './erasing.ts';

/** What the workspace keeps about people, for how long, and how it goes. */
export interface PrivacyStore {
  find(person: Person): Promise<Traces>;
  /** Erases and leaves nothing behind in the file or beside it; see `Erasing`. `isTruncated` is false while another process still reads the old log of the database. */
  erase(person: Person, at: number): Promise<{ readonly traces: Traces; readonly isTruncated: boolean }>;
  export(person: Person): Promise<readonly object[]>;
  retention(): Promise<Retention>;
  setRetention(retention: Retention): Promise<void>;
  /** Bytes of packed payloads, and when the oldest of them was kept. */
  kept(): Promise<{ readonly bytes: number; readonly oldestAt: number | null }>;
  /** Backups and damaged databases that were kept, older than the newest erasing, which may hold what was erased; `remove` takes them away now. */
  oldBackups(remove: boolean): Promise<readonly { readonly name: string; readonly at: number }[]>;
  /** Takes away backups made before an erasing once they are a month old. */
  expireBackups(now: number): Promise<number>;
}

/** How long a backup may hold what was erased. */
const backupMs = 30 * 24 * 60 * 60_000;
const settingNames = { retention: 'retention', erasedAt: 'erased at' } as const;
/** Somebody who looks at the log in this moment reads its old pages; that takes milliseconds. */
const truncateTries = 20;

export function makePrivacyStore(db: Database, keys: ErasedKeys): PrivacyStore {
  const erasing = makeErasing(db, keys);
  const folder = path.join(path.dirname(db.file), 'backups');
  const get = db.prepareRead('SELECT value FROM settings WHERE name = ?');
  const set = db.prepare('INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2');
  const sizes = db.prepareRead('SELECT coalesce(sum(length(data)), 0) AS bytes, min(at) AS oldest FROM blocks');
  const valueOf = (name: string) => (get.get(name) as { value: string } | undefined)?.value;

  const filesOf = (place: string): readonly string[] => {
    try {
      return readdirSync(place).map((name) => path.join(place, name));
    } catch {
      return [];
    }
  };
  function backups(): readonly { readonly file: string; readonly name: string; readonly at: number }[] {
    const before = Number(valueOf(settingNames.erasedAt) ?? 0);
    const damaged = filesOf(path.dirname(db.file)).filter((file) => file.startsWith(db.file + evidenceMark));
    return [...filesOf(folder), ...damaged].map((file) => ({ file, name: path.basename(file), at: Math.round(statSync(file).mtimeMs) })).filter(({ at }) => at < before);
  }
  const remove = ({ file }: { readonly file: string }) => rmSync(file, { force: true });

  async function truncate(): Promise<boolean> {
    for (let tries = 0; tries < truncateTries; tries += 1) {
      const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy === 0) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  return {
    find: (person) => erasing.find(person),
    async erase(person, at) {
      const traces = await erasing.erase(person, at);
      await db.write(() => void set.run(settingNames.erasedAt, String(at)));
      return { traces, isTruncated: await truncate() };
    },
    export: (person) => erasing.export(person),
    retention: async () => ({ ...usualRetention, ...(JSON.parse(valueOf(settingNames.retention) ?? '{}') as Partial<Retention>) }),
    setRetention: (retention) => db.write(() => void set.run(settingNames.retention, JSON.stringify(retention))),
    kept: async () => {
      const { bytes, oldest } = sizes.get() as { bytes: number; oldest: number | null };
      return { bytes, oldestAt: oldest };
    },
    oldBackups: async (atOnce) => {
      const found = backups();
      if (atOnce) found.forEach(remove);
      return found.map(({ name, at }) => ({ name, at }));
    },
    expireBackups: async (now) => {
      const old = backups().filter(({ at }) => now - at > backupMs);
      old.forEach(remove);
      return old.length;
    },
  };
}
