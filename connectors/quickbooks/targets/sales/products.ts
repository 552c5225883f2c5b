import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import type { CountryRow } from '#shared/settings/countryTable.ts';
import type { QuickBooksClient } from '../../client.ts';
import { kinds } from '../../entities.ts';
import type { Item } from '../../entities.ts';
import { compact } from '../../compact.ts';
import { cleanName } from '../../customers/candidate.ts';
import { cutBefore, cutText } from '../../cutText.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

/** Items are called by this many letters at most. */
const longestName = 100;

/**
 * The item of an article number; null when it is to be a text row. Two items with one number: the older one, with a warning. None: by the
 * setting, which may make one. Throws a `data` error when the order is to be reported.
 */
export async function findProduct(line: OrderLine, sku: string, row: CountryRow | null, session: Session, context: Context): Promise<Item | null> {
  const { settings, lookups } = session;
  const items = await lookups.items.bySku(sku, context);
  if (items.length > 1) context.warn({ code: 'quickbooks.several_items', text: `${items.length} items have the number ${sku}; the oldest, ${items[0]!.Id}, is used.`, params: { sku, count: String(items.length), id: items[0]!.Id } });
  if (items[0]) return items[0];
  switch (settings.onMissingProduct) {
    case 'replaceWith': {
      const item = session.item(settings.replacementItem);
      context.note({ code: 'quickbooks.product_replaced', text: `Article ${sku} is not in QuickBooks; booked on item ${item.Id}.`, params: { sku, id: item.Id } });
      return item;
    }
    case 'create':
      return makeOnce(line, sku, row, session, context);
    case 'textLine':
      return null;
    case 'fail':
      throw new FluxoError({ code: 'quickbooks.product_missing', kind: 'data', what: `Article ${sku} is not in QuickBooks.`, where: { field: 'lines[].sku' }, params: { sku }, fix: 'Add an item with this SKU in QuickBooks, or choose in the target’s settings what to do with missing articles.' });
  }
}

/** Several orders of a page may miss the same article; the first one makes it and the others wait for it. */
function makeOnce(line: OrderLine, sku: string, row: CountryRow | null, session: Session, context: Context): Promise<Item> {
  const key = `sku ${sku}`;
  const begun = session.making.get(key);
  if (begun) {
    // When it fails for the one that began, everybody tries for himself.
    return begun.catch(() => makeOnce(line, sku, row, session, context));
  }
  const account = session.company.accounts.find(row?.values['account'] || session.settings.newItemAccount);
  const making = makeItem({ name: line.description ?? '', sku, type: session.settings.newItemType, accountId: account?.Id ?? '', description: line.description }, session, context).finally(() => session.making.delete(key));
  session.making.set(key, making);
  return making;
}

interface NewItem {
  readonly name: string;
  readonly sku: string;
  readonly type: 'NonInventory' | 'Service';
  readonly accountId: string;
  readonly description: string | undefined;
}

/** Makes an item; a name that is taken (6240) gets the number behind it. */
async function makeItem(wanted: NewItem, session: Session, context: Context): Promise<Item> {
  if (wanted.accountId === '') throw new FluxoError({ code: 'quickbooks.no_income_account', kind: 'data', what: `No income account is set for the new item ${wanted.sku || wanted.name}.`, where: { field: 'newItemAccount' }, parkedOn: { setting: 'newItemAccount', value: '' }, fix: 'Choose the income account of new items in the target’s settings.', params: { item: wanted.sku || wanted.name } });
  const plain = cutText(cleanName(wanted.name), longestName) || wanted.sku;
  const numbered = cutBefore(plain, ` (${wanted.sku})`, longestName);
  for (const [attempt, name] of [...new Set([plain, ...(wanted.sku === '' ? [] : [numbered])])].entries()) {
    const body = compact({
      Name: name,
      Sku: wanted.sku || undefined,
      Type: wanted.type,
      Description: cutText(wanted.description ?? '', 4000) || undefined,
      IncomeAccountRef: { value: wanted.accountId },
    });
    try {
      const made = await context.effect('createItem', { body }, { slot: `${wanted.sku || plain} ${attempt}`, ledger: { entity: 'item', key: wanted.sku || plain } });
      context.note({ code: 'quickbooks.product_created', text: `Created item ${made.id} for ${wanted.sku || plain}.`, params: { sku: wanted.sku || plain, id: made.id } });
      const item = kinds.item.parse({ ...body, Id: made.id });
      if (!context.dryRun && wanted.sku !== '') session.lookups.items.keep(item);
      return item;
    } catch (thrown) {
      if (!(thrown instanceof FluxoError) || thrown.code !== 'quickbooks.duplicate_name') throw thrown;
    }
  }
  throw new FluxoError({ code: 'quickbooks.item_name_taken', kind: 'data', what: `The name of the new item ${wanted.sku || plain} is taken in QuickBooks.`, where: { field: 'lines[].description' }, params: { item: wanted.sku || plain }, fix: 'Rename the other item in QuickBooks, or add the article there.', refusedByService: true });
}

/**
 * The item through which a line reaches the revenue account of its row: the row's own, else one that is made for the account. Null when the row
 * names neither, so that the article's item stays.
 */
export async function revenueItem(row: CountryRow | null, percent: string, country: string, session: Session, context: Context): Promise<Item | null> {
  if (session.settings.revenue !== 'itemPerAccount' || !row) return null;
  const told = row.values['item'] ?? '';
  if (told !== '') return session.item(told);
  const account = session.company.accounts.find(row.values['account'] ?? '');
  if (!account) return null;
  const name = `Sales ${country} ${percent}% ${account.AcctNum ?? account.Id}`;
  const key = `account ${name}`;
  const begun = session.making.get(key);
  if (begun) return begun.catch(() => revenueItem(row, percent, country, session, context) as Promise<Item>);
  const making = (async () => {
    const known = (await session.client.rows({ kind: kinds.item, where: [{ property: 'Name', is: name }] }, context))[0];
    return known ?? makeItem({ name, sku: '', type: 'Service', accountId: account.Id, description: undefined }, session, context);
  })();
  session.making.set(key, making);
  // A failed one is tried again by the next order; a made one stays, so that nobody asks for it again.
  making.catch(() => session.making.delete(key));
  return making;
}

/** Warns when the article's account is not the one the table names for the country. */
export function warnAboutAccount(item: Item, row: CountryRow | null, country: string, session: Session, context: Context): void {
  const wanted = session.company.accounts.find(row?.values['account'] ?? '');
  if (!wanted || !item.IncomeAccountRef || item.IncomeAccountRef.value === wanted.Id) return;
  context.warn({ code: 'quickbooks.other_account', text: `Item ${item.Id} books on ${item.IncomeAccountRef.name ?? `account ${item.IncomeAccountRef.value}`}; the table says ${wanted.Name} for ${country}.`, params: { id: item.Id, account: item.IncomeAccountRef.name ?? item.IncomeAccountRef.value, wanted: wanted.Name, country } });
}
