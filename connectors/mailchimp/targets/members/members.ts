import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, CallContext, RecordContext } from '#connectors/sdk/connector.ts';
import { readCustomer } from '#connectors/sdk/readCustomer.ts';
import type { Customer } from '#shared/entities/customer.ts';
import { FluxoError } from '#shared/errors.ts';
import { compileTemplate } from '#shared/mapping/compile.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { withDefaults } from '#shared/settings/check.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import { findAudience } from '../../choose.ts';
import type { MailchimpClient } from '../../client.ts';
import { everyMergeField } from '../../lists.ts';
import { textOf } from '../../pages.ts';
import { versionOf } from '../../version.ts';
import { differences, fieldOf, hashOf, left, mergeFieldsOf } from './contact.ts';
import type { MergeTypes } from './contact.ts';
import { makeDirectory } from './directory.ts';
import type { Directory } from './directory.ts';
import { memberEffects } from './effects.ts';
import { memberSettings } from './settings.ts';
import type { MemberSettings } from './settings.ts';

type Context = RecordContext<MailchimpClient>;

interface Session {
  readonly settings: MemberSettings;
  readonly types: MergeTypes;
  readonly directory: Directory;
  /** The audience asks everybody to confirm. */
  readonly doubleOptIn: boolean;
  tags(record: SourceRecord): readonly string[];
}

/** Customers as contacts of an audience, by e-mail address. Subscribes nobody who did not say so, and nobody who left. */
export const members = defineTarget<MailchimpClient>({
  name: 'members',
  label: 'Audience',
  help: 'Adds customers to an audience and keeps their names and addresses up to date. They are not subscribed to mail unless they said so.',
  entity: 'customer',
  settings: memberSettings,
  asked: ['existing', 'consentFrom', 'consentWords', 'onConsent', 'tags'],
  effects: memberEffects,
  // More than the client sends at once: new contacts that are under way together go in one call.
  concurrency: 250,
  async open({ client, settings, ...call }) {
    const session = await openSession(client, settings, call);
    return {
      lookAhead: (records, context) => session.directory.ahead(records.length, context),
      // Customers that share an address are one contact.
      lane: (record) => textOf(record['email']).trim().toLowerCase() || textOf(record['sourceId']),
      apply: (record, context) => applyCustomer(record, session, context as Context),
    };
  },
});

async function openSession(client: MailchimpClient, given: Settings, call: CallContext): Promise<Session> {
  const settings = withDefaults(memberSettings, given) as unknown as MemberSettings;
  const found = await findAudience(client, settings.audience ?? '', call);
  const audience = textOf(found['id']);
  const types: MergeTypes = new Map((await everyMergeField(client, audience, call)).map((field) => [textOf(field['tag']), textOf(field['type'])]));
  const tags = (settings.tags ?? '') === '' ? () => '' : compileTemplate(settings.tags);
  return {
    settings: { ...settings, audience },
    types,
    directory: makeDirectory(client, audience),
    doubleOptIn: found['double_optin'] === true,
    tags: (record) => [...new Set(tags(record).split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''))],
  };
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `mailchimp.${code}`, text, params });

async function applyCustomer(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings } = session;
  const customer = readCustomer(record);
  const email = (customer.email ?? '').toLowerCase();
  const unfit = unfitAddress(email);
  if (unfit) return { outcome: 'skipped', reason: unfit };

  const hash = hashOf(email);
  const place = { audience: settings.audience, hash };
  const ledger = { entity: `member ${settings.audience}`, key: customer.sourceId };
  const fields = mergeFieldsOf(customer, settings, session.types, context.warn);
  const consent = consentOf(customer, settings);
  const fingerprint = versionOf({ ...place, fields, consent, existing: settings.existing, onRefusal: settings.onRefusal }, new Set());

  const entry = await context.recall(ledger.entity, ledger.key);
  if (entry && entry.targetId !== 'dry-run' && entry.targetId !== hash) context.warn(say('address_changed', 'The customer has another e-mail address than before. The contact under the former one stays as it is.'));
  const isKnown = entry?.targetId === hash && entry.fingerprint === fingerprint;
  if (isKnown && (await missingTags(record, place, session, context)).length === 0) return done('unchanged', say('unchanged', 'Nothing changed since it was last written.'), hash);

  const member = await session.directory.find(hash, context);
  const status = textOf(member?.['status']);
  if (member && status in left) return hasLeft(status, hash);
  // Several customers may be one contact, and the next one has to see what this one wrote.
  if (!context.dryRun) session.directory.forget(hash);
  try {
    if (!member) return await create(email, consent, fields, { place, ledger, fingerprint, record, session, context });
    return await update(email, member, consent, fields, { place, ledger, fingerprint, record, session, context });
  } catch (thrown) {
    // Only the person can undo these, so nobody has to look at them.
    if (thrown instanceof FluxoError && (thrown.code === 'mailchimp.forgotten' || thrown.code === 'mailchimp.in_compliance')) return { outcome: 'skipped', reason: { code: thrown.code, text: thrown.data.what, params: thrown.data.params ?? {}, ...(thrown.data.fix && { fix: thrown.data.fix }) } };
    throw thrown;
  }
}

const hasLeft = (status: string, hash: string): ApplyResult => ({ outcome: 'skipped', reason: say('has_left', `The contact ${left[status] ?? status}; it is left alone.`, { status }), target: { type: 'Member', id: hash } });

interface Work {
  readonly place: { readonly audience: string; readonly hash: string };
  readonly ledger: { readonly entity: string; readonly key: string };
  readonly fingerprint: string;
  readonly record: SourceRecord;
  readonly session: Session;
  readonly context: Context;
}

async function create(email: string, consent: Consent, fields: ReturnType<typeof mergeFieldsOf>, { place, ledger, fingerprint, record, session, context }: Work): Promise<ApplyResult> {
  const { settings, doubleOptIn } = session;
  if (!settings.createNew) return { outcome: 'skipped', reason: say('not_in_audience', 'The customer is not in the audience, and new ones are not added.') };
  const status = consent === 'yes' ? subscribed(settings, doubleOptIn) : 'transactional';
  context.note(say('new_contact', `Not in the audience yet; becomes ${status}.`, { status }));
  const result = await context.effect('putMember', { ...place, isNew: true, existing: settings.existing, body: { email_address: email, status_if_new: status, merge_fields: Object.fromEntries(Object.entries(fields).filter(([tag]) => context.writeMode(fieldOf(tag, settings)) !== 'update')) } }, { ledger: { ...ledger, fingerprint } });
  // Came and left since the audience was looked through.
  if (result.adopted) return hasLeft(result.facts?.['status'] ?? '', place.hash);
  await addTags(record, place, session, context);
  return done('created', say('created', `Added to the audience as ${status}.`, { status }), place.hash);
}

async function update(email: string, member: SourceRecord, consent: Consent, fields: ReturnType<typeof mergeFieldsOf>, { place, ledger, fingerprint, record, session, context }: Work): Promise<ApplyResult> {
  const { settings, doubleOptIn } = session;
  const status = textOf(member['status']);
  context.note(say('contact_found', `In the audience already, ${status}.`, { status }));
  const changes = differences(fields, member, settings.existing, (tag) => context.writeMode(fieldOf(tag, settings)));
  const change = statusChange(status, consent, settings, doubleOptIn);
  // Before the fields: once these are in the ledger, the next run takes the record for done.
  const result = change && (await context.effect('setStatus', { ...place, ...change }, { current: { status } }));
  if (result && change) context.note(result.adopted ? say('status_kept', `Its subscription changed meanwhile (${result.facts?.['status'] ?? 'unknown'}); left as it is.`, { status: result.facts?.['status'] ?? '' }) : say('status_changed', `From ${status} to ${change.status}.`, { from: status, status: change.status }));
  const names = Object.keys(changes);
  if (names.length > 0) {
    await context.effect('putMember', { ...place, body: { email_address: email, status_if_new: 'transactional', merge_fields: changes } }, { ledger: { ...ledger, fingerprint }, current: member['merge_fields'] ?? {} });
    context.note(say('fields_changed', `Changed ${names.join(', ')}.`, { fields: names.join(', ') }));
  } else if (!context.dryRun) {
    await context.adopt(ledger.entity, ledger.key, { targetType: 'Member', targetId: place.hash, fingerprint });
  }
  const isTagged = await addTags(record, place, session, context);
  if (names.length > 0 || (result && !result.adopted)) return done('updated', say('updated', 'Updated the contact.'), place.hash);
  if (isTagged) return done('updated', say('tagged', 'Nothing but tags was added.'), place.hash);
  return settings.existing === 'leave' ? done('skipped', say('left', 'In the audience already; left as it is.'), place.hash) : done('unchanged', say('same', 'The contact says the same already.'), place.hash);
}

function done(outcome: ApplyResult['outcome'], reason: Reason, hash: string): ApplyResult {
  return { outcome, reason, target: { type: 'Member', id: hash } };
}

type Consent = 'yes' | 'no' | '';

function consentOf(customer: Customer, settings: MemberSettings): Consent {
  if (settings.consentFrom !== 'customer') return '';
  const word = applyValueSetting(settings.consentWords, customer.mailConsent ?? '', 'consentWords', 'What means yes and no').trim().toLowerCase();
  if (word === '' || word === 'yes' || word === 'no') return word;
  throw new FluxoError({ code: 'mailchimp.consent_unclear', kind: 'data', what: `“${word}” is neither yes nor no to mail.`, where: { field: 'mailConsent' }, params: { value: word }, parkedOn: { setting: 'consentWords', value: word }, fix: 'Add a row for it to “What means yes and no”, with yes or no behind it.' });
}

/** Subscribing straight away would skip the mail to confirm that the audience sends to everybody. */
const subscribed = (settings: MemberSettings, doubleOptIn: boolean) => (settings.onConsent === 'subscribed' && !doubleOptIn ? 'subscribed' : 'pending');

/** What an explicit yes or no changes about a contact that is there. A missing answer changes nothing, and nobody who left comes back. */
function statusChange(status: string, consent: Consent, settings: MemberSettings, doubleOptIn: boolean): { readonly status: string; readonly from: readonly string[] } | null {
  if (consent === 'yes' && status === 'transactional') return { status: subscribed(settings, doubleOptIn), from: ['transactional'] };
  if (consent === 'no' && settings.onRefusal === 'unsubscribe' && (status === 'subscribed' || status === 'pending')) return { status: 'unsubscribed', from: ['subscribed', 'pending'] };
  return null;
}

const tagLedger = (place: Work['place'], tag: string) => ({ entity: 'memberTag', key: `${place.audience} ${place.hash} ${tag.toLowerCase()}` });

/** Tags this contact did not get from us before. One that somebody removed since stays away. */
async function missingTags(record: SourceRecord, place: Work['place'], session: Session, context: Context): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const tag of session.tags(record)) {
    const { entity, key } = tagLedger(place, tag);
    if (!(await context.recall(entity, key))) missing.push(tag);
  }
  return missing;
}

async function addTags(record: SourceRecord, place: Work['place'], session: Session, context: Context): Promise<boolean> {
  const missing = await missingTags(record, place, session, context);
  for (const tag of missing) {
    await context.effect('addTag', { ...place, tag, automations: session.settings.tagAutomations }, { ledger: tagLedger(place, tag), slot: tag });
    context.note(say('tag_added', `Added the tag ${tag}.`, { tag }));
  }
  return missing.length > 0;
}

/** Why an address cannot be a contact; null when it can. */
function unfitAddress(email: string): Reason | null {
  if (email === '') return say('no_email', 'The customer has no e-mail address, by which MailChimp knows a contact.');
  if (email.endsWith('@forgotten.mailchimp.com')) return say('forgotten_address', 'The address stands for a contact that was deleted for good.');
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return null;
  throw new FluxoError({ code: 'mailchimp.bad_email', kind: 'data', what: 'The e-mail address of the customer is none.', where: { field: 'email' }, fix: 'Correct it in the source.' });
}
