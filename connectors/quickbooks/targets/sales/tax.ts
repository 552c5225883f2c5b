import type { Order, OrderLine } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { compare, isZero, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import { findCountryRow, requireCountryRow } from '#shared/settings/countryTable.ts';
import type { CountryRow } from '#shared/settings/countryTable.ts';
import type { Company } from '../../company/company.ts';
import type { SalesSettings } from './settings.ts';
import type { SalesTax } from '../../company/taxCodes.ts';
import { plainRate } from '../../company/taxCodes.ts';

/** How a document tells its prices; the service's own three words. US companies have none of them. */
export type Calculation = 'TaxInclusive' | 'TaxExcluded' | 'NotApplicable';

export interface LineTax {
  /** Absent where lines carry no tax code. */
  readonly code: SalesTax | null;
  readonly percent: Decimal;
  /** The row of the table that decided, for the revenue account. */
  readonly row: CountryRow | null;
}

export interface OrderTaxes {
  /** ISO code; empty when nothing tells one and the table was not asked. */
  readonly country: string;
  readonly calculation: Calculation;
  /** One per line of the order, in its order. */
  readonly lines: readonly LineTax[];
  /** Tax of a line without tax, such as one that rounds. */
  untaxed(): LineTax;
}

const label = 'Tax by country';

/** Tax code and table row of every line. Parks the record (`data` error) where the table has no answer. */
export function taxOrder(order: Order, settings: SalesSettings, company: Company): OrderTaxes {
  const country = countryOf(order, settings, company);
  const vatNumber = order.customer?.vatNumber ? 'yes' : 'no';
  const isShifted = order.taxMethod === 'shifted';
  const taxed = (percent: Decimal, key: string): LineTax => {
    if (company.taxWorld === 'none') return { code: null, percent, row: findCountryRow(settings.taxTable, country, { taxRate: key, vatNumber }) };
    if (company.taxWorld === 'us') return usTax(percent, findCountryRow(settings.taxTable, country, { taxRate: key, vatNumber }));
    const row = requireCountryRow(settings.taxTable, country, { taxRate: key, vatNumber }, 'taxTable', label);
    const code = company.taxCodes.find(row.values['taxCode'] ?? '', percent, [country, key].join(' · '));
    if (compare(code.percent, percent) !== 0) {
      throw new FluxoError({ code: 'quickbooks.tax_differs', kind: 'data', what: `The table gives the tax code “${code.name}” (${code.percent} %) to lines of ${percent} % in ${country}.`, where: { field: 'taxTable' }, params: { code: code.name, rate: code.percent, percent, country }, parkedOn: { setting: 'taxTable', value: [country, key].join(' · ') }, fix: 'Correct the row of the table.' });
    }
    return { code, percent, row };
  };

  if (order.taxMethod === 'none' || company.taxWorld === 'none') {
    refuseTax(order, company);
    const row = findCountryRow(settings.taxTable, country, { taxRate: '0', vatNumber });
    const plain: LineTax = { code: company.taxWorld === 'us' ? usTax('0', null).code : null, percent: '0', row };
    return { country, calculation: 'NotApplicable', lines: order.lines.map(() => plain), untaxed: () => plain };
  }
  const wanted = settings.prices === 'order' ? (order.taxMethod ?? 'inclusive') : settings.prices;
  return {
    country,
    calculation: isShifted || wanted === 'exclusive' ? 'TaxExcluded' : 'TaxInclusive',
    lines: order.lines.map((line, index) => (isShifted ? taxed('0', 'shifted') : taxed(...keyed(rateOf(order, line, index))))),
    untaxed: () => taxed('0', isShifted ? 'shifted' : '0'),
  };
}

const keyed = (rate: Decimal): [Decimal, string] => [rate, rate];

/** Only taxable or not; the table may say which, else the rate does. */
function usTax(percent: Decimal, row: CountryRow | null): LineTax {
  const told = row?.values['taxCode']?.toUpperCase();
  const id = told === 'TAX' || told === 'NON' ? told : isZero(percent) ? 'NON' : 'TAX';
  return { code: { id, name: id, percent, rates: [] }, percent, row };
}

/** The line's own rate, else that of its tax code in the order's summary, else the only one there is. */
function rateOf(order: Order, line: OrderLine, index: number): Decimal {
  if (line.taxRate !== undefined) return plainRate(line.taxRate);
  const taxes = order.taxes ?? [];
  const byCode = line.taxCode === undefined ? undefined : taxes.find((tax) => tax.code === line.taxCode);
  const only = new Set(taxes.map((tax) => plainRate(tax.rate))).size === 1 ? taxes[0] : undefined;
  const found = byCode ?? only;
  if (found) return plainRate(found.rate);
  throw new FluxoError({ code: 'quickbooks.no_tax_rate', kind: 'data', what: `Line ${index + 1} has no tax rate.`, where: { field: `lines[${index + 1}].taxRate` }, params: { line: String(index + 1) }, fix: 'Map the line’s tax rate.' });
}

function refuseTax(order: Order, company: Company): void {
  const tax = sum((order.taxes ?? []).map((each) => each.tax));
  if (isZero(tax) && !order.lines.some((line) => line.taxRate !== undefined && !isZero(line.taxRate) && order.taxMethod !== 'none')) return;
  if (company.taxWorld === 'none') throw new FluxoError({ code: 'quickbooks.tax_off', kind: 'setup', what: 'Sales tax is switched off in this QuickBooks company, but the orders carry tax.', fix: 'Switch sales tax on in QuickBooks (Taxes), then run the flow again.' });
  throw new FluxoError({ code: 'quickbooks.untaxed_with_tax', kind: 'data', what: 'The order says that it has no tax, but its summary has some.', where: { field: 'taxMethod' }, fix: 'Correct the order in the source, or the mapping of its tax method.' });
}

/**
 * The country whose rows count. An order without any address was sold over the counter, at home; an address whose country is
 * unknown is another matter, and the settings say which.
 */
function countryOf(order: Order, settings: SalesSettings, company: Company): string {
  const { taxCountry: vat = '' } = order;
  const [shipping = '', billing = ''] = [order.shipping?.country, order.billing?.country];
  const order3 = { vat: [vat, shipping, billing], shipping: [shipping, billing, vat], billing: [billing, shipping, vat] }[settings.taxCountry];
  const told = order3.find((country) => country !== '');
  if (told !== undefined) return told;
  const hasAddress = [order.shipping, order.billing].some((address) => address && [address.line1, address.postalCode, address.city].some((part) => part));
  if (!hasAddress || settings.emptyCountry === 'home') return company.country;
  throw new FluxoError({ code: 'quickbooks.no_country', kind: 'data', what: 'The order has an address without a country, so its tax is not certain.', where: { field: 'billing.country' }, parkedOn: { setting: 'emptyCountry', value: '' }, fix: 'Add the country in the source, or let such orders count as the company’s own country.' });
}
