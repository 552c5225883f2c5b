import type { Customer as SourceCustomer } from '#shared/entities/customer.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { requireCountryRow } from '#shared/settings/countryTable.ts';
import { choose } from '../../company/choose.ts';
import { findTerm } from '../../company/findTerm.ts';
import type { Session } from './session.ts';

/** What the settings give a customer beside what the source says of it. */
export interface Extras {
  readonly termId: string | undefined;
  /** Id of the default tax code; in the United States `TAX` or `NON`. */
  readonly taxCode: string | undefined;
  /** Number and name of the revenue account, for the notes. */
  readonly account: string | undefined;
  /** Only where the company has several currencies and the table was asked. */
  readonly currency: string | undefined;
}

/** Term, tax code, account and currency of a customer. Parks the record (`data` error) when a value is in no table, before anything is written. */
export function extrasOf(customer: SourceCustomer, session: Session, warn: (reason: Reason) => void): Extras {
  const { settings, company } = session;
  const term = settings.term.enabled ? choose({ key: 'term', label: 'Payment term', setting: settings.term, find: (told) => findTerm(company.terms, told), warn }, customer.paymentDays ?? '') : undefined;
  if (settings.byCountry.length === 0) return { termId: term?.Id, taxCode: undefined, account: undefined, currency: undefined };

  const places = settings.country === 'billing' ? [customer.billing, customer.shipping] : [customer.shipping, customer.billing];
  const country = places.map((place) => place?.country ?? '').find((told) => told !== '') ?? company.country;
  const row = requireCountryRow(settings.byCountry, country, { vatNumber: customer.vatNumber ? 'yes' : 'no' }, 'byCountry', 'Tax by country');
  const account = company.accounts.find(row.values['account'] ?? '');
  return {
    termId: term?.Id,
    taxCode: taxCodeOf(row.values['taxCode'] ?? '', country, session),
    account: account && [account.AcctNum, account.Name].filter(Boolean).join(' '),
    currency: company.multiCurrency ? (row.values['currency'] ?? '').trim().toUpperCase() || company.currency : undefined,
  };
}

function taxCodeOf(told: string, country: string, { company }: Session): string | undefined {
  if (told.trim() === '' || company.taxWorld === 'none') return undefined;
  if (company.taxWorld === 'us') return told.trim().toUpperCase();
  const code = company.taxCodes.named(told);
  if (code) return code.id;
  throw new FluxoError({ code: 'quickbooks.not_in_list', kind: 'data', what: `Tax by country: QuickBooks has no “${told}”.`, where: { field: 'byCountry' }, params: { label: 'Tax by country', value: told }, parkedOn: { setting: 'byCountry', value: country }, fix: 'Add it in QuickBooks, or correct the row of the table.' });
}
