import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JournalEntry } from '#sandbox/server/journal.ts';

/** A request one of our connectors sent, without what differs from call to call only. */
export interface SentRequest {
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Something a service's own definition does not allow. */
export interface Finding {
  readonly operation: string;
  readonly what: string;
  readonly body: string;
}

/**
 * The distinct requests to one service in the journals of a folder that our connectors sent and the look-alike took: what it refused is
 * often a test's own mistake, made on purpose. Clients of strangers and hand-written requests do not call themselves Fluxo.
 */
export function sentRequests(folder: string, service: string): readonly SentRequest[] {
  const found = new Map<string, SentRequest>();
  for (const file of globSync(path.join(folder, '*.jsonl'))) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (!line.includes(`"service":"${service}"`)) continue;
      const entry = readLine(line);
      if (!entry || entry.requestHeaders['user-agent'] !== 'Fluxo' || entry.status < 200 || entry.status > 299) continue;
      const { operation, method, path: where, query, requestBody: body } = entry;
      found.set(`${method} ${where.replace(/\d+/g, '0')} ${body}`, { service, operation, method, path: where, query, body });
    }
  }
  return [...found.values()];
}

/** Null for a line that a killed process did not finish. */
function readLine(line: string): JournalEntry | null {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return null;
  }
}
