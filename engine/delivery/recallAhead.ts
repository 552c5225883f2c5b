import type { LedgerEntry, TargetSession } from '#connectors/sdk/connector.ts';
import type { LedgerKey, RunStore } from '#engine/ports.ts';
import type { Item, RecordInHand } from '#engine/run/record.ts';
import type { Run } from '#engine/run/run.ts';
import { ledgerText } from './identity.ts';

/** Records asked for in one question: few enough that their turn comes soon after it. */
const atOnce = 50;

/** What was asked for a record whose turn has not come. */
interface Asked {
  readonly lineage: number;
  /** Of all that were asked for together, and which of them it is. */
  readonly answer: Promise<readonly (LedgerEntry | null)[]>;
  readonly index: number;
  /** Written to since it was asked. */
  isOld: boolean;
}

/** What is asked ahead in a run, by place in the ledger; whoever writes there says so. */
export interface AskedAhead {
  readonly places: Map<string, Asked>;
  /** A write to the place is on disk: what was asked before says nothing any more. */
  wrote(key: LedgerKey): void;
}

export function makeAskedAhead(): AskedAhead {
  const places = new Map<string, Asked>();
  return {
    places,
    wrote(key) {
      // Most runs ask nothing ahead, or have nothing left of it.
      if (places.size === 0) return;
      const asked = places.get(ledgerText(key));
      if (asked) asked.isOld = true;
    },
  };
}

/** The ledger, as the records of a page ask it. */
export interface PageRecall {
  /** As `RunStore.recall` answers it when the record's turn has come. */
  recall(key: LedgerKey, record: RecordInHand): Promise<LedgerEntry | null>;
  /** Forgets what was asked for records that never came to their turn. */
  end(): void;
}

/**
 * Asks the ledger for some of the next records together with the one whose turn it is, where the session says which place it will look at: a question of its own for each record is
 * a message to the store's thread and back before anything can be decided. An answer is used once, so that another try asks anew, and not after a write to its place. Nobody else writes there: the run
 * has the lease of the target.
 */
export function recallAhead(run: Pick<Run, 'ports' | 'asked'>, session: Pick<TargetSession, 'place'>, items: readonly Item[], scope: Pick<LedgerKey, 'connectionId' | 'sourceConnection'>): PageRecall {
  const { store } = run.ports;
  const { places } = run.asked;
  const own = new Map<string, Asked>();
  let next = 0;

  function placeOf({ value }: Item): { readonly entity: string; readonly key: string } | null {
    try {
      return session.place!(value);
    } catch {
      // What is wrong with it shows in its turn.
      return null;
    }
  }

  /** Async so that a store that throws at once is heard like any other. */
  const question = async (...asked: Parameters<RunStore['recallMany']>) => store.recallMany(...asked);

  /** One question, for those whose places are of the same kind as the first one's; others ask for themselves. */
  function ask(from: number): void {
    next = Math.min(from + atOnce, items.length);
    let entity: string | null = null;
    const keys: string[] = [];
    const lineages: number[] = [];
    const answer = Promise.withResolvers<readonly (LedgerEntry | null)[]>();
    for (let at = from; at < next; at += 1) {
      const item = items[at]!;
      const place = placeOf(item);
      if (!place || (entity !== null && place.entity !== entity)) continue;
      entity = place.entity;
      const text = ledgerText({ ...scope, entity, sourceKey: place.key });
      // Of two records with the same place the later asks in its turn.
      if (places.has(text)) continue;
      const { lineage } = item.record.pending;
      const asked: Asked = { lineage, answer: answer.promise, index: keys.length, isOld: false };
      keys.push(place.key);
      lineages.push(lineage);
      places.set(text, asked);
      own.set(text, asked);
    }
    // Nobody hears of a failure who does not come to ask.
    answer.promise.catch(() => undefined);
    if (entity !== null) answer.resolve(question({ ...scope, entity }, keys, lineages));
  }

  function take(text: string, { pending }: RecordInHand): Asked | null {
    const asked = own.get(text);
    if (asked?.lineage !== pending.lineage) return null;
    own.delete(text);
    places.delete(text);
    return asked.isOld ? null : asked;
  }

  function taken(key: LedgerKey, record: RecordInHand): Asked | null {
    const text = ledgerText(key);
    const there = take(text, record);
    if (there) return there;
    for (let at = next; at < items.length; at += 1) {
      if (items[at]!.record !== record) continue;
      ask(at);
      return take(text, record);
    }
    return null;
  }

  return {
    async recall(key, record) {
      const asked = session.place ? taken(key, record) : null;
      return asked ? ((await asked.answer)[asked.index] ?? null) : store.recall(key, record.pending.lineage);
    },
    end() {
      for (const text of own.keys()) places.delete(text);
      own.clear();
    },
  };
}
