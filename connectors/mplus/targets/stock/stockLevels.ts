import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { readStock } from '#connectors/sdk/readStock.ts';
import { stockQuantity } from '#connectors/sdk/stockQuantity.ts';
import { stockDimensions, stockTotals } from '#connectors/sdk/totals.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import { add, compare, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { MplusClient } from '../../client.ts';
import { textOf } from '../../wire/values.ts';
import { makeArticleFinder } from '../articleFinder.ts';
import type { ArticleFinder, FoundArticle } from '../articleFinder.ts';
import { findArticle, lookAheadForArticles } from '../articleSettings.ts';
import { readPlaces } from '../places.ts';
import { settingsCheck } from '../settingsCheck.ts';
import { stockEffects, stockType } from './effects.ts';
import { makeLevels } from './levels.ts';
import type { Level, Levels } from './levels.ts';
import { stockLevelFields } from './settings.ts';
import type { StockSettings } from './settings.ts';

type Context = RecordContext<MplusClient>;

interface Session {
  readonly settings: StockSettings;
  readonly finder: ArticleFinder;
  readonly levels: Levels;
  /** Name of the branch. */
  readonly place: string;
  readonly reference: (record: SourceRecord) => string;
}

/** Stock as amounts of one branch of the till. Sends only what is new and what differs from what the till has. */
export const stockLevels = defineTarget<MplusClient>({
  name: 'stockLevels',
  label: 'Stock levels',
  help: 'Writes the stock of articles in one branch of the till. Mostly the till is where stock is counted; think twice before another system sets it.',
  entity: 'stock',
  settings: stockLevelFields,
  asked: ['mode', 'employee', 'unknownArticle', 'stockFormula', 'safetyStock'],
  effects: stockEffects,
  addsUp: stockDimensions,
  concurrency: 2,
  async open({ client, settings, ...call }) {
    const session = await openSession(client, settings, call);
    return {
      async lookAhead(records, ahead) {
        const skus = records.map((record) => skuOf(record, session.settings));
        await lookAheadForArticles(session.finder, skus, session.settings, ahead);
        const found: string[] = [];
        for (const sku of skus) {
          const article = sku === '' ? null : await findArticle(session.finder, sku, session.settings, ahead).catch(nullWhenReported);
          if (article?.isStocked) found.push(article.articleNumber);
        }
        await session.levels.read(found, ahead);
      },
      // Two records of one article follow each other, so that the later one counts.
      lane: (record) => skuOf(record, session.settings) || textOf(record['sourceId']),
      apply: (record, context) => applyStock(record, session, context as Context),
    };
  },
});

async function openSession(client: MplusClient, given: Settings, call: CallContext): Promise<Session> {
  const told = withDefaults(stockLevelFields, given);
  const settings = { ...told, told } as unknown as StockSettings;
  const places = await readPlaces(client, call);
  const [branch, employee] = [places.branch(settings.branch ?? ''), places.employee(settings.employee)];
  const check = settingsCheck('mplus.stockLevels');
  if (!branch) check.complain('branch', `Branch: the till has no “${settings.branch ?? ''}”.`, settings.branch);
  if (employee === undefined) check.complain('employee', `Employee: the till has no active “${settings.employee}”.`, settings.employee);
  check.settle();
  return {
    settings: { ...settings, branch: branch!.number, employee: employee! },
    finder: makeArticleFinder(client),
    levels: makeLevels(client, branch!.number),
    place: branch!.name,
    reference: compileTemplate(settings.reference ?? ''),
  };
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mplus.${code}`, text, params });

/** A record that fails for what it says fails in its turn. */
function nullWhenReported(thrown: unknown): null {
  if (thrown instanceof FluxoError && thrown.kind === 'data') return null;
  throw thrown;
}

/** What the article goes by in this run. */
function skuOf(record: SourceRecord, { matchBy }: StockSettings): string {
  return (matchBy === 'barcode' && textOf(record['barcode'])) || textOf(record['sku']);
}

async function applyStock(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings, finder } = session;
  const counted = readStock(record);
  if (counted.isStocked === false) return { outcome: 'skipped', reason: say('source_counts_none', 'The source keeps no stock of it.') };
  const sku = skuOf(record, settings);
  const article = sku === '' ? null : await findArticle(finder, sku, settings, context);
  if (!article) return unknownArticle(sku, settings);
  if (settings.managed === 'off') return switchOff(article, sku, session, context);
  if (!article.isStocked && settings.managed === 'on') await switchStock(article, true, sku, session, context);
  else if (!article.isStocked) return { outcome: 'skipped', reason: say('no_stock_article', `The till keeps no stock of article ${article.articleNumber}.`, { article: article.articleNumber }), target: targetOf(article) };

  const told = add(stockQuantity(counted, settings.told), '0');
  const ledger = { entity: 'stock', key: `${settings.branch} ${textOf(record['sourceId'])}` };
  const fingerprint = `${article.articleNumber} ${told}`;
  const entry = await context.recall(ledger.entity, ledger.key);
  if (entry && entry.targetId !== 'dry-run' && entry.fingerprint === fingerprint) {
    return { outcome: 'unchanged', reason: say('stock_sent_before', `${told} was sent before; what the till sold since stays counted.`, { amount: told }), target: targetOf(article) };
  }
  const level = await currentLevel(article, session, context);
  const wanted = settings.amountIs === 'free' ? add(told, level.reserved) : told;
  if (compare(wanted, level.there) === 0) {
    if (!context.dryRun) await context.adopt(ledger.entity, ledger.key, { targetType: stockType, targetId: article.articleNumber, fingerprint });
    return { outcome: 'unchanged', reason: say('stock_same', `The till has ${wanted} already.`, { amount: wanted }), target: targetOf(article) };
  }
  session.levels.forget(article.articleNumber);
  await send(article, wanted, level, { ...ledger, fingerprint }, session.reference(record), session, context);
  return { outcome: 'updated', reason: say('stock_written', `Stock of article ${article.articleNumber}: from ${level.there} to ${wanted}.`, { article: article.articleNumber, before: level.there, amount: wanted }), target: targetOf(article) };
}

/** Whether the till keeps stock of the article: a flag of its own, beside the amounts. */
async function switchStock(article: FoundArticle, isStocked: boolean, sku: string, { finder }: Session, context: Context): Promise<void> {
  finder.forget(sku);
  await context.effect('updateArticle', { product: { productNumber: article.productNumber }, article: { articleNumber: article.articleNumber, stockArticle: isStocked } }, { current: { stockArticle: !isStocked } });
  context.note(isStocked ? say('stock_switched_on', `The till keeps stock of article ${article.articleNumber} from now on.`, { article: article.articleNumber }) : say('stock_switched_off', `The till keeps no stock of article ${article.articleNumber} any more.`, { article: article.articleNumber }));
}

async function switchOff(article: FoundArticle, sku: string, session: Session, context: Context): Promise<ApplyResult> {
  const params = { article: article.articleNumber };
  if (!article.isStocked) return { outcome: 'unchanged', reason: say('no_stock_article', `The till keeps no stock of article ${article.articleNumber}.`, params), target: targetOf(article) };
  await switchStock(article, false, sku, session, context);
  return { outcome: 'updated', reason: say('stock_switched_off', `The till keeps no stock of article ${article.articleNumber} any more.`, params), target: targetOf(article) };
}

/** A difference is only right against what the till has at this moment. */
async function currentLevel(article: FoundArticle, { settings, levels }: Session, context: Context): Promise<Level> {
  if (settings.mode === 'change') await levels.read([article.articleNumber], context);
  return levels.of(article.articleNumber, context);
}

async function send(article: FoundArticle, wanted: Decimal, level: Level, ledger: { readonly entity: string; readonly key: string; readonly fingerprint: string }, reference: string, { settings: { branch, employee, mode }, place: name }: Session, context: Context): Promise<void> {
  const place = { branchNumber: branch, articleNumber: article.articleNumber, employeeNumber: employee, reference };
  const options = { ledger, current: { amount: level.there }, totals: stockTotals(name, { from: level.there, to: wanted }) };
  if (mode === 'set') await context.effect('setStock', { ...place, amount: wanted }, options);
  else await context.effect('changeStock', { ...place, change: subtract(wanted, level.there), amount: wanted, since: level.stockId }, options);
}

function unknownArticle(sku: string, settings: StockSettings): ApplyResult {
  if (settings.unknownArticle === 'report') throw new FluxoError({ code: 'mplus.article_unknown', kind: 'data', what: sku === '' ? 'The record names no article.' : `The till has no article “${sku}”.`, where: { field: 'sku' }, params: { sku }, fix: 'Add the article at the till, or let articles it does not have be skipped.' });
  return { outcome: 'skipped', reason: sku === '' ? say('no_article_named', 'The record names no article.') : say('not_in_till', `The till has no article “${sku}”.`, { sku }) };
}

function targetOf(article: FoundArticle) {
  return { type: stockType, id: article.articleNumber, ...(article.description !== '' && { label: article.description }) };
}
