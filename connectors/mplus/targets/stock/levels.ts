import type { CallContext } from '#connectors/sdk/connector.ts';
import { add } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, textOf } from '../../wire/values.ts';

/** What a branch has of an article. */
export interface Level {
  /** Free and reserved together: what lies there. */
  readonly there: Decimal;
  readonly reserved: Decimal;
  /** Number of the latest change; `0` for an article that never had stock. */
  readonly stockId: string;
}

export interface Levels {
  /** Reads the levels of these articles anew. */
  read(articleNumbers: readonly string[], call: CallContext): Promise<void>;
  /** Forgets what was read of an article, because it was written since. */
  forget(articleNumber: string): void;
  /** As last read; read now when nobody asked before. */
  of(articleNumber: string, call: CallContext): Promise<Level>;
}

const none: Level = { there: '0', reserved: '0', stockId: '0' };
const mostAtOnce = 200;

/** The stock of one branch. Levels are kept for a page and read anew for the next, as the till goes on selling. */
export function makeLevels(client: MplusClient, branchNumber: string): Levels {
  const known = new Map<string, Level>();
  async function read(articleNumbers: readonly string[], call: CallContext): Promise<void> {
    const wanted = [...new Set(articleNumbers)];
    for (let at = 0; at < wanted.length; at += mostAtOnce) {
      const some = wanted.slice(at, at + mostAtOnce);
      const answer = await client.call('getStock', { request: { branchNumber, articleNumbers: some } }, call);
      for (const article of some) known.set(article, none);
      for (const level of list(answer['articleStocks'])) known.set(textOf(level['articleNumber']), levelOf(level));
    }
  }
  return {
    read,
    forget: (articleNumber) => void known.delete(articleNumber),
    async of(articleNumber, call) {
      if (!known.has(articleNumber)) await read([articleNumber], call);
      return known.get(articleNumber) ?? none;
    },
  };
}

const levelOf = (level: SourceRecord): Level => {
  const reserved = textOf(level['amountReserved']) || '0';
  return { there: add(textOf(level['amountFree']) || '0', reserved), reserved, stockId: textOf(level['stockId']) };
};
