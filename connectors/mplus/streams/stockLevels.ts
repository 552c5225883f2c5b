import type { ReadContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { MplusClient } from '../client.ts';
import { list, textOf } from '../wire/values.ts';
import { texts } from './saleSettings.ts';

/** What the branches of interest have of articles. */
export interface StockLevels {
  /** The branches asked for, as their numbers. */
  readonly branches: readonly string[];
  /** One level per branch and article, as the till has it now. */
  of(articleNumbers: readonly string[]): Promise<readonly SourceRecord[]>;
  /** Levels that changed since: their stock id is at least `stockId`. The till has no limit for this answer. */
  since(stockId: string): Promise<readonly SourceRecord[]>;
}

/** Levels of the branches chosen in the settings, of all branches when none is. */
export async function openStockLevels(context: ReadContext<MplusClient>): Promise<StockLevels> {
  const { client } = context;
  const chosen = texts(context.settings['branches']);
  const branches = chosen.length > 0 ? chosen : list((await client.call('getBranches', {}, context))['branches']).map((branch) => textOf(branch['branchNumber']));
  const [first = '1', ...others] = branches;
  // Older builds know no list of branches and answer for the first alone; until the till has shown that it is a newer one, each of the others is asked by itself.
  let knowsList = others.length === 0;

  async function levelsOf(branchNumber: string, asked: SourceRecord): Promise<readonly SourceRecord[]> {
    const levels = list((await client.call('getStock', { request: { ...asked, branchNumber } }, context))['articleStocks']);
    return levels.map((level) => (textOf(level['branchNumber']) === '' ? { ...level, branchNumber } : level));
  }

  async function ask(asked: SourceRecord): Promise<readonly SourceRecord[]> {
    const together = await levelsOf(first, { ...asked, ...(others.length > 0 && { branchNumbers: branches }) });
    knowsList ||= together.some((level) => level['branchNumber'] !== first);
    if (knowsList) return together;
    const alone: SourceRecord[] = [];
    for (const branch of others) alone.push(...(await levelsOf(branch, asked)));
    return [...together, ...alone];
  }

  return {
    branches,
    of: async (articleNumbers) => (articleNumbers.length === 0 ? [] : ask({ articleNumbers })),
    since: (stockId) => ask({ articleNumbers: [], stockId }),
  };
}
