import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Fence } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { backUpDaily, damagedMark, hasCopies } from './backups.ts';
import { makeCommits } from './commits.ts';
import { damaged, gone, madeByNewer, moved, storageError } from './errors.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { isAlive, isStillOpen } from './processes.ts';

/** Earlier versions could lose commits when the WAL was reset: https://www.sqlite.org/wal.html#walresetbug */
const oldestSqlite = '3.51.3';
/** “Flux” in ASCII: says whose file it is. */
export const applicationId = 0x466c7578;

/** A wait blocks the event loop, so at work it is short and `write` tries again by itself. */
const busyMs = 100;
const openingMs = 5000;
/** So long without a commit, and the WAL is put into the file. */
const idleMs = 5000;

export interface Database {
  readonly file: string;
  /** For the writer's own look-ups; sees what was committed last. */
  prepare(sql: string): StatementSync;
  /** For lists and stories: a connection of its own that only reads, so that it never keeps the writer waiting. */
  prepareRead(sql: string): StatementSync;
  /**
   * Runs `work` inside a write transaction and resolves when it is on disk. Works asked for in the same turn share one commit, unless they take long;
   * one that throws is undone alone. With a fence it throws `lease.lost` when that lease has a newer owner. What may wait so many milliseconds joins the commit that comes
   * in that time, because each of them waits for the disk.
   */
  write<T>(work: () => T, fence?: Fence, mayWaitMs?: number): Promise<T>;
  /** Copies the file while it is in use, once a day; true when it was time. */
  backUp(now: number): Promise<boolean>;
  /** Looks at every page, over the connection that reads; throws `storage.damaged`, and so does every later start. */
  check(): void;
  close(): Promise<void>;
}

/**
 * Opens the workspace's database, made and brought up to the newest schema if need be. Throws `setup` errors: a file of
 * something else or of a newer Fluxo, a damaged one, a disk that does not take it.
 */
export async function openDatabase(file: string, migrations: readonly Migration[] = allMigrations): Promise<Database> {
  let db: DatabaseSync;
  if (existsSync(path.join(path.dirname(file), damagedMark))) throw damaged(file, 'found by an earlier check');
  if (isGone(file)) throw gone(file);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    db = new DatabaseSync(file, { timeout: openingMs });
  } catch (thrown) {
    throw storageError(thrown, path.basename(file));
  }
  try {
    checkVersion((db.prepare('SELECT sqlite_version() AS version').get() as { version: string }).version);
    checkOwner(db, file, newestOf(migrations));
    tune(db);
    checkAfterUncleanStop(db, file);
    await migrate(db, file, migrations);
    const session = db.prepare('INSERT INTO sessions (host, pid, opened_at) VALUES (?, ?, ?)').run(hostname(), process.pid, Date.now());
    db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    return running(db, file, session.lastInsertRowid);
  } catch (thrown) {
    db.close();
    throw storageError(thrown, path.basename(file));
  }
}

/** A further connection to a database that is open, for looking only. Its `write` throws. */
export function openForLooking(file: string): Database {
  const reader = connectForLooking(file);
  return {
    file,
    prepare: (sql) => reader.prepare(sql),
    prepareRead: (sql) => reader.prepare(sql),
    backUp: async () => false,
    check: () => checkAll(reader, file),
    write: () => Promise.reject(new FluxoError({ code: 'storage.read_only', kind: 'bug', what: 'Something was to be written over a connection that only looks.' })),
    close: async () => reader.close(),
  };
}

function connectForLooking(file: string): DatabaseSync {
  const reader = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
  reader.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON');
  return reader;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** True when there was a database: SQLite would begin an empty one, and throw its log away. */
function isGone(file: string): boolean {
  // The log first: while a new database is made, it comes last.
  const log = sizeOf(`${file}-wal`);
  return sizeOf(file) === 0 && (log > 0 || hasCopies(file));
}

/** Throws a `bug`: the SQLite of this Node, or of this Electron, is too old. */
export function checkVersion(version: string): void {
  const [now, least] = [version, oldestSqlite].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const difference = now.map((part, at) => part - (least[at] ?? 0)).find((part) => part !== 0) ?? 0;
  if (difference < 0) throw new FluxoError({ code: 'storage.old_sqlite', kind: 'bug', what: `This build carries SQLite ${version}; Fluxo needs ${oldestSqlite}, because older ones could lose commits.` });
}

function checkOwner(db: DatabaseSync, file: string, newest: number): void {
  const { application_id: owner } = db.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number };
  const place = { file: path.basename(file) };
  if (tables.count > 0 && owner !== applicationId) {
    throw new FluxoError({ code: 'storage.not_ours', kind: 'setup', what: 'The database file belongs to another program.', where: place, fix: 'Move the file away, or choose another workspace folder.' });
  }
  if (version > newest) throw madeByNewer(file, version, newest);
}

/** Each of these is read back by a test; why each is set: docs/decisions, storage. */
function tune(db: DatabaseSync): void {
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = 1000;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -16384;
  `);
  db.enableDefensive(true);
}

/** A session row of a process that is gone says that it did not close the file: look at every page before trusting it. */
function checkAfterUncleanStop(db: DatabaseSync, file: string): void {
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sessions'").get()) return;
  const sessions = db.prepare('SELECT id, host, pid, opened_at AS openedAt FROM sessions').all() as { id: number; host: string; pid: number; openedAt: number }[];
  const dead = sessions.filter((session) => !isStillOpen(session));
  if (dead.length === 0) return;
  checkPages(db, file, 'quick_check');
  for (const session of dead) db.prepare('DELETE FROM sessions WHERE id = ?').run(session.id);
}

function checkPages(db: DatabaseSync, file: string, pragma: 'quick_check' | 'integrity_check'): void {
  const found = db.prepare(`PRAGMA ${pragma}(1)`).get() as Record<string, string>;
  const [verdict] = Object.values(found);
  if (verdict === 'ok') return;
  throw damaged(file, verdict);
}

function checkAll(db: DatabaseSync, file: string): void {
  try {
    checkPages(db, file, 'integrity_check');
  } catch (thrown) {
    try {
      writeFileSync(path.join(path.dirname(file), damagedMark), '');
    } catch {
      // A disk that takes no mark either changes nothing about what was found.
    }
    throw storageError(thrown, path.basename(file));
  }
}

const newestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

async function migrate(db: DatabaseSync, file: string, migrations: readonly Migration[]): Promise<void> {
  const versionNow = () => (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  const before = versionNow();
  if (before > 0 && before < newestOf(migrations)) {
    checkPages(db, file, 'integrity_check');
    const backups = path.join(path.dirname(file), 'backups');
    mkdirSync(backups, { recursive: true });
    const copy = path.join(backups, `schema-${before}.db`);
    if (!existsSync(copy)) await backupWhole(db, copy);
  }
  for (const migration of migrations) {
    if (migration.version <= before) continue;
    db.exec('BEGIN IMMEDIATE');
    try {
      // Another process may have come first between our look and the lock.
      if (versionNow() < migration.version) {
        migration.up(db);
        db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migration.version}`);
      }
      db.exec('COMMIT');
    } catch (thrown) {
      db.exec('ROLLBACK');
      throw thrown;
    }
  }
}

/** A copy stands under its name only when it is whole: one that a crash cut short would be taken for the backup for ever after. */
async function backupWhole(db: DatabaseSync, copy: string): Promise<void> {
  const folder = path.dirname(copy);
  for (const name of readdirSync(folder)) {
    const maker = /\.db(?:\.(\d+)-\w+)?\.part(?:-\w+)?$/.exec(name);
    if (maker && !(maker[1] !== undefined && isAlive(Number(maker[1])))) rmSync(path.join(folder, name), { force: true });
  }
  // Several processes may find the same old database at once: each makes a copy of its own.
  const unfinished = `${copy}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  await backup(db, unfinished);
  // Whoever came first may have gone on to the new schema while this was copied; its copy is of before.
  if (existsSync(copy)) rmSync(unfinished, { force: true });
  else renameSync(unfinished, copy);
}

/** Which file a name leads to; null = none. */
function fileBehind(name: string): string | null {
  const found = statSync(name, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev} ${found.ino}` : null;
}

/**
 * Throws inside a write transaction when what it would write is read by nobody: the file or its log was deleted, moved or replaced (what is open goes on
 * taking rows that no later start finds), or a newer Fluxo brought the database forward, to whose tables this one's rows need not fit.
 */
function stillThis(db: DatabaseSync, file: string): () => void {
  const files = [file, `${file}-wal`].map((name) => [name, fileBehind(name)] as const).filter(([, found]) => found !== null);
  const schema = db.prepare('PRAGMA user_version');
  const versionNow = () => (schema.get() as { user_version: number }).user_version;
  const version = versionNow();
  return () => {
    if (files.some(([name, opened]) => fileBehind(name) !== opened)) throw moved(file);
    if (versionNow() !== version) throw madeByNewer(file, versionNow(), version);
  };
}

function running(db: DatabaseSync, file: string, session: number | bigint): Database {
  const name = path.basename(file);
  const reader = connectForLooking(file);
  let closing = false;
  let idle: NodeJS.Timeout | undefined;
  const checkStill = stillThis(db, file);
  const commits = makeCommits(db, name, {
    begun: checkStill,
    before: () => clearTimeout(idle),
    after() {
      idle = setTimeout(checkpoint, idleMs);
      idle.unref();
    },
  });

  /** A checkpoint that somebody's reading stands in the way of is made at the next pause. */
  function checkpoint(): void {
    try {
      if (!closing && !commits.areDue()) db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    } catch {
      // The next commit says what is wrong with the disk.
    }
  }

  return {
    file,
    prepare: (sql) => db.prepare(sql),
    prepareRead: (sql) => reader.prepare(sql),
    write: (work, fence, mayWaitMs) =>
      closing
        ? Promise.reject(new FluxoError({ code: 'storage.closed', kind: 'bug', what: 'The workspace was closed while something still wrote to it.' }))
        : commits.write(work, fence, mayWaitMs),
    backUp: (now) => backUpDaily(db, file, now),
    check: () => checkAll(reader, file),
    async close() {
      if (closing) return;
      clearTimeout(idle);
      while (commits.areDue()) await new Promise((resolve) => setTimeout(resolve, 5));
      closing = true;
      reader.close();
      try {
        db.prepare('DELETE FROM sessions WHERE id = ?').run(session);
        db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // A disk that fails now takes nothing back that was kept; the session that stays makes the next start look at every page.
      }
      db.close();
    },
  };
}
