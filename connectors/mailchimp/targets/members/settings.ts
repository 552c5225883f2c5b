import type { SettingField } from '#shared/settings/fields.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';
import { mergeFieldSettings } from '../../streams/memberRecord.ts';

/** The choices of `mailchimp.members`. */
export interface MemberSettings {
  readonly audience: string;
  readonly createNew: boolean;
  readonly existing: 'overwrite' | 'fillEmpty' | 'leave';
  readonly consentFrom: 'nobody' | 'customer';
  readonly consentWords: ValueSetting;
  readonly onConsent: 'pending' | 'subscribed';
  readonly onRefusal: 'leave' | 'unsubscribe';
  readonly companyField: string;
  readonly firstNameField: string;
  readonly lastNameField: string;
  readonly phoneField: string;
  readonly addressField: string;
  readonly tags: string;
  readonly tagAutomations: boolean;
}

/** Words a source may use; any other parks the record instead of guessing at a person's will. */
const consentWords: ValueSetting = {
  enabled: true,
  force: false,
  default: '',
  table: [...['yes', 'true', '1', 'ja', 'sim'].map((from) => ({ from, to: 'yes' })), ...['no', 'false', '0', 'nee', 'nein', 'não'].map((from) => ({ from, to: 'no' }))],
  unmapped: 'park',
};

export const memberSettings: readonly SettingField[] = [
  { key: 'audience', label: 'Audience', type: 'pick', from: { list: 'audiences', of: 'own' }, required: true, group: 'Contacts', help: 'A name may stand here, too, as long as only one audience has it.' },
  { key: 'createNew', label: 'Add customers who are not in the audience', type: 'boolean', default: true, group: 'Contacts', help: 'They become transactional contacts: known, but subscribed to nothing.' },
  {
    key: 'existing',
    label: 'Contacts that are there already',
    type: 'choice',
    default: 'overwrite',
    group: 'Contacts',
    options: [
      { value: 'overwrite', label: 'Update what differs' },
      { value: 'fillEmpty', label: 'Fill what is empty there' },
      { value: 'leave', label: 'Leave as they are' },
    ],
    help: 'Contacts who unsubscribed, whose address bounces or who were archived are never touched.',
  },
  {
    key: 'consentFrom',
    label: 'Subscribe to mail',
    type: 'choice',
    default: 'nobody',
    group: 'Consent',
    options: [
      { value: 'nobody', label: 'Nobody' },
      { value: 'customer', label: 'Who said yes', help: 'As the field “Consent to marketing mail” of the customer says. Empty means nobody asked, and changes nothing.' },
    ],
  },
  { key: 'consentWords', label: 'What means yes and no', type: 'valueSetting', input: { paths: ['mailConsent'] }, default: consentWords, group: 'Consent', when: { key: 'consentFrom', is: ['customer'] } },
  {
    key: 'onConsent',
    label: 'Who said yes',
    type: 'choice',
    default: 'pending',
    group: 'Consent',
    when: { key: 'consentFrom', is: ['customer'] },
    options: [
      { value: 'pending', label: 'Gets a mail to confirm it' },
      { value: 'subscribed', label: 'Is subscribed at once', help: 'Only when you can prove the consent. An audience with double opt-in sends its mail to confirm all the same.' },
    ],
  },
  {
    key: 'onRefusal',
    label: 'Who said no',
    type: 'choice',
    default: 'leave',
    group: 'Consent',
    when: { key: 'consentFrom', is: ['customer'] },
    options: [
      { value: 'leave', label: 'Stays as it is' },
      { value: 'unsubscribe', label: 'Is unsubscribed', help: 'For good: MailChimp lets only the person come back. Not for a source that says no when nobody asked.' },
    ],
  },
  ...mergeFieldSettings,
  { key: 'tags', label: 'Tags', type: 'template', maxLength: 500, group: 'Tags', help: 'With commas between them. Each is added once; if you remove it in MailChimp it stays away.' },
  { key: 'tagAutomations', label: 'Tags may start automations', type: 'boolean', default: false, group: 'Tags', help: 'On: a journey that waits for a tag begins, and mails people.' },
];
