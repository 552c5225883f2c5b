import { withDefaults } from '#shared/settings/check.ts';
import type { PickList, SettingField, Settings } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import { articleFields } from '../articleSettings.ts';
import type { ArticleSettings } from '../articleSettings.ts';
import { superUser } from '../places.ts';
import { relationSettings } from '../relations/settings.ts';
import type { RelationSettings } from '../relations/settings.ts';

/** The choices of `mplus.salesOrders`. Branches, employees and articles go by number or by name, so that a template fits any till. */
export interface OrderSettings extends ArticleSettings, RelationSettings {
  readonly orderType: string;
  readonly reference: string;
  readonly idPrefix: string;
  readonly cancelled: 'skip' | 'park';
  readonly credits: 'park' | 'skip';
  readonly onExisting: 'skip' | 'alertIfChanged';
  readonly findByReference: boolean;

  readonly branch: ValueSetting;
  readonly entryBranch: string;
  readonly workplace: string;
  readonly employee: ValueSetting;

  readonly onMissingProduct: 'fail' | 'create' | 'replaceWith';
  readonly replacementArticle: string;
  readonly newArticleVat: string;
  readonly newArticleGroup: string;
  readonly freeLineArticle: string;

  readonly prices: 'order' | 'inclusive' | 'exclusive';
  readonly noTax: 'park' | 'none' | 'inclusive';
  readonly vatCodes: 'rate' | 'article';
  readonly rounding: 'none' | 'article';
  readonly roundingArticle: string;

  readonly paymentDays: ValueSetting;
  readonly sendPayments: 'paid' | 'never';
  readonly paymentMethod: ValueSetting;

  readonly shippingMethod: ValueSetting;
  readonly shippingSkus: string;
  readonly shippingAs: 'product' | 'article';
  readonly shippingArticle: string;
  readonly shippingText: string;
  readonly shippingVat: string;
  readonly sendZeroShipping: boolean;
  readonly discountSkus: string;
  readonly discountArticle: string;
}

const own = (list: string): PickList => ({ list, of: 'own' });
const source = (list: string): PickList => ({ list, of: 'source' });
const off: ValueSetting = { enabled: false, force: false, default: '', unmapped: 'park' };
/** On, with an empty table: the first order with a value parks and shows which row is missing. */
const askFirst: ValueSetting = { enabled: true, force: false, default: '', table: [], unmapped: 'park' };

export const orderFields: readonly SettingField[] = [
  {
    key: 'orderType', group: 'Document', label: 'Kind of order', type: 'choice', default: 'ORDER-TYPE-SALES-ORDER',
    options: [
      { value: 'ORDER-TYPE-SALES-ORDER', label: 'Sales order' },
      { value: 'ORDER-TYPE-EXTERNAL-SALES-ORDER', label: 'External sales order' },
    ],
  },
  { key: 'reference', group: 'Document', label: 'Reference', type: 'template', default: '{number}', maxLength: 200, help: 'What people at the till see: the number of the order in its source.' },
  { key: 'idPrefix', group: 'Document', label: 'External id begins with', type: 'text', default: '', maxLength: 50, help: 'The till takes an external order id only once. Empty: the id of the source’s connection. Fill it in when one connection has several shops whose order numbers may meet.' },
  { key: 'cancelled', group: 'Document', label: 'Cancelled orders', type: 'choice', default: 'skip', options: [{ value: 'skip', label: 'Skip' }, { value: 'park', label: 'Park' }] },
  { key: 'credits', group: 'Document', label: 'Credits and returns', type: 'choice', default: 'park', help: 'Documents with a negative total. They never become an order.', options: [{ value: 'park', label: 'Park them' }, { value: 'skip', label: 'Skip' }] },
  {
    key: 'onExisting', group: 'Document', label: 'Order is there already', type: 'choice', default: 'skip',
    options: [
      { value: 'skip', label: 'Skip it' },
      { value: 'alertIfChanged', label: 'Skip it, but report when it changed since', help: 'The till is not changed; the order goes to the problems.' },
    ],
  },
  { key: 'findByReference', group: 'Document', label: 'Recognise orders entered by hand', type: 'boolean', default: true, help: 'By reference, date and total, among the till’s orders of the same day.' },

  { key: 'branch', group: 'Where and how', label: 'Branch', type: 'valueSetting', input: { paths: ['branch'] }, keys: source('branches'), values: own('branches'), default: { enabled: true, force: false, default: '', unmapped: 'park' }, help: 'Turnover and stock are booked on it. Nothing chosen: the till’s own default.' },
  { key: 'entryBranch', group: 'Where and how', label: 'Entered in branch', type: 'pick', from: own('branches'), help: 'Empty: the branch it is booked on.' },
  { key: 'workplace', group: 'Where and how', label: 'Workplace', type: 'pick', from: own('workplaces'), help: 'Of the branch it is entered in; the till wants one for every branch but its first. Empty: the branch’s only one.' },
  { key: 'employee', group: 'Where and how', label: 'Employee', type: 'valueSetting', input: { paths: ['employee'] }, keys: source('employees'), values: own('employees'), default: { enabled: true, force: false, default: superUser, unmapped: 'park' }, help: '999999 is the till’s own administrator.' },

  ...relationSettings({ existing: 'leave' }),

  ...articleFields,
  {
    key: 'onMissingProduct', group: 'Article', label: 'Article is not in the till', type: 'choice', default: 'fail',
    options: [
      { value: 'fail', label: 'Report the order' },
      { value: 'create', label: 'Create the article', help: 'With text, price and VAT of the line. An SKU that is no number becomes its PLU.' },
      { value: 'replaceWith', label: 'Book it on another article', help: 'Text and price of the order are kept.' },
    ],
  },
  { key: 'replacementArticle', group: 'Article', label: 'That article', type: 'pick', from: own('articles'), required: true, when: { key: 'onMissingProduct', is: ['replaceWith'] } },
  { key: 'newArticleVat', group: 'Article', label: 'VAT code of new articles', type: 'pick', from: own('vatGroups'), required: true, help: 'For lines that tell no percentage.', when: { key: 'onMissingProduct', is: ['create'] } },
  { key: 'newArticleGroup', group: 'Article', label: 'Turnover group of new articles', type: 'pick', from: own('turnoverGroups'), help: 'A number or a name. Empty: the till’s own choice.', when: { key: 'onMissingProduct', is: ['create'] } },
  { key: 'freeLineArticle', group: 'Article', label: 'Article for lines without one', type: 'pick', from: own('articles'), help: 'Empty: an order with such a line is reported.' },

  {
    key: 'prices', group: 'Amounts', label: 'Prices', type: 'choice', default: 'order',
    options: [
      { value: 'order', label: 'As the order says', help: 'Including tax when it says nothing.' },
      { value: 'inclusive', label: 'Including tax' },
      { value: 'exclusive', label: 'Excluding tax' },
    ],
  },
  {
    key: 'noTax', group: 'Amounts', label: 'Order without tax', type: 'choice', default: 'park',
    help: 'Many shops write no tax into their orders although prices hold it.',
    options: [
      { value: 'park', label: 'Park it' },
      { value: 'none', label: 'Book it without VAT' },
      { value: 'inclusive', label: 'Prices hold the tax all the same', help: 'The till works it out of the articles’ VAT.' },
    ],
  },
  {
    key: 'vatCodes', group: 'Amounts', label: 'VAT of a line', type: 'choice', default: 'rate',
    options: [
      { value: 'rate', label: 'The till’s code with the line’s percentage', help: 'The article’s own when the line tells none.' },
      { value: 'article', label: 'Always the article’s own' },
    ],
  },
  {
    key: 'rounding', group: 'Amounts', label: 'Difference of one or two cents', type: 'choice', default: 'none', help: 'Larger differences are always reported.',
    options: [{ value: 'none', label: 'Do not correct' }, { value: 'article', label: 'Add a line on a rounding article' }],
  },
  { key: 'roundingArticle', group: 'Amounts', label: 'Rounding article', type: 'pick', from: own('articles'), required: true, when: { key: 'rounding', is: ['article'] } },
  { key: 'discountSkus', group: 'Amounts', label: 'SKUs that are discounts', type: 'text', default: 'discount', help: 'With commas between.' },
  { key: 'discountArticle', group: 'Amounts', label: 'Article for discounts', type: 'pick', from: own('articles'), help: 'Empty: a discount’s SKU is looked up like any other.' },

  {
    key: 'sendPayments', group: 'Payment and terms', label: 'Payments', type: 'choice', default: 'paid',
    options: [
      { value: 'paid', label: 'Enter what was paid as a deposit', help: 'The order stays open until the till delivers and invoices it.' },
      { value: 'never', label: 'Do not enter payments' },
    ],
  },
  { key: 'paymentMethod', group: 'Payment and terms', label: 'Payment method', type: 'valueSetting', input: { paths: ['payments[].method', 'paymentMethod'] }, keys: source('paymentMethods'), values: own('paymentMethods'), default: askFirst, when: { key: 'sendPayments', is: ['paid'] } },

  { key: 'paymentDays', group: 'Payment and terms', label: 'Payment days of the customer', type: 'valueSetting', input: { paths: ['paymentTerm', 'customer.paymentDays'] }, default: off, help: 'A whole number, from the order’s payment term or the customer’s own days. MailChimp tells neither, so only a fixed default counts there.' },

  { key: 'shippingMethod', group: 'Shipping', label: 'Shipping method', type: 'valueSetting', input: { paths: ['shippingMethod'] }, keys: source('deliveryMethods'), values: own('deliveryMethods'), default: off },
  { key: 'shippingSkus', group: 'Shipping', label: 'SKUs that are shipping costs', type: 'text', default: 'shipping', help: 'With commas between.' },
  {
    key: 'shippingAs', group: 'Shipping', label: 'Book shipping costs as', type: 'choice', default: 'product',
    options: [{ value: 'product', label: 'The article with their SKU' }, { value: 'article', label: 'Another article' }],
  },
  { key: 'shippingArticle', group: 'Shipping', label: 'That article', type: 'pick', from: own('articles'), required: true, when: { key: 'shippingAs', is: ['article'] } },
  { key: 'shippingText', group: 'Shipping', label: 'Its text', type: 'text', default: '', maxLength: 100, help: 'Empty: the order’s own.', when: { key: 'shippingAs', is: ['article'] } },
  { key: 'shippingVat', group: 'Shipping', label: 'Its VAT code', type: 'pick', from: own('vatGroups'), help: 'Empty: the article’s own.', when: { key: 'shippingAs', is: ['article'] } },
  { key: 'sendZeroShipping', group: 'Shipping', label: 'Also send free shipping', type: 'boolean', default: false },
];

/** The settings with every default filled in; what nobody picked is empty. The flow was checked before, so the types hold. */
export function readOrderSettings(settings: Settings): OrderSettings {
  const picks = Object.fromEntries(orderFields.filter((field) => field.type === 'pick').map((field) => [field.key, '']));
  return { ...picks, ...withDefaults(orderFields, settings) } as unknown as OrderSettings;
}

/** SKUs of a setting with commas between them. */
export const skuList = (text: string): ReadonlySet<string> => new Set(text.split(',').map((sku) => sku.trim().toLowerCase()).filter((sku) => sku !== ''));
