import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { isArticleNumber } from './articleFinder.ts';
import type { ArticleFinder, FoundArticle, MatchBy } from './articleFinder.ts';

export interface ArticleSettings {
  readonly matchBy: MatchBy;
  readonly nonNumeric: 'report' | 'skip' | 'plu' | 'barcode';
}

/** How a target finds the article an SKU stands for. */
export const articleFields: readonly SettingField[] = [
  {
    key: 'matchBy', group: 'Article', label: 'Articles are found by', type: 'choice', default: 'number',
    options: [
      { value: 'number', label: 'Article number' },
      { value: 'plu', label: 'PLU' },
      { value: 'barcode', label: 'Barcode', help: 'Reads all articles of the till once a run.' },
      { value: 'externalId', label: 'External article id', help: 'Reads all articles of the till once a run.' },
    ],
  },
  {
    key: 'nonNumeric', group: 'Article', label: 'SKU that is no number', type: 'choice', default: 'report', when: { key: 'matchBy', is: ['number'] },
    help: 'Article numbers of the till consist of digits.',
    options: [
      { value: 'report', label: 'Report it' },
      { value: 'skip', label: 'Take the article for one the till does not have' },
      { value: 'plu', label: 'Look for it among the PLUs' },
      { value: 'barcode', label: 'Look for it among the barcodes' },
    ],
  },
];

/** By what this SKU is looked up; null when it cannot be the number of an article and shall count as unknown. Throws `data` for one that shall be reported. */
function wayToFind(sku: string, { matchBy, nonNumeric }: ArticleSettings): MatchBy | null {
  if (matchBy !== 'number' || isArticleNumber(sku)) return matchBy;
  if (nonNumeric === 'plu' || nonNumeric === 'barcode') return nonNumeric;
  if (nonNumeric === 'skip') return null;
  throw new FluxoError({ code: 'mplus.sku_not_numeric', kind: 'data', what: `The SKU “${sku}” is no article number: those of the till consist of digits.`, where: { field: 'sku' }, params: { sku }, fix: 'Give the article a number as SKU in the source, or let such SKUs be looked for among the PLUs or barcodes.' });
}

/** The one article with this SKU; null when the till has none. Throws `data` when it is no number and is to be reported, and parks when several articles have it. */
export async function findArticle(finder: ArticleFinder, sku: string, settings: ArticleSettings, call: CallContext): Promise<FoundArticle | null> {
  const way = wayToFind(sku, settings);
  if (way === null) return null;
  const all = await finder.find(sku, way, call);
  // Of several with one code the one that is still sold counts.
  const active = all.filter(({ isActive }) => isActive);
  const candidates = active.length > 0 ? active : all;
  if (candidates.length <= 1) return candidates[0] ?? null;
  const numbers = candidates.map(({ articleNumber }) => articleNumber).join(', ');
  throw new FluxoError({ code: 'mplus.several_articles', kind: 'data', what: `Several articles of the till have “${sku}”: ${numbers}.`, where: { field: 'sku' }, params: { sku, numbers }, parkedOn: { setting: 'matchBy', value: sku }, fix: 'Give it to one of them only, or let articles be found by their number.' });
}

/** Looks up the SKUs of a page in few calls, each the way it will be looked for. One that is to be reported is passed over; it fails in its turn. */
export async function lookAheadForArticles(finder: ArticleFinder, skus: readonly string[], settings: ArticleSettings, call: CallContext): Promise<void> {
  const ways = new Map<MatchBy, string[]>();
  for (const sku of skus) {
    if (sku.trim() === '' || (settings.nonNumeric === 'report' && settings.matchBy === 'number' && !isArticleNumber(sku))) continue;
    const way = wayToFind(sku, settings);
    if (way !== null) ways.set(way, [...(ways.get(way) ?? []), sku]);
  }
  for (const [way, some] of ways) await finder.ahead(some, way, call);
}
