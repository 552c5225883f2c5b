import type { FieldInfo } from '#shared/entities/fields.ts';
import { isDecimal, sum } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { operations } from '../fieldTable/operations.ts';
import { textOf } from '../wire/values.ts';
import { fieldsOf } from './fieldsOf.ts';
import { asMarker } from './markerPages.ts';

/**
 * What there is of an article over the branches of interest: the sums, the levels they are made of, and the article. An article the till keeps no
 * stock of has none, and says so.
 */
export function stockRecord(articleNumber: string, levels: readonly SourceRecord[], article: SourceRecord | undefined): SourceRecord {
  const isStocked = article?.['stockArticle'] !== false;
  const newest = levels.reduce((most, level) => (asMarker(level['stockId']) > most ? asMarker(level['stockId']) : most), 0n);
  return {
    articleNumber,
    stockId: isStocked ? String(newest) : 'none',
    free: total(levels, 'amountFree'),
    reserved: total(levels, 'amountReserved'),
    incoming: total(levels, 'amountIncoming'),
    isStocked,
    articleStocks: levels,
    ...(article && { article }),
  };
}

/** A value that is no number stands for the sum, so that this record is set aside and says which value it was. */
function total(levels: readonly SourceRecord[], name: string): string {
  const amounts = levels.map((level) => level[name]);
  const odd = amounts.find((amount) => !isDecimal(amount));
  return odd === undefined ? sum(amounts.filter(isDecimal)) : textOf(odd);
}

const levelShape = operations.getStock.answer.byName.get('articleStocks')!.type;
const levelFields = levelShape.kind === 'record' ? fieldsOf(levelShape.shape(), 'articleStocks[].') : [];

/** What a record of stock holds, but for the article's own fields. */
export const stockFields: readonly FieldInfo[] = [
  { path: 'articleNumber', label: 'Article number', type: 'text' },
  { path: 'stockId', label: 'Stock id', type: 'text', help: 'Number of the latest change in these branches; none for an article the till keeps no stock of.' },
  { path: 'free', label: 'Free', type: 'decimal', help: 'What can be sold now, over the chosen branches. Reserved goods are counted off already.' },
  { path: 'reserved', label: 'Reserved', type: 'decimal', help: 'In orders that were not delivered yet.' },
  { path: 'incoming', label: 'Incoming', type: 'decimal', help: 'On its way from suppliers.' },
  { path: 'isStocked', label: 'Kept in stock', type: 'boolean' },
  { path: 'articleStocks', label: 'Branches', type: 'list', help: 'What each branch has.' },
  ...levelFields,
  { path: 'article', label: 'Article', type: 'object' },
];
