import { defineStream } from '#connectors/sdk/connector.ts';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { divide, isDecimal, multiply, round, sum } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { QuickBooksClient } from '../client.ts';
import { itemMapping } from '../defaultMappings/items.ts';
import { refName, refOf, textOf } from '../values.ts';
import { factsOnce } from './facts.ts';
import type { Facts } from './facts.ts';
import { commonFields, declare, references } from './fields.ts';
import { readChanges } from './readChanges.ts';
import { activeOnlyField, startSettings } from './startPoint.ts';

const settings: readonly SettingField[] = [activeOnlyField, ...startSettings];

/** An item with the path of its category, its percentage of tax, its price in both ways, and the company's currency. */
function itemRecord(item: SourceRecord, facts: Facts): SourceRecord {
  const category = categoryPath(item);
  const taxPercent = facts.isUs ? undefined : facts.taxPercent(refOf(item['SalesTaxCodeRef']));
  const price = item['UnitPrice'];
  const prices = isDecimal(price) ? pricesOf(price, taxPercent, item['SalesTaxIncluded'] === true) : {};
  return {
    ...item,
    ...(category !== '' && { category, categoryName: refName(item['ParentRef']) }),
    ...(taxPercent !== undefined && { taxPercent }),
    ...prices,
    ...(facts.currency !== '' && { currency: facts.currency }),
    isStocked: item['Type'] === 'Inventory',
  };
}

/** Names from the top down: the full name without the item's own, which is behind the last colon. No name can hold one. */
function categoryPath(item: SourceRecord): string {
  if (refOf(item['ParentRef']) === '') return '';
  const names = textOf(item['FullyQualifiedName']).split(':').map((name) => name.trim());
  return names.length > 1 ? names.slice(0, -1).join(' > ') : refName(item['ParentRef']);
}

/** The price the item has, and the other one where its tax is known. */
function pricesOf(price: Decimal, taxPercent: Decimal | undefined, isIncl: boolean): SourceRecord {
  if (taxPercent === undefined) return isIncl ? { priceIncl: price } : { priceExcl: price };
  const factor = divide(sum([taxPercent, '100']), '100', 6);
  return isIncl ? { priceIncl: price, priceExcl: divide(price, factor, 2) } : { priceExcl: price, priceIncl: round(multiply(price, factor), 2) };
}

/** Categories only group items and bundles only join them; neither is a product of its own. */
const isProduct = (item: SourceRecord) => item['Type'] !== 'Category' && item['Type'] !== 'Group';

export const itemFields: readonly FieldInfo[] = [
  { path: 'category', label: 'Category', type: 'text', help: 'Names from the top down, joined by “ > ”.' },
  { path: 'categoryName', label: 'Name of the category', type: 'text' },
  { path: 'taxPercent', label: 'Tax rate', type: 'decimal', help: 'Of the item’s tax code. Unknown in the United States, where the place of the sale decides.' },
  { path: 'priceIncl', label: 'Price incl. tax', type: 'decimal', help: 'Worked out where QuickBooks has the price without tax.' },
  { path: 'priceExcl', label: 'Price excl. tax', type: 'decimal' },
  { path: 'currency', label: 'Currency', type: 'text', help: 'The company’s own.' },
  { path: 'isStocked', label: 'Kept in stock', type: 'boolean', help: 'Only inventory items have a quantity.' },
  ...commonFields,
  ...declare('', 'text', 'Name Sku Description FullyQualifiedName Type PurchaseDesc Level ItemCategoryType ServiceType Source', 'impersonal'),
  ...declare('', 'boolean', 'Active SubItem Taxable SalesTaxIncluded PurchaseTaxIncluded TrackQtyOnHand DeferredRevenue'),
  ...declare('', 'decimal', 'UnitPrice RatePercent PurchaseCost QtyOnHand QtyOnPurchaseOrder QtyOnSalesOrder ReorderPoint AbatementRate ReverseChargeRate AvgCost'),
  ...declare('', 'date', 'InvStartDate'),
  ...references('', 'ParentRef IncomeAccountRef ExpenseAccountRef AssetAccountRef PrefVendorRef SalesTaxCodeRef PurchaseTaxCodeRef TaxClassificationRef ClassRef'),
];

export const itemList = defineStream<QuickBooksClient>({
  // Not `items`, the service's word: that is the target's id, and one id stands for one thing.
  name: 'itemList',
  label: 'Item list',
  help: 'The items of the company, new and changed ones, without categories and bundles. A sale moves an item’s quantity without changing the item: for quantities read the stock.',
  entity: 'product',
  settings,
  asked: ['activeOnly', 'startFrom'],
  fields: itemFields,
  defaultMapping: itemMapping,
  key: (item) => textOf(item['Id']),
  version: (item) => textOf(item['SyncToken']),
  type: () => 'Item',
  describe(item) {
    const [sku, price] = [textOf(item['Sku']), textOf(item['UnitPrice'])];
    return { title: textOf(item['Name']) || textOf(item['Id']), ...(sku !== '' && { subtitle: sku }), ...(price !== '' && { amount: `${price} ${textOf(item['currency'])}`.trim() }) };
  },

  async *read(context) {
    const chosen = withDefaults(settings, context.settings);
    const facts = factsOnce(context.client, context);
    yield* readChanges(context, {
      entities: [{ name: 'Item', where: [{ property: 'Active', in: chosen['activeOnly'] === true ? [true] : [true, false] }] }],
      settings: chosen,
      keep: (item) => isProduct(item) && (chosen['activeOnly'] !== true || item['Active'] !== false),
      async records(rows) {
        if (rows.length === 0) return [];
        const known = await facts();
        return rows.map((row) => itemRecord(row, known));
      },
    });
  },

  async readOne(context, key) {
    const found = /^\d{1,18}$/.test(key) ? await context.client.readWhole('Item', key, context) : null;
    return found && isProduct(found) ? itemRecord(found, await factsOnce(context.client, context)()) : null;
  },
});
