import type { Product } from '#shared/entities/product.ts';
import { FluxoError } from '#shared/errors.ts';
import { add, divide, isZero, multiply, round } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { Company } from '../../company/company.ts';
import { plainRate } from '../../company/taxCodes.ts';
import type { ItemSettings } from './settings.ts';

/** Digits behind the point of a price without tax that had to be worked out: few enough for the service, enough to come back to the price with tax. */
const worked = 5;

export interface ItemPricing {
  readonly unitPrice: Decimal | undefined;
  /** The entity's field the price came from. */
  readonly from: 'priceExcl' | 'priceIncl';
  /** Id of the tax code; null where items carry none. */
  readonly taxCode: string | null;
  /** Companies in the United States only say whether. */
  readonly taxable: boolean | null;
}

/** Price and tax of an item. Parks the product (`data` error) when no tax code or several have its rate; refuses one in another currency than the company's. */
export function pricingOf(product: Product, settings: ItemSettings, company: Company, warn: (reason: Reason) => void): ItemPricing {
  const currency = (product.currency ?? '').toUpperCase();
  if (currency !== '' && company.currency !== '' && currency !== company.currency) {
    throw new FluxoError({ code: 'quickbooks.product_currency', kind: 'data', what: `The price of the product is in ${currency}, and the company counts in ${company.currency}.`, where: { field: 'currency' }, params: { currency, home: company.currency }, fix: 'Map a price in the company’s currency, or correct the constant of the currency in the mapping.' });
  }
  const rate = product.taxRate === undefined ? '' : plainRate(product.taxRate);
  const told = company.taxWorld === 'none' ? '' : applyValueSetting(settings.taxCode, rate, 'taxCode', 'Sales tax code').trim();
  return { ...priceOf(product, settings.prices, rate), ...taxOf(told, rate, company, warn) };
}

/** The price as the source has it, else worked out from the other one. */
function priceOf(product: Product, prices: ItemSettings['prices'], rate: string): Pick<ItemPricing, 'unitPrice' | 'from'> {
  const factor = rate === '' ? null : divide(add(rate, '100'), '100', 6);
  if (prices === 'inclusive') {
    const worth = product.priceExcl !== undefined && factor !== null ? multiply(product.priceExcl, factor) : undefined;
    return { unitPrice: product.priceIncl ?? (worth === undefined ? undefined : round(worth, 2)), from: product.priceIncl === undefined && worth !== undefined ? 'priceExcl' : 'priceIncl' };
  }
  const net = product.priceIncl !== undefined && factor !== null ? divide(product.priceIncl, factor, worked) : undefined;
  return { unitPrice: product.priceExcl ?? net, from: product.priceExcl === undefined && net !== undefined ? 'priceIncl' : 'priceExcl' };
}

function taxOf(told: string, rate: string, company: Company, warn: (reason: Reason) => void): Pick<ItemPricing, 'taxCode' | 'taxable'> {
  const byRate = /^rate(:.*)?$/i.test(told);
  if (told === '') return { taxCode: null, taxable: null };
  if (/^rate$/i.test(told) && rate === '') {
    warn({ code: 'quickbooks.no_item_rate', text: 'The product has no tax rate, so its item gets no tax code.', params: {} });
    return { taxCode: null, taxable: null };
  }
  if (company.taxWorld === 'us') return { taxCode: null, taxable: byRate ? !isZero(plainRate(told.split(':')[1] ?? rate)) : told.toUpperCase() === 'TAX' };
  if (byRate) return { taxCode: company.taxCodes.find(told, rate || '0', rate, 'taxCode').id, taxable: null };
  const code = company.taxCodes.named(told);
  if (code) return { taxCode: code.id, taxable: null };
  throw new FluxoError({ code: 'quickbooks.not_in_list', kind: 'data', what: `Sales tax code: QuickBooks has no “${told}”.`, where: { field: 'taxCode' }, params: { label: 'Sales tax code', value: told }, parkedOn: { setting: 'taxCode', value: rate }, fix: 'Add it in QuickBooks, or add a row to the table of this setting.' });
}
