import { stockFields } from '#connectors/sdk/stockQuantity.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { articleFields } from '../articleSettings.ts';
import type { ArticleSettings } from '../articleSettings.ts';
import { superUser } from '../places.ts';

export interface StockSettings extends ArticleSettings {
  readonly branch: string;
  readonly mode: 'set' | 'change';
  readonly amountIs: 'there' | 'free';
  readonly unknownArticle: 'skip' | 'report';
  readonly managed: 'leave' | 'on' | 'off';
  readonly employee: string;
  readonly reference: string;
  /** All settings as told, for the quantity. */
  readonly told: Settings;
}

export const stockLevelFields: readonly SettingField[] = [
  { key: 'branch', group: 'Where and how', label: 'Branch', type: 'pick', from: { list: 'branches', of: 'own' }, required: true, help: 'Its stock is written. A number or a name.' },
  {
    key: 'mode', group: 'Where and how', label: 'Write the stock as', type: 'choice', default: 'set',
    options: [
      { value: 'set', label: 'The new amount', help: 'May be sent twice without harm.' },
      { value: 'change', label: 'The difference', help: 'What is sold meanwhile stays counted. When an answer gets lost, Fluxo looks in the till’s history and says “unsure” rather than count twice.' },
    ],
  },
  {
    key: 'amountIs', group: 'Where and how', label: 'The amount is', type: 'choice', default: 'there',
    options: [
      { value: 'there', label: 'All that lies there', help: 'With what is promised to orders of the till.' },
      { value: 'free', label: 'What can be sold', help: 'What orders of the till have reserved is added, since the till counts it off.' },
    ],
  },
  { key: 'employee', group: 'Where and how', label: 'Employee', type: 'pick', from: { list: 'employees', of: 'own' }, default: superUser, help: '999999 is the till’s own administrator.' },
  { key: 'reference', group: 'Where and how', label: 'Reference', type: 'template', default: 'Fluxo', maxLength: 100, help: 'Stands in the till’s history.' },
  ...articleFields,
  {
    key: 'unknownArticle', group: 'Article', label: 'Article is not in the till', type: 'choice', default: 'skip',
    options: [{ value: 'skip', label: 'Skip it' }, { value: 'report', label: 'Report it' }],
  },
  {
    key: 'managed', group: 'Article', label: 'The till keeps stock of an article', type: 'choice', default: 'leave',
    options: [
      { value: 'leave', label: 'Where it does already', help: 'Others are skipped.' },
      { value: 'on', label: 'Of each: switch it on where it is off' },
      { value: 'off', label: 'Of none: switch it off, and write no amount' },
    ],
  },
  // The till counts parts of a kilo, so nothing has to be cut off.
  ...stockFields.map((field): SettingField => (field.key === 'stockRounding' && field.type === 'choice' ? { ...field, default: 'keep' } : field)),
];
