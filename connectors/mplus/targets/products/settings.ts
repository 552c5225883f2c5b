import type { SettingField } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import type { MatchBy } from '../articleFinder.ts';

/** The choices of `mplus.products`. Whatever they name at the till goes by its number or its name. */
export interface ProductSettings {
  readonly matchBy: MatchBy;
  readonly nonNumeric: 'report' | 'skip' | 'plu' | 'barcode';
  readonly externalId: string;
  readonly createNew: boolean;
  readonly existing: 'update' | 'leave';
  readonly updateInformation: boolean;
  readonly nameLength: number;
  readonly currency: string;
  readonly prices: 'given' | 'incl' | 'excl';
  readonly vat: ValueSetting;
  readonly turnoverGroup: ValueSetting;
  readonly withoutKey: 'report' | 'skip';
  readonly stocked: 'leave' | 'source' | 'on' | 'off';
  readonly initialStock: boolean;
  readonly stockBranch: string;
  readonly groups: 'create' | 'match' | 'no';
  readonly attributes: ValueSetting;
  readonly features: ValueSetting;
}

const off: ValueSetting = { enabled: false, force: false, default: '', unmapped: 'park' };
const colour = ['Colour', 'Color', 'Kleur', 'Farbe', 'Cor', 'Couleur'];
const size = ['Size', 'Maat', 'Größe', 'Tamanho', 'Taille'];
const attributes: ValueSetting = { enabled: true, force: false, default: '', table: [...colour.map((from) => ({ from, to: 'colour' })), ...size.map((from) => ({ from, to: 'size' }))], unmapped: 'leaveEmpty' };
const features: ValueSetting = { enabled: true, force: false, default: '', table: [], unmapped: 'leaveEmpty' };

export const productSettings: readonly SettingField[] = [
  {
    key: 'matchBy', group: 'Article', label: 'Articles are found by', type: 'choice', default: 'number',
    help: 'The SKU of the source is compared with this, and new articles get it there.',
    options: [
      { value: 'number', label: 'Article number' },
      { value: 'plu', label: 'PLU' },
      { value: 'barcode', label: 'Barcode', help: 'The barcode of the source, not its SKU. Reads all articles of the till once a run.' },
      { value: 'externalId', label: 'External article id', help: 'Reads all articles of the till once a run.' },
    ],
  },
  {
    key: 'nonNumeric', group: 'Article', label: 'SKU that is no number', type: 'choice', default: 'report', when: { key: 'matchBy', is: ['number'] },
    help: 'Article numbers of the till consist of digits.',
    options: [
      { value: 'report', label: 'Report the product' },
      { value: 'skip', label: 'Leave the product out' },
      { value: 'plu', label: 'Use it as PLU, and let the till number the article' },
      { value: 'barcode', label: 'Use it as barcode, and let the till number the article' },
    ],
  },
  {
    key: 'withoutKey', group: 'Article', label: 'Product without it', type: 'choice', default: 'report',
    options: [{ value: 'report', label: 'Report the product' }, { value: 'skip', label: 'Leave the product out', help: 'For sources that keep services and the like among their products.' }],
  },
  { key: 'externalId', group: 'Article', label: 'External article id', type: 'template', default: '{sku}', maxLength: 100, help: 'Written on new articles.' },
  { key: 'createNew', group: 'Article', label: 'Create articles the till does not have', type: 'boolean', default: true, help: 'What marketplaces call “create offer”.' },
  {
    key: 'existing', group: 'Article', label: 'Articles the till has', type: 'choice', default: 'update',
    options: [
      { value: 'update', label: 'Update what differs', help: 'Only fields that differ are sent.' },
      { value: 'leave', label: 'Leave as they are' },
    ],
  },
  {
    key: 'stocked', group: 'Article', label: 'Kept in stock', type: 'choice', default: 'leave',
    options: [
      { value: 'leave', label: 'New articles as the source says, else yes; known ones as they are' },
      { value: 'source', label: 'As the source says' },
      { value: 'on', label: 'Yes' },
      { value: 'off', label: 'No' },
    ],
  },
  { key: 'initialStock', group: 'Article', label: 'Write the first stock of new articles', type: 'boolean', default: false, help: 'The quantity of the source, once. Afterwards a flow of stock keeps it.' },
  { key: 'stockBranch', group: 'Article', label: 'Branch of the first stock', type: 'pick', from: { list: 'branches', of: 'own' }, required: true, help: 'A number or a name.', when: { key: 'initialStock', is: ['true'] } },

  { key: 'updateInformation', group: 'Texts', label: 'Update product information', type: 'boolean', default: false, help: 'Off: name, texts and brand are written on new articles only, so that what was improved at the till stays. Price, VAT, barcode and the like are always kept up to date. A field of the mapping that says when it is written counts before this.' },
  { key: 'nameLength', group: 'Texts', label: 'Letters of a name', type: 'number', default: 60, min: 10, max: 250, integer: true, help: 'Longer names are cut, with a warning. What fits depends on your screens and printers.' },

  {
    key: 'prices', group: 'Price and VAT', label: 'Prices', type: 'choice', default: 'given',
    help: 'The till works out the other one by the VAT of the article.',
    options: [
      { value: 'given', label: 'As the product has them, including VAT first' },
      { value: 'incl', label: 'Including VAT' },
      { value: 'excl', label: 'Excluding VAT' },
    ],
  },
  { key: 'currency', group: 'Price and VAT', label: 'Currency of the till', type: 'text', default: 'EUR', maxLength: 3, help: 'The till names none. A product in another currency is reported.' },
  { key: 'vat', group: 'Price and VAT', label: 'VAT', type: 'valueSetting', input: { paths: ['taxRate', 'category'] }, values: { list: 'vatGroups', of: 'own' }, default: off, help: 'Off: the VAT group with the rate of the product. On: from that rate or, where the product has none, from its category. “21 %” is the group with that rate, “1” the one with that code.' },
  { key: 'turnoverGroup', group: 'Price and VAT', label: 'Turnover group of new articles', type: 'valueSetting', input: { paths: ['category'] }, values: { list: 'turnoverGroups', of: 'own' }, default: off, help: 'From the category of the product. On without a table: the group called like the category.' },

  {
    key: 'groups', group: 'Article groups', label: 'Article groups', type: 'choice', default: 'create',
    help: 'By the full path of the category. Products are added to groups and never taken out of one, and no group is ever deleted.',
    options: [
      { value: 'create', label: 'Use groups with the same path, and create missing ones' },
      { value: 'match', label: 'Use groups with the same path' },
      { value: 'no', label: 'Leave groups alone' },
    ],
  },

  { key: 'attributes', group: 'Attributes and features', label: 'Attributes', type: 'valueSetting', default: attributes, help: 'What tells the variants of a product apart. By name: colour, size, or custom:NAME for a field of the till’s own.' },
  { key: 'features', group: 'Attributes and features', label: 'Features', type: 'valueSetting', default: features, help: 'Further facts, by name: brandName, unit, contentUnit, invoiceText, receiptText, displayText, extraText, or custom:NAME for a field of the till’s own.' },
];
