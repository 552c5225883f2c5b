import { defineStream } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../client.ts';
import { articleMapping } from '../defaultMappings/articles.ts';
import { nested, textOf } from '../wire/values.ts';
import { addedArticleFields, groupNumbers, withGroups } from './articleGroupsOf.ts';
import { articleFields, articlePages, articlesByNumber } from './articleRecords.ts';
import type { ArticleFilter } from './articleRecords.ts';
import { readGroupTreeIfKnown } from './groupTree.ts';
import type { GroupTree } from './groupTree.ts';
import { markerSettings } from './markerPages.ts';
import { texts } from './saleSettings.ts';

const settings: readonly SettingField[] = [
  { key: 'onlyWebshop', label: 'Only articles for the web shop', type: 'boolean', default: false, group: 'What is read', help: 'One that is taken out of the web shop is then passed over too.' },
  { key: 'onlyActive', label: 'Only active articles', type: 'boolean', default: false, group: 'What is read', help: 'One that becomes inactive is then passed over too.' },
  { key: 'groups', label: 'Article groups', type: 'pickMany', from: { list: 'articleGroups', of: 'own' }, group: 'What is read', help: 'With those below them. None chosen: all.' },
  { key: 'changedSince', label: 'Changed since', type: 'date', group: 'What is read', help: 'What was last changed before this day is passed over. Empty: nothing is.' },
  {
    key: 'filterAt', label: 'Who leaves them out', type: 'choice', default: 'here', group: 'What is read',
    options: [
      { value: 'here', label: 'Fluxo' },
      { value: 'till', label: 'The till', help: 'Less to read from a large till. Some older versions of its software lost articles that way.' },
    ],
  },
  ...markerSettings,
];

/** What the settings leave out. Always asked here; the till is asked too when it should save the reading. */
function filterOf(chosen: Settings, tree: GroupTree): ArticleFilter {
  const groups = new Set(texts(chosen['groups']).flatMap((number) => [number, ...tree.below(number).map((group) => textOf(group['groupNumber']))]));
  const since = typeof chosen['changedSince'] === 'string' ? chosen['changedSince'] : '';
  const [onlyWebshop, onlyActive] = [chosen['onlyWebshop'] === true, chosen['onlyActive'] === true];
  return {
    keep: (article) =>
      (!onlyWebshop || article['webshop'] === true) &&
      (!onlyActive || article['active'] !== false) &&
      (groups.size === 0 || groupNumbers(article).some((number) => groups.has(number))) &&
      // An article without the moment of its change is read rather than lost.
      (since === '' || (textOf(article['changeTimestamp']) || since) >= since),
    ...(chosen['filterAt'] === 'till' && {
      request: {
        ...(onlyWebshop && { onlyWebshop }),
        ...(onlyActive && { onlyActive }),
        ...(groups.size > 0 && { groupNumbers: [...groups] }),
        ...(since !== '' && { changedSinceTimestamp: `${since}T00:00:00+02:00` }),
      },
    }),
  };
}

/** The higher of two sync markers in text; what is none counts as the lowest. */
function higher(a: string, b: string): string {
  const [one, other] = [a, b].map((marker) => (/^\d{1,18}$/.test(marker) ? BigInt(marker) : -1n));
  return one! >= other! ? a : b;
}

export const articles = defineStream<MplusClient>({
  name: 'articles',
  label: 'Articles',
  help: 'What the till sells, one record per article, so per colour and size. Nothing is ever deleted there; articles become inactive or discontinued.',
  entity: 'product',
  settings,
  asked: ['onlyWebshop', 'onlyActive', 'startFrom'],
  fields: [...addedArticleFields, ...articleFields()],
  defaultMapping: articleMapping,
  key: (article) => String(article['articleNumber'] ?? ''),
  type: () => 'Article',
  // A text of the product is part of the article's record, so its change counts too. Both count in the same row of numbers.
  version: (article) => higher(String(article['syncMarker'] ?? ''), String((article['product'] as SourceRecord | undefined)?.['syncMarker'] ?? '')),
  describe(article) {
    const name = textOf(article['description']) || textOf(nested(article['product'])['description']);
    const price = article['priceIncl'];
    return { title: name || String(article['articleNumber'] ?? ''), subtitle: String(article['articleNumber'] ?? ''), ...(typeof price === 'string' && { amount: `${price} EUR` }) };
  },

  async *read(context) {
    const tree = await readGroupTreeIfKnown(context.client, context);
    for await (const page of articlePages(context, filterOf(context.settings, tree))) yield { records: page.items.map((article) => withGroups(article, tree)), cursor: page.cursor };
  },

  async readOne(context, key) {
    if (!/^\d{1,18}$/.test(key)) return null;
    const article = (await articlesByNumber(context.client, [key], context)).get(key);
    return article ? withGroups(article, await readGroupTreeIfKnown(context.client, context)) : null;
  },
});
