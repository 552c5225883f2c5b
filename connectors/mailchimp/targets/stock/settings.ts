import { stockFields as quantityFields } from '#connectors/sdk/stockQuantity.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { storeFields } from '../store/settings.ts';

/** The choices of `mailchimp.storeStock` beside those of the quantity. */
export interface StockSettings {
  readonly store: string;
  readonly managed: 'leave' | 'on' | 'off';
  readonly alwaysAvailable: number;
  readonly onUnknown: 'skip' | 'problem';
}

/** A stock flow makes no store: there would be nothing in it to count. */
const storeField = storeFields.filter((field) => field.key === 'store');

export const stockFields: readonly SettingField[] = [
  ...storeField,
  ...quantityFields,
  {
    key: 'managed',
    label: 'Stock is managed',
    type: 'choice',
    default: 'leave',
    group: 'Stock',
    options: [
      { value: 'leave', label: 'Leave articles alone that are not kept in stock' },
      { value: 'on', label: 'Yes; articles that are not kept in stock are always available' },
      { value: 'off', label: 'No; everything is always available' },
    ],
    help: 'MailChimp has no such switch: it recommends what has a quantity above 0. “Always available” is a large quantity.',
  },
  { key: 'alwaysAvailable', label: 'Quantity that means always available', type: 'number', default: 1_000_000, min: 1, max: 2_000_000_000, integer: true, group: 'Stock', when: { key: 'managed', is: ['on', 'off'] } },
  {
    key: 'onUnknown',
    label: 'Article is not in the store',
    type: 'choice',
    default: 'skip',
    group: 'Stock',
    options: [
      { value: 'skip', label: 'Skip it' },
      { value: 'problem', label: 'Report it' },
    ],
  },
];
