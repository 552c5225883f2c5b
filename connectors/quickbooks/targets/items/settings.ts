import { withDefaults } from '#shared/settings/check.ts';
import type { PickList, SettingField, Settings } from '#shared/settings/fields.ts';
import { offValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import { plainRate } from '../../company/taxCodes.ts';

/** The choices of `quickbooks.items`. Accounts and tax codes may be named by id or by name; a tax code also by its percentage: `rate:21`, or `rate` for the product's own. */
export interface ItemSettings {
  readonly matchBy: 'sku' | 'skuThenName' | 'name';
  readonly skuFrom: 'sku' | 'barcode';
  readonly onSeveralItems: 'park' | 'oldest';
  readonly createNew: boolean;
  readonly updateExisting: boolean;
  readonly updateInfo: boolean;
  readonly writeContent: boolean;
  readonly inactive: 'skip' | 'write';

  readonly stockedType: 'Inventory' | 'NonInventory';
  readonly otherType: 'NonInventory' | 'Service';
  readonly withoutInventory: 'nonInventory' | 'park';
  /** `YYYY-MM-DD`; empty where nothing is kept in stock. */
  readonly startDate: string;

  readonly accountBy: 'taxRate' | 'category';
  readonly incomeAccount: ValueSetting;
  readonly expenseAccount: ValueSetting;
  readonly assetAccount: ValueSetting;
  readonly updateAccounts: boolean;
  readonly prices: 'exclusive' | 'inclusive';
  readonly taxCode: ValueSetting;

  readonly categories: 'create' | 'existing' | 'off';
  readonly variants: 'category' | 'name';

  readonly barcodeTo: 'nowhere' | 'description';
  readonly shortDescriptionTo: 'nowhere' | 'purchase';
  readonly traits: ValueSetting;
  readonly extraFields: string;
}

const own = (list: string): PickList => ({ list, of: 'own' });
/** One account for all: `force` uses the default whatever came in. */
const one: ValueSetting = { enabled: true, force: true, default: '', unmapped: 'park' };
const ownRate: ValueSetting = { enabled: true, force: false, default: 'rate', table: [], unmapped: 'useDefault' };

export const itemFields: readonly SettingField[] = [
  {
    key: 'matchBy', group: 'Products', label: 'A product is known by', type: 'choice', default: 'sku',
    options: [
      { value: 'sku', label: 'Its SKU' },
      { value: 'skuThenName', label: 'Its SKU, else its name', help: 'The name only finds items without a SKU; they get it.' },
      { value: 'name', label: 'Its name' },
    ],
  },
  { key: 'skuFrom', group: 'Products', label: 'SKU in QuickBooks', type: 'choice', default: 'sku', options: [{ value: 'sku', label: 'The product’s SKU' }, { value: 'barcode', label: 'The barcode (EAN)' }] },
  { key: 'onSeveralItems', group: 'Products', label: 'Several items with the same SKU', type: 'choice', default: 'park', options: [{ value: 'park', label: 'Park the product' }, { value: 'oldest', label: 'The oldest' }] },
  { key: 'createNew', group: 'Products', label: 'Create new items (create offer)', type: 'boolean', default: true },
  { key: 'updateExisting', group: 'Products', label: 'Change items that are there', type: 'boolean', default: true, help: 'Price, cost and tax; with the next setting also names and texts. The mapping can narrow it field by field.' },
  { key: 'updateInfo', group: 'Products', label: 'Update product information', type: 'boolean', default: false, help: 'Off: name, descriptions and category are written when an item is made and stay as they were enriched since.' },
  { key: 'writeContent', group: 'Products', label: 'Write descriptions (create content)', type: 'boolean', default: true },
  { key: 'inactive', group: 'Products', label: 'Inactive in the source', type: 'choice', default: 'skip', help: 'Items are never made inactive in QuickBooks.', options: [{ value: 'skip', label: 'Skip it' }, { value: 'write', label: 'Write it like any other' }] },

  { key: 'stockedType', group: 'Type and stock', label: 'Products kept in stock become', type: 'choice', default: 'Inventory', options: [{ value: 'Inventory', label: 'Inventory items', help: 'QuickBooks counts their quantity. The type can never be taken back.' }, { value: 'NonInventory', label: 'Goods without stock' }] },
  { key: 'otherType', group: 'Type and stock', label: 'Other products become', type: 'choice', default: 'NonInventory', options: [{ value: 'NonInventory', label: 'Goods without stock' }, { value: 'Service', label: 'Services' }] },
  {
    key: 'withoutInventory', group: 'Type and stock', label: 'The company’s plan has no inventory', type: 'choice', default: 'nonInventory',
    options: [{ value: 'nonInventory', label: 'Goods without stock, with a warning' }, { value: 'park', label: 'Park the product' }],
    when: { key: 'stockedType', is: ['Inventory'] },
  },
  { key: 'startDate', group: 'Type and stock', label: 'Stock is counted from', type: 'date', required: true, help: 'QuickBooks refuses sales of an item before this day: choose one before the first sale that is booked.', when: { key: 'stockedType', is: ['Inventory'] } },

  { key: 'accountBy', group: 'Tax and accounts', label: 'Accounts depend on', type: 'choice', default: 'taxRate', help: 'What stands on the left in the tables of the accounts.', options: [{ value: 'taxRate', label: 'The tax rate' }, { value: 'category', label: 'The category' }] },
  { key: 'incomeAccount', group: 'Tax and accounts', label: 'Income account', type: 'valueSetting', input: { paths: ['taxRate'], as: 'rate' }, values: own('incomeAccounts'), default: one },
  { key: 'expenseAccount', group: 'Tax and accounts', label: 'Expense account', type: 'valueSetting', input: { paths: ['taxRate'], as: 'rate' }, values: own('expenseAccounts'), default: offValueSetting, help: 'Inventory items need one of the type Cost of Goods Sold.' },
  { key: 'assetAccount', group: 'Tax and accounts', label: 'Inventory asset account', type: 'valueSetting', input: { paths: ['taxRate'], as: 'rate' }, values: own('assetAccounts'), default: offValueSetting, help: 'Inventory items need one of the type Other Current Asset.' },
  { key: 'updateAccounts', group: 'Tax and accounts', label: 'Also change the accounts of items that are there', type: 'boolean', default: false },
  { key: 'prices', group: 'Tax and accounts', label: 'Price', type: 'choice', default: 'exclusive', options: [{ value: 'exclusive', label: 'Excluding tax' }, { value: 'inclusive', label: 'Including tax', help: 'Not in the United States.' }] },
  { key: 'taxCode', group: 'Tax and accounts', label: 'Sales tax code', type: 'valueSetting', input: { paths: ['taxRate'], as: 'rate' }, values: own('taxCodes'), default: ownRate, help: 'By tax rate. “rate” takes the code with the product’s own percentage; in the United States it says whether the product is taxable.' },

  {
    key: 'categories', group: 'Categories', label: 'Category', type: 'choice', default: 'create',
    options: [{ value: 'create', label: 'Find or make it' }, { value: 'existing', label: 'Only one that is there' }, { value: 'off', label: 'None' }],
  },
  {
    key: 'variants', group: 'Categories', label: 'Colours and sizes of one product', type: 'choice', default: 'category',
    help: 'QuickBooks has no variants: each becomes an item called after the product and its colour and size.',
    options: [{ value: 'category', label: 'Together in a category of the product’s name' }, { value: 'name', label: 'In the product’s own category' }],
  },

  { key: 'barcodeTo', group: 'Texts', label: 'Barcode (EAN)', type: 'choice', default: 'nowhere', help: 'QuickBooks has no field of its own for it.', options: [{ value: 'nowhere', label: 'Leave it out' }, { value: 'description', label: 'A line of the description' }] },
  { key: 'shortDescriptionTo', group: 'Texts', label: 'Short description', type: 'choice', default: 'nowhere', options: [{ value: 'nowhere', label: 'Leave it out' }, { value: 'purchase', label: 'The description for purchases' }] },
  { key: 'traits', group: 'Texts', label: 'Attributes and features', type: 'valueSetting', default: offValueSetting, help: 'Each becomes a line of the description. On the left its name in the source, on the right the word it gets; a name with nothing on the right is left out.' },
  { key: 'extraFields', group: 'Texts', label: 'Further fields of QuickBooks', type: 'template', default: '', maxLength: 2000, help: 'One after the other with semicolons between, such as “ReorderPoint = 5; PurchaseDesc = {brand}”. Possible: PurchaseDesc, ReorderPoint, PurchaseTaxIncluded, PurchaseTaxCodeRef, ClassRef.' },
];

/** The settings with every default filled in. The flow was checked before, so the types hold. */
export function readItemSettings(settings: Settings): ItemSettings {
  const { startDate = '', ...rest } = withDefaults(itemFields, settings);
  const told = { ...rest, startDate } as unknown as ItemSettings;
  const byRate = (setting: ValueSetting): ValueSetting => (setting.table ? { ...setting, table: setting.table.map((row) => ({ ...row, from: plainRate(row.from) })) } : setting);
  const accounts = (setting: ValueSetting) => (told.accountBy === 'taxRate' ? byRate(setting) : setting);
  return { ...told, taxCode: byRate(told.taxCode), incomeAccount: accounts(told.incomeAccount), expenseAccount: accounts(told.expenseAccount), assetAccount: accounts(told.assetAccount) };
}
