import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { outputsOf } from '#shared/settings/valueSetting.ts';
import type { QuickBooksClient } from '../../client.ts';
import { readCompany } from '../../company/company.ts';
import type { Company } from '../../company/company.ts';
import { findTerm } from '../../company/findTerm.ts';
import { settingsCheck } from '../../company/settingsCheck.ts';
import { CustomerLookups } from '../../customers/customerLookups.ts';
import { customerExtras, parseExtras } from '../../extraFields.ts';
import type { ExtraField } from '../../extraFields.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import { readCustomerSettings } from './settings.ts';
import type { CustomerSettings } from './settings.ts';

/** One run's work at the company's customers: its settings read, its lists loaded, what they name found. */
export interface Session {
  readonly client: QuickBooksClient;
  readonly settings: CustomerSettings;
  /** Changes when a setting does, so that a changed setting is applied to records that did not change. */
  readonly settingsMark: string;
  readonly sourceConnection: string;
  readonly company: Company;
  readonly extras: readonly ExtraField[];
  readonly lookups: { readonly customers: CustomerLookups };
}

/** Reads the company and checks the settings against it. Throws one `setup` error that names everything that is missing. */
export async function openSession(client: QuickBooksClient, raw: Settings, sourceConnection: string, call: CallContext): Promise<Session> {
  const settings = readCustomerSettings(raw);
  const company = await readCompany(client, call);
  const extras = demandKnown(settings, company);
  return { client, settings, settingsMark: fingerprintOf(settings), sourceConnection, company, extras, lookups: { customers: new CustomerLookups(client, { inactiveToo: true }) } };
}

/** Gives back the further fields, read while the rest is checked. */
function demandKnown(settings: CustomerSettings, company: Company): readonly ExtraField[] {
  const check = settingsCheck('quickbooks.customers');
  check.demand('term', 'Payment term', outputsOf(settings.term), (told) => findTerm(company.terms, told));
  for (const row of settings.byCountry) {
    const code = row.values['taxCode'] ?? '';
    const currency = (row.values['currency'] ?? '').trim().toUpperCase();
    if (company.taxWorld === 'us' && code !== '' && !/^(TAX|NON)$/i.test(code)) check.complain('byCountry', `Tax by country, ${row.country}: a company in the United States takes TAX or NON, not “${code}”.`, code);
    if (company.taxWorld === 'vat') check.demand('byCountry', `Tax by country, ${row.country}`, [code], (told) => (company.taxCodes.has(told) ? told : undefined));
    check.demand('byCountry', `Revenue account, ${row.country}`, [row.values['account'] ?? ''], company.accounts.find);
    if (currency !== '' && currency !== company.currency && !company.multiCurrency) check.complain('byCountry', `Currency, ${row.country}: this company has no other currency than ${company.currency}.`, currency);
  }
  const extras = parseExtras(settings.extraFields, customerExtras, check);
  check.settle();
  return extras;
}
