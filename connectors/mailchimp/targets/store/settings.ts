import type { SettingField } from '#shared/settings/fields.ts';

/** Which store a target writes to. */
export interface StoreSettings {
  readonly store: string;
  readonly createStore: boolean;
  readonly storeAudience: string;
  readonly storeCurrency: string;
}

const whenNew = { key: 'createStore', is: ['true'] };

/** What every target of an e-commerce store asks. */
export const storeFields: readonly SettingField[] = [
  { key: 'store', label: 'Store', type: 'pick', from: { list: 'stores', of: 'own' }, required: true, group: 'Store', help: 'A name may stand here, too, as long as only one store has it.' },
  { key: 'createStore', label: 'Make the store when it is not there', type: 'boolean', default: false, group: 'Store', help: 'It gets the name that stands above.' },
  { key: 'storeAudience', label: 'Audience of the new store', type: 'pick', from: { list: 'audiences', of: 'own' }, required: true, group: 'Store', when: whenNew, help: 'Who buys becomes a contact of it. MailChimp does not let a store change to another audience later.' },
  { key: 'storeCurrency', label: 'Currency of the new store', type: 'text', default: 'EUR', maxLength: 3, group: 'Store', when: whenNew, help: 'A code of three letters. MailChimp adds up amounts without converting them, so every currency needs a store of its own.' },
];
