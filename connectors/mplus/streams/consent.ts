import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { list, textOf } from '../wire/values.ts';

/** The till has no place of its own for it, so the shop says where it keeps what a customer said about marketing mail. */
export const consentSettings: readonly SettingField[] = [
  {
    key: 'consentFrom', label: 'Consent to mail stands in', type: 'choice', default: 'nowhere', group: 'Consent',
    options: [
      { value: 'nowhere', label: 'Nothing: nobody was asked' },
      { value: 'category', label: 'A card category', help: 'Who is in it said yes. Of the others nothing is known.' },
      { value: 'field', label: 'A field of the shop’s own', help: 'Its yes and no count, and so does its text. Empty: nobody asked.' },
    ],
  },
  { key: 'consentCategory', label: 'Card category', type: 'pick', from: { list: 'relationCategories', of: 'own' }, required: true, group: 'Consent', when: { key: 'consentFrom', is: ['category'] } },
  { key: 'consentField', label: 'Name of the field', type: 'text', required: true, maxLength: 100, group: 'Consent', when: { key: 'consentFrom', is: ['field'] } },
];

export const consentFields: readonly FieldInfo[] = [{ path: 'mailConsent', label: 'Consent to marketing mail', type: 'text', help: 'yes or no, where the settings of the source say it stands. Empty: nobody asked.' }];

/** The categories a card is in; the single one is how older builds told it. */
export function categoriesOf(relation: SourceRecord): readonly string[] {
  const ids = relation['categoryIds'];
  return Array.isArray(ids) && ids.length > 0 ? ids.map(textOf) : [textOf(relation['categoryId'])];
}

/** What a card says about marketing mail, as text; undefined when nobody asked. */
export function consentOf(relation: SourceRecord, settings: Settings): string | undefined {
  switch (settings['consentFrom']) {
    case 'category':
      return categoriesOf(relation).includes(textOf(settings['consentCategory'])) ? 'yes' : undefined;
    case 'field': {
      const wanted = textOf(settings['consentField']).toLowerCase();
      const field = list(relation['customFieldList']).find((one) => textOf(one['fieldName']).toLowerCase() === wanted);
      if (typeof field?.['boolValue'] === 'boolean') return field['boolValue'] ? 'yes' : 'no';
      return textOf(field?.['strValue']) || undefined;
    }
    default:
      return undefined;
  }
}
