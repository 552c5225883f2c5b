import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import { outputsOf } from '#shared/settings/valueSetting.ts';
import { readCategories } from '../../categories/categoryTree.ts';
import type { Categories } from '../../categories/findOrMake.ts';
import type { QuickBooksClient } from '../../client.ts';
import { readCompany } from '../../company/company.ts';
import type { Company } from '../../company/company.ts';
import { settingsCheck } from '../../company/settingsCheck.ts';
import { itemExtras, parseExtras } from '../../extraFields.ts';
import type { ExtraField } from '../../extraFields.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import { ItemLookups } from '../../items/itemLookups.ts';
import { readItemSettings } from './settings.ts';
import type { ItemSettings } from './settings.ts';

/** One run's work at the company's items: its settings read, its lists loaded, what they name found. */
export interface Session {
  readonly client: QuickBooksClient;
  readonly settings: ItemSettings;
  /** Changes when a setting does, so that a changed setting is applied to products that did not change. */
  readonly settingsMark: string;
  readonly company: Company;
  readonly extras: readonly ExtraField[];
  readonly lookups: ItemLookups;
  /** Null where items get none: by the settings, or because the company's plan has none. */
  readonly categories: Categories | null;
}

/** Reads the company and checks the settings against it. Throws one `setup` error that names everything that is missing. */
export async function openSession(client: QuickBooksClient, raw: Settings, call: CallContext): Promise<Session> {
  const settings = readItemSettings(raw);
  const company = await readCompany(client, call);
  const extras = demandKnown(settings, company);
  const categories = settings.categories !== 'off' && company.hasCategories ? { tree: await readCategories(client, call), making: new Map() } : null;
  return { client, settings, settingsMark: fingerprintOf(settings), company, extras, lookups: new ItemLookups(client, { everything: true }), categories };
}

/** Gives back the further fields, read while the rest is checked. */
function demandKnown(settings: ItemSettings, company: Company): readonly ExtraField[] {
  const check = settingsCheck('quickbooks.items');
  const stocks = settings.stockedType === 'Inventory' && company.hasInventory;
  const accounts = (key: string, label: string, setting: ValueSetting, types: readonly string[], isNeeded: boolean) => {
    const told = outputsOf(setting);
    if (isNeeded && settings.createNew && told.length === 0) check.complain(key, `${label} is missing.`);
    check.demand(key, label, told, (name) => {
      const account = company.accounts.find(name);
      return account && types.includes(account.AccountType ?? '') ? account : undefined;
    });
  };
  accounts('incomeAccount', 'Income account', settings.incomeAccount, stocks ? ['Income'] : ['Income', 'Other Income'], true);
  accounts('expenseAccount', 'Expense account', settings.expenseAccount, stocks ? ['Cost of Goods Sold'] : ['Cost of Goods Sold', 'Expense', 'Other Expense'], stocks);
  accounts('assetAccount', 'Inventory asset account', settings.assetAccount, ['Other Current Asset'], stocks);
  if (stocks && settings.createNew && settings.startDate === '') check.complain('startDate', 'Stock is counted from: the date is missing.');
  for (const told of company.taxWorld === 'none' ? [] : outputsOf(settings.taxCode)) {
    if (/^rate(:.*)?$/i.test(told)) continue;
    if (company.taxWorld === 'us' && !/^(TAX|NON)$/i.test(told)) check.complain('taxCode', `Sales tax code: a company in the United States takes TAX or NON, not “${told}”.`, told);
    if (company.taxWorld === 'vat') check.demand('taxCode', 'Sales tax code', [told], company.taxCodes.named);
  }
  if (company.taxWorld === 'us' && settings.prices === 'inclusive') check.complain('prices', 'Price: a company in the United States has no prices with tax in them.');
  const extras = parseExtras(settings.extraFields, itemExtras, check);
  check.settle();
  return extras;
}
