import type { SettingField } from '#shared/settings/fields.ts';
import { storeFields } from '../store/settings.ts';
import type { StoreSettings } from '../store/settings.ts';

/** The choices of `mailchimp.products`. */
export interface ProductSettings extends StoreSettings {
  readonly createNew: boolean;
  readonly updateInformation: boolean;
  readonly articleNumber: 'sku' | 'barcode';
  readonly inactive: 'hide' | 'skip' | 'write';
  readonly price: 'inclusive' | 'exclusive';
  readonly type: 'leaf' | 'path' | 'none';
  readonly vendor: boolean;
}

export const productFields: readonly SettingField[] = [
  ...storeFields,
  { key: 'createNew', label: 'Add products that are not in the store', type: 'boolean', default: true, group: 'Products', help: 'Some systems call this “create offer”.' },
  { key: 'updateInformation', label: 'Update product information', type: 'boolean', default: true, group: 'Products', help: 'Off: names, descriptions, type and brand are written when a product is added and then left alone, so that texts made better in MailChimp stay. Prices go on. Some systems call this “create content”.' },
  {
    key: 'articleNumber',
    label: 'SKU in MailChimp',
    type: 'choice',
    default: 'sku',
    group: 'Products',
    options: [
      { value: 'sku', label: 'Article number' },
      { value: 'barcode', label: 'Barcode (EAN), else the article number' },
    ],
    help: 'Products that are there already are recognised by it. MailChimp has no field for a barcode.',
  },
  {
    key: 'inactive',
    label: 'Inactive products',
    type: 'choice',
    default: 'hide',
    group: 'Products',
    options: [
      { value: 'hide', label: 'Hide those that are there, add none' },
      { value: 'skip', label: 'Leave them alone' },
      { value: 'write', label: 'Write them like others' },
    ],
  },
  {
    key: 'price',
    label: 'Price',
    type: 'choice',
    default: 'inclusive',
    group: 'Products',
    options: [
      { value: 'inclusive', label: 'Including tax' },
      { value: 'exclusive', label: 'Excluding tax' },
    ],
    help: 'MailChimp does not ask which; shops write what their customers see.',
  },
  {
    key: 'type',
    label: 'Product type from category',
    type: 'choice',
    default: 'leaf',
    group: 'Products',
    options: [
      { value: 'leaf', label: 'Its last part' },
      { value: 'path', label: 'The whole path' },
      { value: 'none', label: 'Do not write it' },
    ],
    help: 'MailChimp has no categories; a product has one type.',
  },
  { key: 'vendor', label: 'Write the brand as vendor', type: 'boolean', default: true, group: 'Products' },
];
