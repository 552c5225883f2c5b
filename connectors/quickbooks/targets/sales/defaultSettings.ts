import type { CountryRow } from '#shared/settings/countryTable.ts';
import type { Settings } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';

const table = (rows: Readonly<Record<string, string>>, more: Partial<ValueSetting> = {}): ValueSetting => ({ enabled: true, force: false, default: '', table: Object.entries(rows).map(([from, to]) => ({ from, to })), unmapped: 'park', ...more });

/** A country's rows: reverse charge for companies, the zero rate by name (several codes have 0 %), every other rate by its percentage. */
const rows = (country: string, revenue: string): readonly CountryRow[] => [
  { country, keys: { taxRate: 'shifted', vatNumber: 'yes' }, values: { taxCode: 'ICL 0% btw verlegd', account: revenue, item: revenue } },
  { country, keys: { taxRate: '0' }, values: { taxCode: '0% btw', account: revenue, item: revenue } },
  { country, values: { taxCode: 'rate', account: revenue, item: revenue } },
];

/**
 * Settings with which the template works for the demo shop as it is, all by name and without a single id: a Dutch shop that charges Dutch tax to consumers
 * in the EU, shifts it to companies there, and books its revenue abroad on accounts of its own.
 */
export const defaultSalesSettings: Settings = {
  docNumber: 'MPL-{number}',
  department: table({ '1': 'Winkel Utrecht', '2': 'Webshop en magazijn' }),
  defaultDebtor: 'fallback',
  debtor: 'Kassaklant',
  updateCustomers: 'fillEmpty',
  revenue: 'itemPerAccount',
  taxTable: [{ country: 'NL', keys: { taxRate: '0' }, values: { taxCode: '0% btw' } }, { country: 'NL', values: { taxCode: 'rate' } }, ...rows('BE', 'Omzet België'), ...rows('DE', 'Omzet Duitsland'), ...rows('EU', 'Omzet EU overig')],
  paymentMethod: table({ CASH: 'Contant', PIN: 'PIN', IDEAL: 'iDEAL', CREDITCARD: 'Creditcard', GIFTCARD: 'Cadeaubon' }),
  depositAccount: table({ CASH: 'Kas winkel', PIN: 'Kruisposten PIN en iDEAL', IDEAL: 'Kruisposten PIN en iDEAL', CREDITCARD: 'Kruisposten PIN en iDEAL', GIFTCARD: 'Kruisposten PIN en iDEAL' }),
  term: table({ '0': 'Direct', '14': '14 dagen', '30': '30 dagen' }, { default: '14 dagen' }),
  shippingMethod: table({ POST: 'PostNL', COURIER: 'Koerier', PICKUP: 'Afhalen' }, { unmapped: 'keepSource' }),
  shippingArticles: '999',
  shippingAs: 'shippingItem',
  discountArticles: '998',
};
