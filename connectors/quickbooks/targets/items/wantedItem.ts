import { whenNewOnly } from '#connectors/sdk/writeModes.ts';
import type { WantedValue } from '#connectors/sdk/writeModes.ts';
import type { Product } from '#shared/entities/product.ts';
import { toJsonNumber } from '#shared/money/decimal.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Item } from '../../entities.ts';
import type { ItemAccounts } from './accounts.ts';
import type { ItemPricing } from './pricing.ts';
import type { ItemSettings } from './settings.ts';
import type { ItemTexts } from './texts.ts';

/** Everything an item is to say, in the service's words. */
export interface WantedItem {
  readonly product: Product;
  readonly name: string;
  readonly sku: string;
  readonly texts: ItemTexts;
  readonly pricing: ItemPricing;
  readonly accounts: ItemAccounts;
  readonly categoryId: string | undefined;
  readonly settings: ItemSettings;
}

/** Fields that tell of a product, and that people enrich in the books. */
const information = new Set(['name', 'description', 'shortDescription', 'category']);

/** The mapping's write mode, narrowed for product information by the setting that says whether it is updated. */
export function modeWith(settings: ItemSettings, modeOf: (field: string) => WriteMode): (field: string) => WriteMode {
  return (field) => (information.has(field) && !settings.updateInfo ? whenNewOnly(modeOf(field)) : modeOf(field));
}

/** All of it beside what the company has; type, quantity and start of stock belong to the making alone. */
export function wantedItem({ product, name, sku, texts, pricing, accounts, categoryId, settings }: WantedItem, known: Item | null): readonly WantedValue[] {
  const ref = (key: string, field: string, id: string | undefined | null, current: string | undefined): WantedValue => ({ name: key, field, value: id ? { value: id } : '', current: current === undefined ? undefined : { value: current } });
  const hasPrice = pricing.unitPrice !== undefined;
  return [
    { name: 'Name', field: 'name', value: name, current: known?.Name },
    { name: 'Sku', field: settings.skuFrom, value: sku, current: known?.Sku },
    { name: 'Description', field: 'description', value: texts.description, current: known?.Description },
    { name: 'PurchaseDesc', field: 'shortDescription', value: texts.purchaseDescription, current: known?.PurchaseDesc },
    ...(hasPrice ? [{ name: 'UnitPrice', field: pricing.from, value: toJsonNumber(pricing.unitPrice!), current: known?.UnitPrice }] : []),
    ...(hasPrice && pricing.taxable === null && pricing.taxCode !== null ? [{ name: 'SalesTaxIncluded', field: pricing.from, value: settings.prices === 'inclusive', current: known ? (known.SalesTaxIncluded ?? false) : undefined }] : []),
    ...(product.purchasePrice !== undefined ? [{ name: 'PurchaseCost', field: 'purchasePrice', value: toJsonNumber(product.purchasePrice), current: known?.PurchaseCost }] : []),
    ref('SalesTaxCodeRef', 'taxRate', pricing.taxCode, known?.SalesTaxCodeRef?.value),
    ...(pricing.taxable === null ? [] : [{ name: 'Taxable', field: 'taxRate', value: pricing.taxable, current: known?.Taxable }]),
    ref('ParentRef', 'category', categoryId, known?.ParentRef?.value),
    ...(known && !settings.updateAccounts
      ? []
      : [
          ref('IncomeAccountRef', 'account', accounts.income, known?.IncomeAccountRef?.value),
          ref('ExpenseAccountRef', 'account', accounts.expense, known?.ExpenseAccountRef?.value),
          ...(known && known.Type !== 'Inventory' ? [] : [ref('AssetAccountRef', 'account', accounts.asset, known?.AssetAccountRef?.value)]),
        ]),
  ];
}

/** References are compared by their id alone: the service adds names to them. */
export function isSameHere(wanted: unknown, current: unknown): boolean {
  const plain = (value: unknown): string => (typeof value === 'object' && value !== null ? String((value as { readonly value?: unknown }).value ?? '') : String(value ?? '')).trim();
  return plain(wanted) === plain(current);
}
