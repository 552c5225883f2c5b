import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import { countryCodeOf } from '#shared/mapping/countries.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../../client.ts';
import { makeRows } from '../../company/rows.ts';
import { settingsCheck } from '../../company/settingsCheck.ts';
import { kinds } from '../../entities.ts';
import type { Account, CompanyInfo } from '../../entities.ts';
import { ItemLookups } from '../../items/itemLookups.ts';
import type { StockSettings } from './settings.ts';

/** One run's work at the company. */
export interface Session {
  readonly client: QuickBooksClient;
  readonly settings: StockSettings;
  readonly items: ItemLookups;
  /** Account of adjustments; null while items are updated instead. Becomes null when the company turns out not to have them. */
  adjustAccount: string | null;
}

/** Looks whether the company keeps stock at all, and how it may be written. Throws `setup` errors. */
export async function openSession(client: QuickBooksClient, told: Settings, call: CallContext): Promise<Session> {
  const settings: StockSettings = { ...(told as unknown as Omit<StockSettings, 'told'>), adjustAccount: String(told['adjustAccount'] ?? ''), told };
  if (settings.checkouts === 'location') {
    throw new FluxoError({ code: 'quickbooks.one_quantity', kind: 'setup', what: 'QuickBooks keeps one quantity per item, so stock cannot be kept per location.', where: { field: 'checkouts' }, fix: 'Send the total of some branches, or one branch only; both are chosen at the source.' });
  }
  const [preferences, company] = [await client.preferences(call), await client.companyInfo(call)];
  if (preferences.ProductAndServicesPrefs?.QuantityOnHand !== true) {
    throw new FluxoError({ code: 'quickbooks.no_inventory', kind: 'setup', what: 'This QuickBooks company does not keep quantities.', fix: 'Switch on “Track quantity on hand” in QuickBooks (Account and settings, Sales). It needs a plan with inventory: Plus or Advanced.' });
  }
  const account = settings.method === 'itemUpdate' ? undefined : await findAccount(client, settings, company, call);
  return { client, settings, items: new ItemLookups(client), adjustAccount: account?.Id ?? null };
}

/** The account adjustments are booked on; undefined where items are updated instead. */
async function findAccount(client: QuickBooksClient, settings: StockSettings, company: CompanyInfo, call: CallContext): Promise<Account | undefined> {
  if (settings.method === 'auto' && !offersAdjustments(company)) return undefined;
  const accounts = makeRows(await client.rows({ kind: kinds.account }, call));
  const check = settingsCheck('quickbooks.stock');
  check.demand('adjustAccount', 'Account for differences', [settings.adjustAccount], accounts.find);
  const usual = accounts.find('Inventory Shrinkage');
  const account = settings.adjustAccount.trim() === '' ? usual : accounts.find(settings.adjustAccount);
  if (settings.method === 'adjustment' && !account) check.complain('adjustAccount', 'Account for differences is missing.');
  check.settle();
  return account;
}

/** Intuit documents adjustments for companies in the United States on the plans that keep stock. A company that does not tell its plan may try. */
function offersAdjustments({ Country, NameValue }: CompanyInfo): boolean {
  const plan = NameValue?.find(({ Name }) => Name === 'OfferingSku')?.Value ?? '';
  return countryCodeOf(Country ?? '') === 'US' && (plan === '' || /plus|advanced/i.test(plan));
}
