import type { Cursor, Page, StreamDefinition } from '#connectors/sdk/connector.ts';
import type { StoryStep } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { errorStep } from './record.ts';
import { persist } from './retry.ts';
import type { Run } from './run.ts';

export interface ReadPage extends Page {
  /** The calls it took, failed tries included. */
  readonly steps: readonly StoryStep[];
}

export interface Reading {
  readonly node: string;
  readonly connectionId: string;
  readonly stream: StreamDefinition<unknown>;
  readonly client: unknown;
  readonly settings: Settings;
  readonly cursor: Cursor | null;
  readonly limit: number;
}

/**
 * Pages of a stream, always one ahead of the one being worked on and never more. A page whose reading failed for a
 * passing reason is asked for again from the cursor before it; nothing of it is given out until it is whole.
 */
export async function* readAhead(run: Run, reading: Reading): AsyncGenerator<ReadPage, void, undefined> {
  const { stream, client, settings, node, limit } = reading;
  const gate = run.gate(reading.connectionId);
  const enough = new AbortController();
  const stop = () => enough.abort();
  run.stopping.addEventListener('abort', stop, { once: true });
  if (run.stopping.aborted) stop();

  let cursor = reading.cursor;
  let given = 0;
  let steps: StoryStep[] = [];
  let pages: AsyncIterator<Page> | null = null;
  const begin = (): AsyncIterator<Page> => {
    const all = stream.read({
      client,
      settings,
      cursor,
      signal: enough.signal,
      noteExchange: (exchange) => void steps.push({ kind: 'exchange', at: exchange.startedAt, node, exchange }),
      ...(Number.isFinite(limit) && { limit: limit - given }),
    });
    return all[Symbol.asyncIterator]();
  };

  async function next(): Promise<ReadPage | null> {
    steps = [];
    const page = await persist(
      gate,
      enough.signal,
      async () => {
        pages ??= begin();
        try {
          return await pages.next();
        } catch (thrown) {
          // A generator that threw is finished; the next try begins anew behind the last whole page.
          pages = null;
          throw thrown;
        }
      },
      (error) => void steps.push(errorStep(run, node, error)),
    );
    if (page.done) return null;
    cursor = page.value.cursor;
    given += page.value.records.length;
    return { ...page.value, steps };
  }

  let ahead = next();
  try {
    for (let page = await ahead; page; page = await ahead) {
      ahead = given >= limit ? Promise.resolve(null) : next();
      // Looked at when its turn comes.
      ahead.catch(() => undefined);
      yield page;
    }
  } finally {
    stop();
    run.stopping.removeEventListener('abort', stop);
    await ahead.catch(() => undefined);
    await (pages as AsyncIterator<Page> | null)?.return?.().catch(() => undefined);
  }
}
