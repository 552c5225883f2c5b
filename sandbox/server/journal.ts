import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Fault } from './lookAlike.ts';

/** One request and its answer, as a look-alike saw them. */
export interface JournalEntry {
  readonly at: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly operation: string;
  /** The fault that was played on this request. */
  readonly fault?: Fault['kind'];
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  /** 0 when the connection was dropped before anything was done. */
  readonly status: number;
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly answerBody: string;
  readonly ms: number;
}

export interface Journal {
  add(entry: JournalEntry): void;
  /** The latest entries, oldest first. */
  latest(): readonly JournalEntry[];
  close(): void;
}

const mostEntries = 2_000;
const mostCharacters = 8_000_000;

/**
 * Keeps the latest entries in memory, bounded in number and size, and appends each as one JSON line to `file`
 * when that is given. Written at once, so that a journal is whole when the sandbox is killed.
 */
export function makeJournal(file?: string): Journal {
  const entries: JournalEntry[] = [];
  let characters = 0;
  const handle = file === undefined ? undefined : openSync(file, 'a');
  const size = (entry: JournalEntry) => entry.requestBody.length + entry.answerBody.length;
  return {
    add(entry) {
      if (handle !== undefined) writeSync(handle, `${JSON.stringify(entry)}\n`);
      entries.push(entry);
      characters += size(entry);
      // The newest entry stays, however large.
      while (entries.length > 1 && (entries.length > mostEntries || characters > mostCharacters)) {
        characters -= size(entries.shift()!);
      }
    },
    latest: () => entries,
    close() {
      if (handle !== undefined) closeSync(handle);
    },
  };
}

/** A whole test run gathers what was asked in the folder `FLUXO_JOURNAL_DIR`, a file per process, to hold it against the services' definitions. */
export function journalOfTests(): string | undefined {
  const folder = process.env['FLUXO_JOURNAL_DIR'];
  return folder === undefined ? undefined : path.join(folder, `${process.pid}.jsonl`);
}
