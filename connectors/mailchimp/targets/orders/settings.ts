import type { SettingField } from '#shared/settings/fields.ts';
import { storeFields } from '../store/settings.ts';
import type { StoreSettings } from '../store/settings.ts';

/** The choices of `mailchimp.storeOrders`. */
export interface OrderSettings extends StoreSettings {
  readonly orderId: string;
  readonly onExisting: 'skip' | 'update';
  readonly cancelled: 'mark' | 'skip' | 'park';
  readonly credits: 'park' | 'skip' | 'negative';
  readonly defaultCustomer: 'off' | 'fallback' | 'force';
  readonly customerEmail: string;
  readonly onMissingProduct: 'fail' | 'create' | 'replaceWith';
  readonly replacement: string;
  readonly shippingArticles: string;
  readonly discountArticles: string;
  readonly states: 'none' | 'send';
  readonly mayMail: boolean;
  readonly backfill: 'quiet' | 'leave';
  readonly quietAfterDays: number;
}

export const orderFields: readonly SettingField[] = [
  ...storeFields,
  { key: 'orderId', group: 'Order', label: 'Number of the order', type: 'template', default: '{number}', maxLength: 100, help: 'MailChimp keeps no number beside the id of an order, so this becomes its id. Empty: the source’s own id.' },
  {
    key: 'onExisting', group: 'Order', label: 'Order is there already', type: 'choice', default: 'skip',
    options: [{ value: 'skip', label: 'Skip it' }, { value: 'update', label: 'Update it when it changed' }],
  },
  {
    key: 'cancelled', group: 'Order', label: 'Cancelled orders', type: 'choice', default: 'mark',
    options: [{ value: 'mark', label: 'Cancel them there too; skip those that are not there' }, { value: 'skip', label: 'Skip' }, { value: 'park', label: 'Park' }],
  },
  {
    key: 'credits', group: 'Order', label: 'Credits and returns', type: 'choice', default: 'park',
    options: [
      { value: 'park', label: 'Park them' },
      { value: 'skip', label: 'Skip' },
      { value: 'negative', label: 'An order with a negative amount', help: 'It takes the amount off what the customer has spent. With order states sent, its state is “refunded”.' },
    ],
    help: 'Orders with a negative total. They are never written as a positive order.',
  },

  {
    key: 'defaultCustomer', group: 'Customer', label: 'Default customer', type: 'choice', default: 'off',
    options: [
      { value: 'off', label: 'None; orders without e-mail address are skipped' },
      { value: 'fallback', label: 'When the order has no e-mail address' },
      { value: 'force', label: 'Always' },
    ],
    help: 'Whoever buys becomes a contact that is subscribed to nothing. A contact that is there stays as it is.',
  },
  { key: 'customerEmail', group: 'Customer', label: 'E-mail address of the default customer', type: 'text', maxLength: 100, required: true, when: { key: 'defaultCustomer', is: ['fallback', 'force'] } },

  {
    key: 'onMissingProduct', group: 'Products', label: 'The article is not in the store', type: 'choice', default: 'fail',
    options: [
      { value: 'fail', label: 'Report the order' },
      { value: 'create', label: 'Make the product', help: 'With name and price of the order’s line. A flow of products recognises it later by its SKU.' },
      { value: 'replaceWith', label: 'Use another product' },
    ],
  },
  { key: 'replacement', group: 'Products', label: 'SKU of that product', type: 'text', maxLength: 100, required: true, when: { key: 'onMissingProduct', is: ['replaceWith'] } },
  { key: 'shippingArticles', group: 'Amounts', label: 'Articles that are shipping costs', type: 'text', default: '', placeholder: '999', help: 'Article numbers with commas between. MailChimp keeps shipping as one amount.' },
  { key: 'discountArticles', group: 'Amounts', label: 'Articles that are discounts', type: 'text', default: '', placeholder: '998', help: 'Article numbers with commas between. Lines with a negative amount count as discounts, too.' },

  {
    key: 'states', group: 'Mail to customers', label: 'State of the order', type: 'choice', default: 'none',
    options: [
      { value: 'none', label: 'Do not send it', help: 'MailChimp sends no mail about an order without a state.' },
      { value: 'send', label: 'Send it', help: 'MAILS YOUR CUSTOMERS: paid sends an invoice, pending a confirmation, refunded and cancelled a note of it.' },
    ],
  },
  { key: 'mayMail', group: 'Mail to customers', label: 'Yes, MailChimp may mail my customers about these orders', type: 'boolean', default: false, when: { key: 'states', is: ['send'] }, help: 'Without it the flow does not run, unless the store is in syncing mode, in which MailChimp holds back such mail.' },
  {
    key: 'backfill', group: 'Mail to customers', label: 'Older orders', type: 'choice', default: 'quiet',
    options: [
      { value: 'quiet', label: 'Write them quietly', help: 'The store is put into syncing mode before the first of them, and taken out of it at the end of the run.' },
      { value: 'leave', label: 'Leave the store as it is', help: 'MailChimp’s automations (first purchase, follow-up …) may start for orders of long ago.' },
    ],
    help: 'In syncing mode MailChimp sends nothing for the store, about new orders either. At the end of every run Fluxo takes the store out of it, also when an earlier run broke off.',
  },
  { key: 'quietAfterDays', group: 'Mail to customers', label: 'Orders are old after so many days', type: 'number', default: 2, min: 0, max: 3650, integer: true, when: { key: 'backfill', is: ['quiet'] } },
];
