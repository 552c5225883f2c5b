import { stockFields } from '#connectors/sdk/stockQuantity.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';

export interface StockSettings {
  readonly checkouts: 'total' | 'location';
  readonly unknownArticle: 'skip' | 'report';
  readonly onMoved: 'leave' | 'overwrite';
  readonly method: 'auto' | 'adjustment' | 'itemUpdate';
  readonly adjustAccount: string;
  /** All settings as told, for the quantity. */
  readonly told: Settings;
}

export const stockTargetFields: readonly SettingField[] = [
  {
    key: 'checkouts', group: 'Where and how', label: 'Stock per checkout', type: 'choice', default: 'total',
    options: [
      { value: 'total', label: 'The total of the chosen branches', help: 'Which branches count is chosen at the source.' },
      { value: 'location', label: 'One location per branch', help: 'Refused: QuickBooks keeps one quantity per item, its locations have none of their own.' },
    ],
  },
  {
    key: 'method', group: 'Where and how', label: 'Write the stock by', type: 'choice', default: 'auto',
    help: 'Only items QuickBooks keeps in stock have a quantity, and whether it is kept cannot be changed from here: other items are skipped.',
    options: [
      { value: 'auto', label: 'What the company supports', help: 'An inventory adjustment in the United States on Plus or Advanced, else the item’s own quantity.' },
      { value: 'adjustment', label: 'Inventory adjustment', help: 'Books the difference on an account of your choice.' },
      { value: 'itemUpdate', label: 'The item’s quantity', help: 'QuickBooks books the difference on an account of its own choice.' },
    ],
  },
  { key: 'adjustAccount', group: 'Where and how', label: 'Account for differences', type: 'pick', from: { list: 'adjustmentAccounts', of: 'own' }, help: 'For inventory adjustments: an expense account, such as “Inventory Shrinkage”, which is taken when this is empty.', when: { key: 'method', is: ['auto', 'adjustment'] } },
  {
    key: 'onMoved', group: 'Where and how', label: 'QuickBooks moved a quantity that was sent before', type: 'choice', default: 'leave',
    help: 'Invoices and receipts take stock by themselves. The next change at the source sets the quantity right.',
    options: [{ value: 'leave', label: 'Leave it' }, { value: 'overwrite', label: 'Set it again' }],
  },
  {
    key: 'unknownArticle', group: 'Article', label: 'Article is not in QuickBooks', type: 'choice', default: 'skip',
    options: [{ value: 'skip', label: 'Skip it' }, { value: 'report', label: 'Report it' }],
  },
  // QuickBooks counts parts of a unit, so nothing has to be cut off.
  ...stockFields.map((field): SettingField => (field.key === 'stockRounding' && field.type === 'choice' ? { ...field, default: 'keep' } : field)),
];
