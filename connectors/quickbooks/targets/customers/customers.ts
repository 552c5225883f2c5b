import { defineTarget } from '#connectors/sdk/connector.ts';
import type { ApplyResult, RecordContext, TargetSession } from '#connectors/sdk/connector.ts';
import { readCustomer } from '#connectors/sdk/readCustomer.ts';
import { fillingOnly, valuesToWrite } from '#connectors/sdk/writeModes.ts';
import type { Customer as SourceCustomer } from '#shared/entities/customer.ts';
import { FluxoError } from '#shared/errors.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../../client.ts';
import { cleanName, missingField, readCandidate } from '../../customers/candidate.ts';
import { createCustomer, updateCustomer } from '../../customers/customerEffects.ts';
import { findKnown } from '../../customers/findKnown.ts';
import { makeCustomer } from '../../customers/makeCustomer.ts';
import { kinds } from '../../entities.ts';
import type { Customer } from '../../entities.ts';
import { wantedExtras } from '../../extraFields.ts';
import { fingerprintOf } from '../../fingerprint.ts';
import { isOneOf } from '../../isOneOf.ts';
import { markerOf } from '../../marker.ts';
import { askAll } from '../../questions.ts';
import { asRow } from '../../updateEffect.ts';
import { extrasOf } from './byCountry.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { customerFields } from './settings.ts';
import { isSameHere, wantedFields } from './wantedFields.ts';
import type { Wanted } from './wantedFields.ts';

type Context = RecordContext<QuickBooksClient>;
type Json = { readonly [key: string]: Value };

/** Customers in QuickBooks Online: companies with their contact, and persons; each once, found by e-mail address. */
export const customers = defineTarget<QuickBooksClient>({
  name: 'customers',
  label: 'Customers',
  help: 'Makes customers and keeps them up to date. A company is kept under its own name with its contact person, a person under theirs. Orders make their own customers; this flow keeps both systems the same.',
  entity: 'customer',
  settings: customerFields,
  asked: ['updateCustomers', 'onSeveralCustomers', 'requireEmail', 'byCountry', 'term'],
  effects: [createCustomer, updateCustomer],
  concurrency: 8,
  async open({ client, settings, sourceConnection, ...call }): Promise<TargetSession> {
    const session = await openSession(client, settings, sourceConnection, call);
    return {
      lookAhead: (records, pageCall) => askAll(client, [session.lookups.customers.ahead(records.map(emailOf).filter((email) => email !== ''))], pageCall),
      // Records with one address may be one customer, so they wait for each other.
      lane: (record) => emailOf(record) || String(record['sourceId'] ?? ''),
      apply: (record, context) => applyCustomer(record, session, context as Context),
    };
  },
});

const emailOf = (record: SourceRecord): string => (typeof record['email'] === 'string' ? record['email'].trim().toLowerCase() : '');

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });
const skipped = (reason: Reason, id?: string): ApplyResult => ({ outcome: 'skipped', reason, ...(id !== undefined && { target: { type: 'Customer', id } }) });

async function applyCustomer(record: SourceRecord, session: Session, context: Context): Promise<ApplyResult> {
  const { settings } = session;
  const customer = readCustomer(record);
  const isInactive = customer.active === false;
  if (isInactive && settings.inactiveSource === 'skip') return skipped(say('source_inactive', 'The customer is inactive in the source.'));
  const candidate = readCandidate({ customer, ...(customer.billing && { billing: customer.billing }), ...(customer.shipping && { shipping: customer.shipping }) }, context.warn);
  const fingerprint = fingerprintOf([session.extras.length > 0 ? record : customer, session.settingsMark]);
  const before = await context.recall('customer', customer.sourceId);
  if (before && before.targetId !== 'dry-run' && before.fingerprint === fingerprint) return { outcome: 'unchanged', reason: say('same_as_sent', 'Nothing changed since it was last written.'), target: { type: 'Customer', id: before.targetId } };

  const missing = missingField(candidate, settings);
  if (missing) throw new FluxoError({ code: 'quickbooks.customer_lacks', kind: 'data', what: `The customer has no ${missing}.`, where: { field: missing === 'e-mail address' ? 'email' : missing === 'name' ? 'name' : 'billing' }, params: { missing }, fix: 'Complete the customer in the source, or do not require it in the target’s settings.' });
  const marker = markerOf(session.sourceConnection, customer.sourceId);
  const work: Work = { record, session, context, candidate, fingerprint, customer, marker, extras: extrasOf(customer, session, context.warn), tellsAccount: settings.revenueAccount === 'note' };

  const found = await findKnown(candidate, session, context);
  if (found && (found.by === 'ledger' || !(await belongsToAnother(found.customer, work)))) return isInactive && settings.inactiveSource === 'deactivate' ? deactivate(found.customer, work) : change(found.customer, work);
  if (isInactive && settings.inactiveSource === 'deactivate') return skipped(say('inactive_and_new', 'The customer is inactive in the source and not in QuickBooks.'));
  if (!settings.createNew) return skipped(say('customer_not_there', 'The customer is not in QuickBooks, and new ones are not made.'));
  return create(work);
}

interface Work extends Wanted {
  readonly session: Session;
  readonly context: Context;
  readonly fingerprint: string;
  /** As it was mapped: further fields may use what the entity does not know. */
  readonly record: SourceRecord;
}

/** Which record of the source a customer is, beside the ledger's own direction: two records of one e-mail address must not become one customer by accident. */
const holder = 'customerHolder';

async function belongsToAnother(known: Customer, { customer, session, context }: Work): Promise<boolean> {
  if (session.settings.onSharedEmail === 'use') return false;
  const held = await context.recall(holder, known.Id);
  if (!held || held.targetId === customer.sourceId) return false;
  if (session.settings.onSharedEmail === 'park') throw new FluxoError({ code: 'quickbooks.shared_email', kind: 'data', what: `The e-mail address is that of customer ${known.Id}, who is another record of the source (${held.targetId}).`, where: { field: 'email' }, params: { id: known.Id, other: held.targetId }, parkedOn: { setting: 'onSharedEmail', value: known.Id }, fix: 'Correct one of the addresses, or say in the target’s settings whether such records are one customer.' });
  context.note(say('shared_email', `Customer ${known.Id} has this e-mail address, but is another record of the source.`, { id: known.Id, other: held.targetId }));
  return true;
}

/** Remembers what the record became, both ways. */
async function keep(id: string, { customer, context, fingerprint }: Work): Promise<void> {
  if (context.dryRun) return;
  await context.adopt('customer', customer.sourceId, { targetType: 'Customer', targetId: id, fingerprint });
  await hold(id, customer, context);
}

async function hold(id: string, customer: SourceCustomer, context: Context): Promise<void> {
  const held = context.dryRun || (await context.recall(holder, id));
  if (!held) await context.adopt(holder, id, { targetType: 'SourceRecord', targetId: customer.sourceId });
}

/** QuickBooks has one kind of customer: how a company and its contact, or a person, are told apart in it. */
function kindOf({ company, firstName, lastName }: Work['candidate']): Reason {
  if (company === '') return say('kept_as_person', 'Kept as a person: the name without a company.');
  return firstName || lastName ? say('kept_as_company_with_contact', 'Kept as a company: its own name, and the contact person’s as first and last name.') : say('kept_as_company', 'Kept as a company without a contact person.');
}

async function create(work: Work): Promise<ApplyResult> {
  const { candidate, context, extras, fingerprint, marker, session } = work;
  const values = valuesToWrite([...wantedFields(work, null), ...wantedExtras(session.extras, work.record, session.company, null)], { isNew: true, modeOf: context.writeMode });
  const bodyFor = (name: string): Json => ({ DisplayName: name, ...values, ...(extras.currency !== undefined && { CurrencyRef: { value: extras.currency } }) });
  context.note(kindOf(candidate));
  const result = await makeCustomer(candidate, { marker, bodyFor, fingerprint }, session, context);
  if ('same' in result) return change(result.same, work);
  await hold(result.made.id, work.customer, context);
  const label = String(result.body['DisplayName']);
  return { outcome: 'created', reason: say('new_customer', `Created customer ${result.made.id}.`, { id: result.made.id }), target: { type: 'Customer', id: result.made.id, label } };
}

async function change(known: Customer, work: Work): Promise<ApplyResult> {
  const { context, extras, session } = work;
  const { settings } = session;
  const target = { type: 'Customer', id: known.Id, label: known.DisplayName };
  if (known.Active === false && settings.inactiveTarget === 'skip') return skipped(say('target_inactive', `Customer ${known.Id} was made inactive in QuickBooks; it is left alone.`, { id: known.Id }), known.Id);
  if (known.Active === false && settings.inactiveTarget === 'park') throw new FluxoError({ code: 'quickbooks.target_inactive', kind: 'data', what: `Customer ${known.Id} was made inactive in QuickBooks.`, where: { field: 'sourceId' }, params: { id: known.Id }, parkedOn: { setting: 'inactiveTarget', value: known.Id }, fix: 'Make the customer active in QuickBooks, or say in the target’s settings what to do with inactive ones.' });
  if (extras.currency !== undefined && known.CurrencyRef && known.CurrencyRef.value !== extras.currency) context.warn(say('currency_fixed', `Customer ${known.Id} is kept in ${known.CurrencyRef.value}, not in ${extras.currency}; QuickBooks cannot change it.`, { id: known.Id, has: known.CurrencyRef.value, wanted: extras.currency }));

  const changes: Json = { ...(known.Active === false && { Active: true }), ...changesOf(known, work) };
  const fields = Object.keys(changes);
  if (fields.length === 0) {
    await keep(known.Id, work);
    return { outcome: settings.updateCustomers === 'no' ? 'skipped' : 'unchanged', reason: settings.updateCustomers === 'no' ? say('customer_left', `Customer ${known.Id} is there already; known customers are not updated.`, { id: known.Id }) : say('customer_same', `Customer ${known.Id} says the same already.`, { id: known.Id }), target };
  }
  await send(known, changes, work);
  return { outcome: 'updated', reason: say('customer_updated', `Updated customer ${known.Id}: ${fields.join(', ')}.`, { id: known.Id, fields: fields.join(', ') }), target };
}

/** Fields that differ and may be written, by the target's setting and the mapping's write modes. */
function changesOf(known: Customer, work: Work): Json {
  const { candidate, context, session } = work;
  const { settings } = session;
  if (settings.updateCustomers === 'no') return {};
  const modeOf = (field: string): WriteMode => (settings.updateCustomers === 'fillEmpty' ? fillingOnly(context.writeMode(field)) : context.writeMode(field));
  // A name that got an addition when it was made is the same name.
  const listed = cleanName(known.DisplayName).toLowerCase();
  const isListedSo = listed === candidate.displayName.toLowerCase() || listed.startsWith(`${candidate.displayName.toLowerCase()} (`);
  const name = settings.rename && !isListedSo ? [{ name: 'DisplayName', field: 'name', value: candidate.displayName, current: known.DisplayName }] : [];
  return valuesToWrite([...name, ...wantedFields(work, known), ...wantedExtras(session.extras, work.record, session.company, known)], { isNew: false, modeOf, isSame: isSameHere(candidate) });
}

async function send(known: Customer, changes: Json, work: Work): Promise<void> {
  const { context, customer, fingerprint, session } = work;
  const options = { current: asRow(known), ledger: { entity: 'customer', key: customer.sourceId, fingerprint } };
  const payload = (fields: Json) => ({ id: known.Id, syncToken: known.SyncToken ?? '0', changes: fields });
  let sent = changes;
  let version: string | undefined;
  try {
    ({ version } = await context.effect('updateCustomer', payload(changes), options));
  } catch (thrown) {
    if (!isOneOf(thrown, 'quickbooks.duplicate_name') || changes['DisplayName'] === undefined) throw thrown;
    context.warn(say('not_renamed', 'The new name is taken by another customer, a supplier or an employee; the customer keeps its name.'));
    const { DisplayName: _taken, ...rest } = changes;
    sent = rest;
    if (Object.keys(rest).length > 0) ({ version } = await context.effect('updateCustomer', payload(rest), { ...options, slot: 'without name' }));
    else await keep(known.Id, work);
  }
  await hold(known.Id, customer, context);
  if (!context.dryRun) session.lookups.customers.keep(kinds.customer.parse({ ...known, ...sent, ...(version !== undefined && { SyncToken: version }) }));
}

async function deactivate(known: Customer, work: Work): Promise<ApplyResult> {
  const target = { type: 'Customer', id: known.Id };
  if (known.Active === false) {
    await keep(known.Id, work);
    return { outcome: 'unchanged', reason: say('inactive_already', `Customer ${known.Id} is inactive already.`, { id: known.Id }), target };
  }
  await send(known, { Active: false }, work);
  return { outcome: 'updated', reason: say('made_inactive', `Customer ${known.Id} was made inactive, as in the source.`, { id: known.Id }), target };
}
