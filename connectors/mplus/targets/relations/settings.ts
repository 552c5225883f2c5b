import type { CountryRow } from '#shared/settings/countryTable.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import type { CountryLanguage } from './countryText.ts';

/** The choices of the customer resolver; every target that needs a customer's card has them among its own. */
export interface RelationSettings {
  readonly defaultDebtor: 'off' | 'fallback' | 'force';
  readonly debtor: string;
  readonly requireEmail: boolean;
  readonly externalId: string;
  readonly matchEmail: boolean;
  readonly matchVatNumber: boolean;
  readonly matchPhone: boolean;
  readonly onSeveral: 'park' | 'sameName' | 'oldest';
  readonly createRelations: boolean;
  readonly existing: 'update' | 'fillEmpty' | 'leave';
  readonly countryLanguage: CountryLanguage;
  readonly vatMethods: readonly CountryRow[];
}

/** The form of the resolver, each heading and default as a target wants it. */
export function relationSettings(defaults: { readonly requireEmail?: boolean; readonly existing?: RelationSettings['existing'] } = {}): readonly SettingField[] {
  return [
    {
      key: 'defaultDebtor', group: 'Customer', label: 'Default customer', type: 'choice', default: 'off',
      options: [
        { value: 'off', label: 'None' },
        { value: 'fallback', label: 'When the record has no complete customer' },
        { value: 'force', label: 'Always' },
      ],
    },
    { key: 'debtor', group: 'Customer', label: 'Which one', type: 'pick', from: { list: 'relations', of: 'own' }, required: true, help: 'A number, or a name that only one card has.', when: { key: 'defaultDebtor', is: ['fallback', 'force'] } },
    { key: 'requireEmail', group: 'Customer', label: 'E-mail address is required', type: 'boolean', default: defaults.requireEmail ?? true },
    { key: 'createRelations', group: 'Customer', label: 'Create unknown customers', type: 'boolean', default: true },
    {
      key: 'existing', group: 'Customer', label: 'Known customers', type: 'choice', default: defaults.existing ?? 'update',
      help: 'Only fields that differ are sent. What a field of the mapping says about creating and updating counts as well.',
      options: [
        { value: 'update', label: 'Update what differs' },
        { value: 'fillEmpty', label: 'Fill what is empty there' },
        { value: 'leave', label: 'Leave as they are' },
      ],
    },

    { key: 'matchEmail', group: 'Recognising customers', label: 'By e-mail address', type: 'boolean', default: true, help: 'After a customer this flow knows from before and one with the same external id.' },
    { key: 'matchVatNumber', group: 'Recognising customers', label: 'Then by VAT number', type: 'boolean', default: false },
    { key: 'matchPhone', group: 'Recognising customers', label: 'Then by phone number', type: 'boolean', default: false, help: 'The last nine digits count. Colleagues often share a number, so leave it off for companies.' },
    {
      key: 'onSeveral', group: 'Recognising customers', label: 'Several cards match', type: 'choice', default: 'park',
      options: [
        { value: 'park', label: 'Park the record', help: 'A wrong customer is worse than a wait.' },
        { value: 'sameName', label: 'The one with the same name, else park' },
        { value: 'oldest', label: 'The oldest' },
      ],
    },
    { key: 'externalId', group: 'Recognising customers', label: 'External id', type: 'template', default: '', maxLength: 100, help: 'Written on new cards and looked for first. Empty: a mark of Fluxo’s own.' },

    {
      key: 'countryLanguage', group: 'Card', label: 'Country on the card', type: 'choice', default: 'nl',
      help: 'The till keeps text. A country that is there already stays as it was typed, as long as it means the same.',
      options: [
        { value: 'nl', label: 'Dutch name' },
        { value: 'en', label: 'English name' },
        { value: 'de', label: 'German name' },
        { value: 'fr', label: 'French name' },
        { value: 'pt', label: 'Portuguese name' },
        { value: 'code', label: 'Code of two letters' },
      ],
    },
    {
      key: 'vatMethods', group: 'Card', label: 'VAT of new cards by country', type: 'countryTable', country: { paths: ['billing.country'] }, default: [],
      help: 'inclusive, exclusive, shifted (reverse charge) or none. No row: the till’s own choice. VAT number: yes, no, empty for both. A card has no revenue account; the till takes that from the article.',
      columns: [
        { key: 'vatNumber', label: 'VAT number', isKey: true, input: { paths: ['vatNumber', 'customer.vatNumber'], as: 'yesNo' } },
        { key: 'method', label: 'VAT method' },
      ],
    },
  ];
}
