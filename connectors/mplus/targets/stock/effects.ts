import type { CallContext, EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare } from '#shared/money/decimal.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { MplusClient } from '../../client.ts';
import { list, nested, textOf } from '../../wire/values.ts';
import { updateArticle } from '../products/effects.ts';
import { makeLevels } from './levels.ts';

type Effect = EffectDefinition<MplusClient>;

/** What the ledger calls the stock of an article, and what the stream `mplus.stock` calls its records. */
export const stockType = 'Stock';

const part = (payload: Value, name: string): string => textOf(nested(payload)[name]);

const resultOf = (payload: Value, stockId: unknown): EffectResult => ({
  type: stockType,
  id: part(payload, 'articleNumber'),
  ...(textOf(stockId) !== '' && { version: textOf(stockId) }),
  facts: { branch: part(payload, 'branchNumber') },
});

/** Of an article that is still to be made the number is not known yet. */
const thingOf = (payload: Value): string => `Article ${part(payload, 'articleNumber')}, branch ${part(payload, 'branchNumber')}`;

const requestOf = (payload: Value, amount: SourceRecord): SourceRecord => ({
  branchNumber: part(payload, 'branchNumber'),
  articleNumber: part(payload, 'articleNumber'),
  ...amount,
  employeeNumber: part(payload, 'employeeNumber'),
  ...(part(payload, 'reference') !== '' && { reference: part(payload, 'reference') }),
});

/** Sets what lies in a branch; doing it twice is doing it once. Payload: `{ branchNumber, articleNumber, amount, employeeNumber, reference }`. */
export const setStock: Effect = {
  name: 'setStock',
  label: 'Set stock',
  repeat: 'key',
  view: (payload) => ({ thing: thingOf(payload), fields: { amount: part(payload, 'amount') } }),
  async send(client, payload, _key, call) {
    const answer = await client.call('setStock', { request: requestOf(payload, { amount: part(payload, 'amount') }) }, call);
    return resultOf(payload, answer['stockId']);
  },
};

/**
 * Adds to what lies in a branch. The service has no key for it, so a lost answer is looked for in the till's history, from the stock id the level had before:
 * payload `{ branchNumber, articleNumber, change, since, employeeNumber, reference }`, with the `amount` it leads to for whoever reads it.
 */
const changeStock: Effect = {
  name: 'changeStock',
  label: 'Change stock',
  repeat: 'lookup',
  view: (payload) => ({ thing: thingOf(payload), fields: part(payload, 'amount') === '' ? { amountChanged: part(payload, 'change') } : { amount: part(payload, 'amount') } }),
  async send(client, payload, _key, call) {
    const answer = await client.call('updateStock', { request: requestOf(payload, { amountChanged: part(payload, 'change') }) }, call);
    return resultOf(payload, answer['stockId']);
  },
  async lookUp(client, payload, _key, call) {
    const [branch, article, since] = [part(payload, 'branchNumber'), part(payload, 'articleNumber'), BigInt(part(payload, 'since') || '0')];
    const levels = makeLevels(client, branch);
    const { stockId } = await levels.of(article, call);
    // Every change of a level takes the next number, so one that kept its number was not changed.
    if (BigInt(stockId || '0') <= since) return null;
    const moved = await movementsSince(client, branch, article, String(since + 1n), call);
    const ours = moved.filter((movement) => textOf(movement['type']) === 'STOCK-HISTORY-TYPE-API' && compare(textOf(movement['amountChanged']), part(payload, 'change')) === 0);
    if (ours.length === 0) return null;
    if (ours.length === 1) return { ...resultOf(payload, ours[0]!['stockId']), adopted: true };
    throw unclear(`the till’s history has ${ours.length} changes of the same size since then.`);
  },
};

async function movementsSince(client: MplusClient, branch: string, article: string, sinceStockId: string, call: CallContext): Promise<readonly SourceRecord[]> {
  try {
    const answer = await client.call('getStockHistoryV2', { request: { branchNumbers: [branch], articleNumbers: [article], sinceStockId } }, call);
    return list(answer['articleStockHistory']).filter((movement) => textOf(movement['articleNumber']) === article && textOf(movement['branchNumber']) === branch);
  } catch (thrown) {
    if (thrown instanceof FluxoError && thrown.code === 'mplus.not_supported') throw unclear('the stock moved since then, and this till cannot tell its history.');
    throw thrown;
  }
}

const unclear = (why: string) =>
  new FluxoError({ code: 'mplus.stock_unclear', kind: 'data', what: why, params: { why }, fix: 'Count the article at the till, then ignore this problem or try it again.' });

/** Beside the amounts: whether the till keeps stock of an article at all. */
export const stockEffects: readonly Effect[] = [setStock, changeStock, updateArticle];
