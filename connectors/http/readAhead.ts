import type { ReadContext } from '#connectors/sdk/connector.ts';
import type { RestClient } from './client.ts';
import { marksBehind, readPage } from './pages.ts';
import type { ListPage, ListQuestion, PageMark } from './pages.ts';

/** Pages of a list in order, some of them asked for before their turn. */
export interface PagesAhead {
  /** The page at a mark, of at most so many records that are wanted from here on. */
  take(mark: PageMark, wanted: number): Promise<ListPage>;
  /** Breaks off what is under way. */
  stop(): Promise<void>;
}

/**
 * Where pages go by number, the next few are under way while one is worked on: with a service that is 50 ms away that is worth five times. One more
 * with each page that was full, so that a short list costs hardly a call more, and never more at once than the client takes.
 */
export function readAheadOf(context: ReadContext<RestClient>, question: ListQuestion): PagesAhead {
  const waiting = new Map<PageMark, Promise<() => ListPage>>();
  const enough = new AbortController();
  const call = { ...context, signal: AbortSignal.any([context.signal, enough.signal]) };
  let full = 0;
  return {
    async take(mark, wanted) {
      const parse = await (waiting.get(mark) ?? readPage(context.client, question, mark, call));
      waiting.delete(mark);
      const page = parse();
      full += 1;
      if (page.next !== null) {
        const most = Math.min(full - 1, context.client.pagesAhead(), Math.ceil((wanted - page.rows.length) / question.pageSize));
        for (const next of marksBehind(question, mark, Math.max(0, most))) {
          if (waiting.has(next)) continue;
          const asked = readPage(context.client, question, next, call);
          // Looked at when its turn comes.
          asked.catch(() => undefined);
          waiting.set(next, asked);
        }
      }
      return page;
    },
    async stop() {
      enough.abort();
      await Promise.allSettled(waiting.values());
    },
  };
}
