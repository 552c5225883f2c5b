import type { CountryRow } from '#shared/settings/countryTable.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { PickList, SettingField, Settings } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';

/**
 * The choices of `quickbooks.sales`. Wherever something of QuickBooks is named (an account, an item, a tax code), its id or its name will do: ids come
 * from the pick lists, names let a template fit any company. A tax code may also be told by its percentage: `rate:21`, or `rate` for the line's own.
 */
export interface SalesSettings {
  readonly document: 'byPayment' | 'receipt' | 'invoice';
  readonly credits: 'park' | 'creditMemo' | 'refundReceipt' | 'byPayment';
  readonly cancelled: 'skip' | 'park';
  readonly onExisting: 'skip' | 'alertIfChanged';
  readonly docNumber: string;
  readonly privateNote: string;
  readonly memo: string;
  readonly closedBooks: 'park' | 'nextOpenDay';
  readonly department: ValueSetting;
  readonly classFrom: 'none' | 'branch' | 'employee';
  readonly class: ValueSetting;

  readonly defaultDebtor: 'off' | 'fallback' | 'force';
  readonly debtor: string;
  readonly requireEmail: boolean;
  readonly requireAddress: boolean;
  readonly onSeveralCustomers: 'park' | 'oldest' | 'sameName';
  readonly createCustomers: boolean;
  readonly updateCustomers: 'no' | 'fillEmpty' | 'overwrite';
  readonly nameSuffix: 'city' | 'email' | 'number';

  readonly onMissingProduct: 'fail' | 'create' | 'replaceWith' | 'textLine';
  readonly replacementItem: string;
  readonly newItemType: 'NonInventory' | 'Service';
  readonly newItemAccount: string;
  readonly freeLineItem: string;

  readonly taxCountry: 'vat' | 'shipping' | 'billing';
  readonly emptyCountry: 'home' | 'park';
  readonly taxTable: readonly CountryRow[];
  readonly revenue: 'itemAccount' | 'itemPerAccount';

  readonly payments: 'none' | 'whenPaid' | 'split';
  readonly paymentMethod: ValueSetting;
  readonly depositAccount: ValueSetting;
  readonly term: ValueSetting;

  readonly shippingMethod: ValueSetting;
  readonly shippingArticles: string;
  readonly shippingAs: 'product' | 'shippingItem' | 'item';
  readonly shippingItem: string;
  readonly sendZeroShipping: boolean;
  readonly discountArticles: string;
  readonly discountAs: 'line' | 'discount';
  readonly discountItem: string;
  readonly discountAccount: string;

  readonly prices: 'order' | 'inclusive' | 'exclusive';
  readonly rounding: 'none' | 'item';
  readonly roundingItem: string;
}

const own = (list: string): PickList => ({ list, of: 'own' });
const source = (list: string): PickList => ({ list, of: 'source' });
const off: ValueSetting = { enabled: false, force: false, default: '', unmapped: 'park' };
/** On, with an empty table: the first order with a value parks and shows which row is missing. */
const askFirst: ValueSetting = { enabled: true, force: false, default: '', table: [], unmapped: 'park' };

/** Rows for a shop in the Netherlands that charges its own VAT to consumers in the EU. Codes are found by their percentage. */
const defaultTaxTable: readonly CountryRow[] = [
  { country: 'NL', values: { taxCode: 'rate' } },
  { country: 'EU', values: { taxCode: 'rate' } },
];

export const salesFields: readonly SettingField[] = [
  {
    key: 'document', group: 'Document', label: 'Make', type: 'choice', default: 'byPayment',
    options: [
      { value: 'byPayment', label: 'Sales receipt when fully paid, else invoice' },
      { value: 'receipt', label: 'Always a sales receipt' },
      { value: 'invoice', label: 'Always an invoice' },
    ],
  },
  {
    key: 'credits', group: 'Document', label: 'Credits and returns', type: 'choice', default: 'park',
    help: 'Orders with a negative total. They are never booked as a positive document.',
    options: [
      { value: 'park', label: 'Park them' },
      { value: 'byPayment', label: 'Refund receipt when paid out, else credit memo' },
      { value: 'creditMemo', label: 'Always a credit memo' },
      { value: 'refundReceipt', label: 'Always a refund receipt' },
    ],
  },
  { key: 'cancelled', group: 'Document', label: 'Cancelled orders', type: 'choice', default: 'skip', options: [{ value: 'skip', label: 'Skip' }, { value: 'park', label: 'Park' }] },
  {
    key: 'onExisting', group: 'Document', label: 'Order is there already', type: 'choice', default: 'skip',
    options: [
      { value: 'skip', label: 'Skip it' },
      { value: 'alertIfChanged', label: 'Skip it, but report when it changed since', help: 'QuickBooks is not changed; the order goes to the problems.' },
    ],
  },
  { key: 'docNumber', group: 'Document', label: 'Document number', type: 'template', default: '{number}', maxLength: 200, help: 'QuickBooks keeps 21 characters; a longer number is shortened so that it stays unique. Empty: QuickBooks numbers by itself.' },
  { key: 'privateNote', group: 'Document', label: 'Private note', type: 'template', default: '', maxLength: 2000, help: 'Stands behind the mark by which Fluxo recognises its own documents.' },
  { key: 'memo', group: 'Document', label: 'Message on the document', type: 'template', default: '', maxLength: 900 },
  { key: 'closedBooks', group: 'Document', label: 'Date in a closed period', type: 'choice', default: 'park', options: [{ value: 'park', label: 'Park the order' }, { value: 'nextOpenDay', label: 'Book on the first open day' }] },
  { key: 'department', group: 'Document', label: 'Location', type: 'valueSetting', input: { paths: ['branch'] }, keys: source('branches'), values: own('departments'), default: off, help: 'From the branch of the order.' },
  { key: 'classFrom', group: 'Document', label: 'Class comes from', type: 'choice', default: 'none', options: [{ value: 'none', label: 'No class' }, { value: 'branch', label: 'Branch' }, { value: 'employee', label: 'Employee' }] },
  { key: 'class', group: 'Document', label: 'Class', type: 'valueSetting', values: own('classes'), default: askFirst, when: { key: 'classFrom', is: ['branch', 'employee'] } },

  {
    key: 'defaultDebtor', group: 'Customer', label: 'Default customer', type: 'choice', default: 'off',
    options: [
      { value: 'off', label: 'None' },
      { value: 'fallback', label: 'When the order has no complete customer' },
      { value: 'force', label: 'Always' },
    ],
  },
  { key: 'debtor', group: 'Customer', label: 'Which one', type: 'pick', from: own('customers'), required: true, when: { key: 'defaultDebtor', is: ['fallback', 'force'] } },
  { key: 'requireEmail', group: 'Customer', label: 'E-mail address is required', type: 'boolean', default: true },
  { key: 'requireAddress', group: 'Customer', label: 'Billing address is required', type: 'boolean', default: false },
  {
    key: 'onSeveralCustomers', group: 'Customer', label: 'Several customers with the same e-mail address', type: 'choice', default: 'park',
    options: [
      { value: 'park', label: 'Park the order', help: 'A wrong customer is worse than a wait.' },
      { value: 'sameName', label: 'The one with the same name, else park' },
      { value: 'oldest', label: 'The oldest' },
    ],
  },
  { key: 'createCustomers', group: 'Customer', label: 'Create unknown customers', type: 'boolean', default: true },
  {
    key: 'updateCustomers', group: 'Customer', label: 'Update known customers', type: 'choice', default: 'no',
    options: [
      { value: 'no', label: 'No' },
      { value: 'fillEmpty', label: 'Fill empty fields' },
      { value: 'overwrite', label: 'Overwrite what differs' },
    ],
  },
  {
    key: 'nameSuffix', group: 'Customer', label: 'When the name is taken, add', type: 'choice', default: 'city',
    help: 'QuickBooks allows a name once over customers, suppliers and employees together.',
    options: [{ value: 'city', label: 'The city' }, { value: 'email', label: 'The e-mail address' }, { value: 'number', label: 'The customer number' }],
  },

  {
    key: 'onMissingProduct', group: 'Products', label: 'Article is not in QuickBooks', type: 'choice', default: 'fail',
    options: [
      { value: 'fail', label: 'Report the order' },
      { value: 'create', label: 'Create the item' },
      { value: 'replaceWith', label: 'Book it on another item', help: 'Text and price of the order are kept.' },
      { value: 'textLine', label: 'Text row', help: 'Only for lines without an amount: QuickBooks counts no amount on a text row.' },
    ],
  },
  { key: 'replacementItem', group: 'Products', label: 'That item', type: 'pick', from: own('items'), required: true, when: { key: 'onMissingProduct', is: ['replaceWith'] } },
  { key: 'newItemType', group: 'Products', label: 'New items are', type: 'choice', default: 'NonInventory', options: [{ value: 'NonInventory', label: 'Goods without stock' }, { value: 'Service', label: 'Services' }], when: { key: 'onMissingProduct', is: ['create'] } },
  { key: 'newItemAccount', group: 'Products', label: 'Their income account', type: 'pick', from: own('incomeAccounts'), help: 'Used where the table by country names no account.', when: { key: 'onMissingProduct', is: ['create'] } },
  { key: 'freeLineItem', group: 'Products', label: 'Item for lines without article', type: 'pick', from: own('items'), help: 'Empty: an order with such a line is reported.' },

  {
    key: 'taxCountry', group: 'Tax and accounts', label: 'Country that decides', type: 'choice', default: 'vat',
    options: [
      { value: 'vat', label: 'VAT country, else shipping, else billing' },
      { value: 'shipping', label: 'Shipping, else billing, else VAT country' },
      { value: 'billing', label: 'Billing, else shipping, else VAT country' },
    ],
  },
  {
    key: 'emptyCountry', group: 'Tax and accounts', label: 'Address without a country', type: 'choice', default: 'home',
    help: 'An order without any address always counts as sold in the company’s own country.',
    options: [{ value: 'home', label: 'Counts as the company’s own country' }, { value: 'park', label: 'Park the order' }],
  },
  {
    key: 'taxTable', group: 'Tax and accounts', label: 'Tax code and revenue account by country', type: 'countryTable', country: { paths: ['taxCountry', 'shipping.country', 'billing.country'] }, default: defaultTaxTable,
    help: 'The most specific row counts. Rate: a percentage, “shifted” for reverse charge, empty for any. VAT number: yes, no, empty for both. Tax code “rate” takes the code with the line’s own percentage.',
    columns: [
      { key: 'taxRate', label: 'Rate', isKey: true, input: { paths: ['lines[].taxRate', 'taxes[].rate'], as: 'rate' } },
      { key: 'vatNumber', label: 'VAT number', isKey: true, input: { paths: ['customer.vatNumber'], as: 'yesNo' } },
      { key: 'taxCode', label: 'Tax code', values: own('taxCodes') },
      { key: 'account', label: 'Revenue account', values: own('incomeAccounts') },
      { key: 'item', label: 'Item for it', values: own('items') },
    ],
  },
  {
    key: 'revenue', group: 'Tax and accounts', label: 'Revenue account', type: 'choice', default: 'itemAccount',
    help: 'QuickBooks takes the account from the item of a line.',
    options: [
      { value: 'itemAccount', label: 'The article’s own; warn when the table says another' },
      { value: 'itemPerAccount', label: 'By the table: book the line on the item of its row', help: 'Rows without item and account keep the article. An article booked on another item does not move its stock.' },
    ],
  },

  {
    key: 'payments', group: 'Payment and terms', label: 'Payments of invoices', type: 'choice', default: 'none',
    help: 'Booked on the invoice, by the tables below. What comes in later follows when the source tells the order again.',
    options: [
      { value: 'none', label: 'Do not book them' },
      { value: 'whenPaid', label: 'One payment when fully paid' },
      { value: 'split', label: 'One per payment method', help: 'Part payments too.' },
    ],
  },
  { key: 'paymentMethod', group: 'Payment and terms', label: 'Payment method', type: 'valueSetting', input: { paths: ['paymentMethod', 'payments[].method'] }, keys: source('paymentMethods'), values: own('paymentMethods'), default: askFirst, help: 'For sales receipts the method of the largest payment; for payments of invoices their own.' },
  { key: 'depositAccount', group: 'Payment and terms', label: 'Deposit account', type: 'valueSetting', input: { paths: ['paymentMethod', 'payments[].method'] }, keys: source('paymentMethods'), values: own('depositAccounts'), default: off, help: 'By payment method. Off: QuickBooks books the money as not yet deposited.' },
  { key: 'term', group: 'Payment and terms', label: 'Payment term', type: 'valueSetting', input: { paths: ['paymentTerm', 'customer.paymentDays'] }, values: own('terms'), default: off, help: 'For invoices: from the order’s term or the customer’s payment days. “days:14” is the term of 14 days.' },

  { key: 'shippingMethod', group: 'Shipping', label: 'Shipping method', type: 'valueSetting', input: { paths: ['shippingMethod'] }, keys: source('deliveryMethods'), default: off, help: 'A text in QuickBooks, not a list.' },
  { key: 'shippingArticles', group: 'Shipping', label: 'Articles that are shipping costs', type: 'text', default: '', placeholder: '999', help: 'Article numbers with commas between.' },
  {
    key: 'shippingAs', group: 'Shipping', label: 'Book shipping costs as', type: 'choice', default: 'product',
    options: [
      { value: 'product', label: 'Their own item' },
      { value: 'shippingItem', label: 'The document’s shipping field', help: 'Shipping must be switched on in QuickBooks.' },
      { value: 'item', label: 'Another item' },
    ],
  },
  { key: 'shippingItem', group: 'Shipping', label: 'That item', type: 'pick', from: own('items'), required: true, when: { key: 'shippingAs', is: ['item'] } },
  { key: 'sendZeroShipping', group: 'Shipping', label: 'Also send free shipping', type: 'boolean', default: false },

  {
    key: 'prices', group: 'Amounts', label: 'Prices', type: 'choice', default: 'order',
    options: [
      { value: 'order', label: 'As the order says', help: 'Including tax when it says nothing.' },
      { value: 'inclusive', label: 'Including tax' },
      { value: 'exclusive', label: 'Excluding tax' },
    ],
  },
  { key: 'discountArticles', group: 'Amounts', label: 'Articles that are discounts', type: 'text', default: '', placeholder: '998', help: 'Article numbers with commas between.' },
  {
    key: 'discountAs', group: 'Amounts', label: 'Book discounts as', type: 'choice', default: 'line',
    options: [
      { value: 'line', label: 'A line with a negative amount' },
      { value: 'discount', label: 'The document’s discount', help: 'Discounts must be switched on in QuickBooks.' },
    ],
  },
  { key: 'discountItem', group: 'Amounts', label: 'Item for discounts', type: 'pick', from: own('items'), help: 'Empty: the discount’s own article.', when: { key: 'discountAs', is: ['line'] } },
  { key: 'discountAccount', group: 'Amounts', label: 'Account for discounts', type: 'pick', from: own('discountAccounts'), help: 'Empty: the company’s own choice.', when: { key: 'discountAs', is: ['discount'] } },
  {
    key: 'rounding', group: 'Amounts', label: 'Difference of one or two cents', type: 'choice', default: 'none',
    help: 'Larger differences are always reported.',
    options: [{ value: 'none', label: 'Do not correct' }, { value: 'item', label: 'Add a line on a rounding item' }],
  },
  { key: 'roundingItem', group: 'Amounts', label: 'Rounding item', type: 'pick', from: own('items'), required: true, when: { key: 'rounding', is: ['item'] } },
];

/** The settings with every default filled in; texts nobody typed are empty. The flow was checked before, so the types hold. */
export function readSalesSettings(settings: Settings): SalesSettings {
  const picks = Object.fromEntries(salesFields.filter((field) => field.type === 'pick').map((field) => [field.key, '']));
  return { ...picks, ...withDefaults(salesFields, settings) } as unknown as SalesSettings;
}

/** Article numbers out of a text such as `999, 998`. */
export function articleList(text: string): ReadonlySet<string> {
  return new Set(text.split(/[,;\s]+/).filter((part) => part !== ''));
}
