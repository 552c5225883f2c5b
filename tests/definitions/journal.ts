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

/** Some of the answers a look-alike gave to each operation, as if they were requests, without those a fault was played on. `most` of each operation, none larger than a few pages. */
export function someAnswers(folder: string, service: string, most = 40): readonly SentRequest[] {
  const byOperation = new Map<string, Map<string, SentRequest>>();
  for (const file of globSync(path.join(folder, '*.jsonl'))) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.length > 300_000 || !line.includes(`"service":"${service}"`)) continue;
      const entry = readLine(line);
      if (!entry || entry.fault || entry.method !== 'POST' || entry.status !== 200) continue;
      const { operation, method, path: where, query, answerBody: body } = entry;
      const known = byOperation.get(operation) ?? new Map<string, SentRequest>();
      byOperation.set(operation, known);
      // By length: answers that differ in numbers only say nothing new.
      if (known.size < most) known.set(String(body.length), { service, operation, method, path: where, query, body });
    }
  }
  return [...byOperation.values()].flatMap((known) => [...known.values()]);
}

/** Null for a line that a killed process did not finish. */
function readLine(line: string): JournalEntry | null {
  try {
    return JSON.parse(line) as JournalEntry;
  } catch {
    return null;
  }
}
