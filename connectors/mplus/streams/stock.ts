import * as z from 'zod';
import { defineStream } from '#connectors/sdk/connector.ts';
import type { Cursor, Page, ReadContext } from '#connectors/sdk/connector.ts';
import { readCursor } from '#connectors/sdk/readCursor.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { stockMapping } from '../defaultMappings/stock.ts';
import { list, nested, textOf } from '../wire/values.ts';
import { articleFields, articlePages, articlesByNumber } from './articleRecords.ts';
import { asMarker, demandReached, markerPages, markerSettings, newestMarker, noProgress, startMarker } from './markerPages.ts';
import { stockFields, stockRecord } from './stockRecord.ts';
import { openStockLevels } from './stockLevels.ts';
import type { StockLevels } from './stockLevels.ts';

const settings: readonly SettingField[] = [
  { key: 'branches', label: 'Branches', type: 'pickMany', from: { list: 'branches', of: 'own' }, group: 'What is read', help: 'Their stock is added up. None chosen: all.' },
  { key: 'notStocked', label: 'Also articles without stock', type: 'boolean', default: true, group: 'What is read', help: 'When all stock is read, articles the till keeps no stock of come too and say so.' },
  {
    key: 'changes', label: 'What counts as a change', type: 'choice', default: 'all', group: 'What is read',
    options: [
      { value: 'all', label: 'Everything, also reservations and orders to suppliers' },
      { value: 'movements', label: 'Goods that came or went', help: 'Read from the stock history, in small pages. A mere reservation is not noticed.' },
    ],
  },
  ...markerSettings,
];

const digits = z.string().regex(/^\d{1,18}$/);
const CursorSchema = z.strictObject({ marker: digits, articles: digits.optional() });

/** How far was read: all changes below `marker`; and, while everything is read for the first time, all articles below `articles`. */
interface Position {
  readonly marker: bigint;
  readonly articles?: bigint;
}

const cursorOf = ({ marker, articles }: Position): Cursor => ({ marker: String(marker), ...(articles !== undefined && { articles: String(articles) }) });

function positionOf(cursor: Cursor): Position {
  const { marker, articles } = readCursor(CursorSchema, cursor);
  return { marker: BigInt(marker), ...(articles !== undefined && { articles: BigInt(articles) }) };
}

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** One run's reading: what all its parts need. */
interface Reading {
  readonly context: ReadContext<MplusClient>;
  readonly levels: StockLevels;
  /** Records still wanted. */
  left: number;
}

/** The records of some articles, with what all branches have of them now, in the order of the articles. */
async function recordsOf(levels: StockLevels, articles: readonly (readonly [articleNumber: string, article: SourceRecord | undefined])[]): Promise<readonly SourceRecord[]> {
  const stocked = articles.filter(([, article]) => article?.['stockArticle'] !== false).map(([articleNumber]) => articleNumber);
  const byArticle = Map.groupBy(await levels.of(stocked), (level) => textOf(level['articleNumber']));
  return articles.map(([articleNumber, article]) => stockRecord(articleNumber, byArticle.get(articleNumber) ?? [], article));
}

async function recordsOfNumbers(reading: Reading, articleNumbers: readonly string[]): Promise<readonly SourceRecord[]> {
  const known = await articlesByNumber(reading.context.client, articleNumbers, reading.context);
  return recordsOf(reading.levels, articleNumbers.map((articleNumber) => [articleNumber, known.get(articleNumber)]));
}

/** All articles with their stock, page by page; `position.marker` is what the till had counted when this began, so that later changes come afterwards. */
async function* everything(reading: Reading, position: Position): AsyncGenerator<Page> {
  const { context } = reading;
  const from = position.articles ?? 0n;
  const pages = articlePages({ ...context, cursor: from === 0n ? null : { marker: String(from) }, settings: { pageSize: context.settings['pageSize'], startFrom: 'all' }, limit: reading.left });
  for await (const page of pages) {
    const articles = page.items.filter((article) => context.settings['notStocked'] !== false || article['stockArticle'] !== false);
    const records = await recordsOf(reading.levels, articles.map((article) => [textOf(article['articleNumber']), article]));
    reading.left -= records.length;
    yield { records, cursor: cursorOf({ marker: position.marker, articles: BigInt((page.cursor as { readonly marker: string }).marker) }) };
    if (reading.left <= 0) return;
  }
  yield { records: [], cursor: cursorOf({ marker: position.marker }) };
}

/** What changed since, each article once with what holds now. Ends when nothing more has changed. */
async function* changes(reading: Reading, start: bigint): AsyncGenerator<Page> {
  const { context, levels } = reading;
  const pageSize = Number(context.settings['pageSize'] ?? 200);
  for (let from = start; reading.left > 0; ) {
    context.signal.throwIfAborted();
    const latest = new Map<string, bigint>();
    for (const level of await levels.since(String(from))) {
      const [article, marker] = [textOf(level['articleNumber']), asMarker(level['stockId'])];
      if (marker >= from && marker > (latest.get(article) ?? -1n)) latest.set(article, marker);
      else if (marker < from && !latest.has(article)) throw noProgress(from);
    }
    if (latest.size === 0) return;
    const inOrder = [...latest].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
    for (const chunk of chunks(inOrder, Math.min(pageSize, Math.max(1, reading.left)))) {
      context.signal.throwIfAborted();
      const records = await recordsOfNumbers(reading, chunk.map(([article]) => article));
      from = chunk.at(-1)![1] + 1n;
      reading.left -= records.length;
      yield { records, cursor: cursorOf({ marker: from }) };
      if (reading.left <= 0) return;
    }
  }
}

/** As `changes`, by the history of goods that came and went: pages of movements, several of one article in a page being one change. */
async function* movements(reading: Reading, start: bigint): AsyncGenerator<Page> {
  const { context, levels } = reading;
  const { limit: _, ...whole } = context;
  const pages = markerPages({ ...whole, cursor: { marker: String(start) } }, {
    counter: 'stockId',
    markerOf: (movement) => movement['stockId'],
    ask: async (sinceStockId, sinceStockIdLimit) => list((await context.client.call('getStockHistoryV2', { request: { branchNumbers: levels.branches, sinceStockId, sinceStockIdLimit } }, context))['articleStockHistory']),
  });
  for await (const page of pages) {
    const records = await recordsOfNumbers(reading, [...new Set(page.items.map((movement) => textOf(movement['articleNumber'])))]);
    reading.left -= records.length;
    yield { records, cursor: page.cursor };
    if (reading.left <= 0) return;
  }
}

function firstPosition(context: ReadContext<MplusClient>, newest: bigint | null): Position {
  const start = context.settings['startFrom'] ?? 'all';
  // A till that does not tell its count is read anew from its first change on after everything was read; each article is known then and passed over.
  return start === 'all' ? { marker: newest === null ? 0n : newest + 1n, articles: 0n } : { marker: startMarker(context.settings, newest) };
}

export const stock = defineStream<MplusClient>({
  name: 'stock',
  label: 'Stock',
  help: 'How much there is of each article: first all of them, then those whose stock changed. Several changes of one article are one record, with what holds now.',
  entity: 'stock',
  settings,
  asked: ['branches', 'startFrom'],
  fields: [...stockFields, ...articleFields('article.')],
  defaultMapping: stockMapping,
  key: (record) => String(record['articleNumber'] ?? ''),
  type: () => 'Stock',
  version: (record) => String(record['stockId'] ?? ''),
  describe(record) {
    const article = nested(record['article']);
    const name = textOf(article['description']) || textOf(nested(article['product'])['description']);
    return { title: name || String(record['articleNumber'] ?? ''), subtitle: String(record['articleNumber'] ?? ''), ...(record['isStocked'] === true && { amount: String(record['free'] ?? '') }) };
  },

  async *read(context) {
    const kept = context.cursor === null ? null : positionOf(context.cursor);
    const newest = await newestMarker(context, 'stockId');
    if (kept) demandReached(kept.marker, newest);
    let position = kept ?? firstPosition(context, newest);
    // Kept at once: if nothing changes before the next run, "now" must not move on to that run.
    if (!kept && context.settings['startFrom'] === 'now') yield { records: [], cursor: cursorOf(position) };

    const reading: Reading = { context, levels: await openStockLevels(context), left: context.limit ?? Number.POSITIVE_INFINITY };
    if (position.articles !== undefined) yield* everything(reading, position);
    if (reading.left <= 0) return;
    position = { marker: position.marker };
    if (context.settings['changes'] === 'movements') return yield* movements(reading, position.marker);
    try {
      yield* changes(reading, position.marker);
    } catch (thrown) {
      // Too much has changed for one answer, and the till gives no smaller ones: then all is read anew, article by article.
      if (!(thrown instanceof FluxoError) || thrown.code !== 'http.too_large' || newest === null) throw thrown;
      yield* everything(reading, { marker: newest + 1n, articles: 0n });
    }
  },

  async readOne(context, key) {
    if (!/^\d{1,18}$/.test(key)) return null;
    const article = (await articlesByNumber(context.client, [key], context)).get(key);
    if (!article) return null;
    const levels = await openStockLevels(context);
    return (await recordsOf(levels, [[key, article]]))[0] ?? null;
  },
});
