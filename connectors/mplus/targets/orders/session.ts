import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { outputsOf } from '#shared/settings/valueSetting.ts';
import type { MplusClient } from '../../client.ts';
import { lists } from '../../lists/lists.ts';
import { list, textOf } from '../../wire/values.ts';
import { makeArticleFinder } from '../articleFinder.ts';
import type { ArticleFinder, FoundArticle } from '../articleFinder.ts';
import { byNumberOrName, readPlaces } from '../places.ts';
import type { Branch, Places } from '../places.ts';
import { openRelations } from '../relations/resolver.ts';
import type { RelationSession } from '../relations/resolver.ts';
import { settingsCheck } from '../settingsCheck.ts';
import { makeOrderLookups } from './lookups.ts';
import type { OrderLookups } from './lookups.ts';
import { readOrderSettings, skuList } from './settings.ts';
import type { OrderSettings } from './settings.ts';

/** A VAT code of the till and its percentage. */
export interface VatCode {
  readonly code: string;
  readonly rate: string;
  /** Empty where the till tells none. */
  readonly branch: string;
  readonly country: string;
}

interface Row {
  readonly value: string;
  readonly label: string;
}

/** One run's work at the till: settings read and checked, lists loaded, what they name found. */
export interface Session {
  readonly settings: OrderSettings;
  readonly sourceConnection: string;
  readonly places: Places;
  readonly vatCodes: readonly VatCode[];
  readonly finder: ArticleFinder;
  readonly relations: RelationSession;
  readonly lookups: OrderLookups;
  readonly paymentMethods: readonly Row[];
  readonly deliveryMethods: readonly Row[];
  /** Articles the settings name, by what they are called there. */
  readonly chosen: ReadonlyMap<string, FoundArticle>;
  readonly reference: (order: Order) => string;
  readonly externalId: (order: Order) => string;
  /** What the ledger calls the order. */
  readonly ledgerKey: (order: Order) => string;
  /** Articles being made right now, by SKU, so that two orders at once do not make the same one twice. */
  readonly making: Map<string, Promise<string>>;
  /** Number of the turnover group of new articles; empty for the till's own choice. */
  readonly newArticleGroup: string;
  readonly shippingSkus: ReadonlySet<string>;
  readonly discountSkus: ReadonlySet<string>;
}

/** Reads the till and checks the settings against it. Throws one `setup` error that names everything that is missing. */
export async function openSession(client: MplusClient, given: Settings, sourceConnection: string, call: CallContext): Promise<Session> {
  const settings = readOrderSettings(given);
  const finder = makeArticleFinder(client);
  const creates = settings.onMissingProduct === 'create';
  const [places, vatAnswer, payments, deliveries, groups] = await Promise.all([readPlaces(client, call), client.call('getVatGroupList', {}, call), lists.paymentMethods(client, call), lists.deliveryMethods(client, call), creates && settings.newArticleGroup !== '' ? lists.turnoverGroups(client, call) : []]);
  const usable = (rows: readonly (Row & { readonly detail?: string })[]) => rows.filter(({ detail }) => detail !== 'switched off');
  const chosen = await findChosen(finder, articlesNamed(settings).map(({ told }) => told), call);
  const vatCodes = list(vatAnswer['vatGroup']).map((group) => ({ code: textOf(group['vatCode']), rate: plainRate(textOf(group['vatPercentage'])), branch: textOf(group['branchNumber']), country: textOf(group['countryIso3']) }));
  const session = { settings, sourceConnection, places, vatCodes, finder, lookups: makeOrderLookups(client), paymentMethods: usable(payments), deliveryMethods: usable(deliveries), chosen };
  demandKnown(session, groups);
  const reference = compileTemplate(settings.reference);
  const prefix = settings.idPrefix.trim();
  return {
    ...session,
    relations: await openRelations(client, settings, sourceConnection, call),
    reference: (order) => reference(order).trim(),
    externalId: (order) => `${prefix || sourceConnection}-${order.sourceId}`,
    ledgerKey: (order) => (prefix === '' ? order.sourceId : `${prefix} ${order.sourceId}`),
    making: new Map(),
    newArticleGroup: creates ? (rowNamed(groups, settings.newArticleGroup)?.value ?? '') : '',
    shippingSkus: skuList(settings.shippingSkus),
    discountSkus: skuList(settings.discountSkus),
  };
}

/** `21.00` as `21`. */
export const plainRate = (rate: string): string => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);

/** Articles that settings name and the run may need. */
function articlesNamed(settings: OrderSettings): readonly { readonly field: string; readonly label: string; readonly told: string }[] {
  return [
    ...(settings.onMissingProduct === 'replaceWith' ? [{ field: 'replacementArticle', label: 'That article', told: settings.replacementArticle }] : []),
    { field: 'freeLineArticle', label: 'Article for lines without one', told: settings.freeLineArticle },
    ...(settings.shippingAs === 'article' ? [{ field: 'shippingArticle', label: 'That article', told: settings.shippingArticle }] : []),
    { field: 'discountArticle', label: 'Article for discounts', told: settings.discountArticle },
    ...(settings.rounding === 'article' ? [{ field: 'roundingArticle', label: 'Rounding article', told: settings.roundingArticle }] : []),
  ].filter(({ told }) => told.trim() !== '');
}

async function findChosen(finder: ArticleFinder, told: readonly string[], call: CallContext): Promise<ReadonlyMap<string, FoundArticle>> {
  const found = new Map<string, FoundArticle>();
  for (const text of new Set(told.map((each) => each.trim()))) {
    const [article] = (await finder.find(text, 'number', call)).concat(await finder.find(text, 'plu', call));
    if (article) found.set(text, article);
  }
  return found;
}

function demandKnown({ settings, places, vatCodes, paymentMethods, deliveryMethods, chosen }: Pick<Session, 'settings' | 'places' | 'vatCodes' | 'paymentMethods' | 'deliveryMethods' | 'chosen'>, turnoverGroups: readonly Row[]): void {
  const check = settingsCheck('mplus.salesOrders');
  const demand = check.demand.bind(check);
  demand('branch', 'Branch', outputsOf(settings.branch), places.branch);
  demand('entryBranch', 'Entered in branch', [settings.entryBranch], places.branch);
  demand('employee', 'Employee', outputsOf(settings.employee), places.employee);
  if (settings.sendPayments === 'paid') demand('paymentMethod', 'Payment method', outputsOf(settings.paymentMethod), (told) => rowNamed(paymentMethods, told));
  demand('shippingMethod', 'Shipping method', outputsOf(settings.shippingMethod), (told) => rowNamed(deliveryMethods, told));
  for (const { field, label, told } of articlesNamed(settings)) demand(field, label, [told], (name) => chosen.get(name.trim()));
  if (settings.onMissingProduct === 'create') {
    demand('newArticleVat', 'VAT code of new articles', [settings.newArticleVat], (told) => vatCodes.find(({ code }) => code === told.trim()));
    demand('newArticleGroup', 'Turnover group of new articles', [settings.newArticleGroup], (told) => rowNamed(turnoverGroups, told));
  }
  demand('shippingVat', 'VAT code of shipping costs', settings.shippingAs === 'article' ? [settings.shippingVat] : [], (told) => vatCodes.find(({ code }) => code === told.trim()));
  // The two belong together: a workplace of another branch would be refused with every order.
  const entry = places.branch(settings.entryBranch);
  const workplace = settings.workplace.trim() === '' ? undefined : findWorkplace(places, settings.workplace, entry);
  if (settings.workplace.trim() !== '' && !workplace) check.complain('workplace', entry ? `Workplace: branch ${entry.number} has no “${settings.workplace}”.` : `Workplace: the till has no “${settings.workplace}”.`, settings.workplace);
  check.settle();
}

/** A workplace as `branch/workplace`, or by number or name within a branch; without a branch one that only one branch has. */
export function findWorkplace(places: Places, told: string, branch: Branch | undefined): { readonly branch: string; readonly number: string } | undefined {
  const [, ofBranch, ofNumber] = /^(\d+)\/(\d+)$/.exec(told.trim()) ?? [];
  const candidates = places.branches.filter(({ number }) => (branch === undefined || number === branch.number) && (ofBranch === undefined || number === ofBranch));
  const found = candidates.flatMap(({ number, workplaces }) => {
    const one = byNumberOrName(workplaces, ofNumber ?? told, (workplace) => workplace.number, (workplace) => workplace.name);
    return one ? [{ branch: number, number: one.number }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}

export const rowNamed = (rows: readonly Row[], told: string): Row | undefined => byNumberOrName(rows, told, ({ value }) => value, ({ label }) => label);
