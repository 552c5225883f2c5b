import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { QuickBooksClient } from '../../client.ts';
import { kinds } from '../../entities.ts';
import type { Customer } from '../../entities.ts';
import { cleanName, readCandidate } from '../../customers/candidate.ts';
import type { Candidate } from '../../customers/candidate.ts';
import { customerChanges, isSameCustomer, newCustomer } from '../../customers/customerFields.ts';
import { markerOf } from '../../marker.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

/** The customer a document is booked on. */
export interface Debtor {
  readonly id: string;
  /** ISO 4217; only where the company has several currencies. */
  readonly currency: string | undefined;
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });

/**
 * Finds, makes or updates the customer of an order, in this order: the default customer where it is forced; what the order says, if it is
 * complete; the ledger; a search by e-mail; a new one. Throws a `data` error when none of it gives one customer for certain.
 */
export async function resolveCustomer(order: Order, session: Session, context: Context, termId: string | undefined): Promise<Debtor> {
  const { settings } = session;
  if (settings.defaultDebtor === 'force') return useDefault(session, context, 'always');
  const candidate = readCandidate(order, context.warn);
  const missing = missingField(candidate, settings.requireEmail, settings.requireAddress);
  if (missing) {
    if (settings.defaultDebtor === 'fallback') return useDefault(session, context, `the order’s customer has no ${missing}`);
    throw new FluxoError({ code: 'quickbooks.customer_incomplete', kind: 'data', what: `The customer of the order has no ${missing}.`, where: { field: 'customer' }, params: { missing }, fix: 'Complete the customer in the source, choose a default customer, or do not require it.' });
  }
  const found = (await fromLedger(candidate, session, context)) ?? (await byEmail(candidate, session, context));
  if (found) return update(found, candidate, session, context);
  if (settings.createCustomers) return create(candidate, session, context, termId);
  if (settings.defaultDebtor === 'fallback') return useDefault(session, context, 'the customer is not in QuickBooks');
  throw new FluxoError({ code: 'quickbooks.customer_unknown', kind: 'data', what: 'The customer of the order is not in QuickBooks, and unknown customers are not created.', where: { field: 'customer' }, fix: 'Add the customer in QuickBooks with the same e-mail address, or let the target create customers.' });
}

function useDefault(session: Session, context: Context, why: string): Debtor {
  const debtor = session.debtor!;
  context.note(say('default_customer', `Default customer ${debtor.Id}: ${why}.`, { id: debtor.Id, why }));
  return { id: debtor.Id, currency: debtor.CurrencyRef?.value };
}

function missingField(candidate: Candidate, needsEmail: boolean, needsAddress: boolean): string | null {
  if (candidate.displayName === '') return 'name';
  // The service refuses an address without @ and dot, so one of those is as good as none.
  if (needsEmail && !/^\S+@\S+\.\S+$/.test(candidate.email)) return 'e-mail address';
  if (needsAddress && !(candidate.billing?.line1 && candidate.billing.city)) return 'billing address';
  return null;
}

/** The customer this source customer became earlier, if it can still be billed. */
async function fromLedger(candidate: Candidate, session: Session, context: Context): Promise<Customer | null> {
  if (candidate.sourceId === '') return null;
  const entry = await context.recall('customer', candidate.sourceId);
  if (!entry || entry.targetId === 'dry-run') return null;
  const customer = await session.lookups.customer(entry.targetId, context);
  if (customer) {
    context.note(say('customer_known', `Customer ${customer.Id}, known from an earlier run.`, { id: customer.Id }));
    return customer;
  }
  context.note(say('customer_gone', `Customer ${entry.targetId} of an earlier run is gone from QuickBooks; looking again.`, { id: entry.targetId }));
  await context.forget('customer', candidate.sourceId);
  return null;
}

async function byEmail(candidate: Candidate, session: Session, context: Context): Promise<Customer | null> {
  if (candidate.email === '') return null;
  const hits = await session.lookups.customersWithEmail(candidate.email, context);
  if (hits.length === 0) {
    context.note(say('customer_not_found', 'No customer has this e-mail address.'));
    return null;
  }
  const customer = hits.length === 1 ? hits[0]! : oneOfSeveral(hits, candidate, session);
  context.note(say('customer_found', `Found customer ${customer.Id} by e-mail.`, { id: customer.Id }));
  await keep(candidate, customer.Id, context);
  return customer;
}

function oneOfSeveral(hits: readonly Customer[], candidate: Candidate, session: Session): Customer {
  const { onSeveralCustomers } = session.settings;
  if (onSeveralCustomers === 'oldest') return hits[0]!;
  const named = hits.filter((customer) => cleanName(customer.DisplayName).toLowerCase() === candidate.displayName.toLowerCase());
  if (onSeveralCustomers === 'sameName' && named.length === 1) return named[0]!;
  const ids = hits.map((customer) => customer.Id).join(', ');
  throw new FluxoError({ code: 'quickbooks.several_customers', kind: 'data', what: `${hits.length} customers in QuickBooks have this e-mail address: ${ids}.`, where: { field: 'customer.email' }, params: { count: String(hits.length), ids }, parkedOn: { setting: 'onSeveralCustomers', value: ids }, fix: 'Merge them or correct one e-mail address in QuickBooks, or choose what to do with several customers in the target’s settings.' });
}

/** Remembers a customer that was found, so that the next order finds it without a search. */
async function keep(candidate: Candidate, id: string, context: Context): Promise<void> {
  if (candidate.sourceId !== '' && !context.dryRun) await context.adopt('customer', candidate.sourceId, { targetType: 'Customer', targetId: id });
}

async function update(known: Customer, candidate: Candidate, session: Session, context: Context): Promise<Debtor> {
  const mode = session.settings.updateCustomers;
  const changes = mode === 'no' ? {} : customerChanges(candidate, known, mode);
  const fields = Object.keys(changes);
  if (fields.length > 0) {
    const result = await context.effect('updateCustomer', { id: known.Id, syncToken: known.SyncToken ?? '0', changes });
    context.note(say('customer_updated', `Updated customer ${known.Id}: ${fields.join(', ')}.`, { id: known.Id, fields: fields.join(', ') }));
    if (!context.dryRun) session.lookups.keepCustomer(kinds.customer.parse({ ...known, ...changes, ...(result.version !== undefined && { SyncToken: result.version }) }));
  }
  return { id: known.Id, currency: known.CurrencyRef?.value };
}

/**
 * Makes the customer. Its name may be taken by a supplier, an employee or another customer (6240): then a customer with that name who is
 * certainly the same one is taken, else the name gets something added.
 */
async function create(candidate: Candidate, session: Session, context: Context, termId: string | undefined): Promise<Debtor> {
  const marker = markerOf(session.sourceConnection, candidate.sourceId || candidate.email);
  const currency = session.company.multiCurrency ? session.company.currency : undefined;
  const names = namesToTry(candidate, session.settings.nameSuffix, context);
  for (const [attempt, name] of names.entries()) {
    const body = newCustomer(candidate, name, { marker, currency, termId });
    try {
      const made = await context.effect('createCustomer', { body, marker }, { slot: String(attempt), ...(candidate.sourceId !== '' && { ledger: { entity: 'customer', key: candidate.sourceId } }) });
      context.note(attempt === 0 ? say('customer_created', `Created customer ${made.id}.`, { id: made.id }) : say('customer_created_suffix', `Created customer ${made.id} with an addition to its name.`, { id: made.id }));
      if (!context.dryRun) session.lookups.keepCustomer(kinds.customer.parse({ ...body, Id: made.id, SyncToken: made.version ?? '0' }));
      return { id: made.id, currency };
    } catch (thrown) {
      if (!(thrown instanceof FluxoError) || thrown.code !== 'quickbooks.duplicate_name') throw thrown;
      const same = await sameNamed(name, candidate, marker, session, context);
      if (same) return update(same, candidate, session, context);
      if (attempt === names.length - 1) throw thrown;
      context.note(say('name_taken', 'The name is taken by another customer, a supplier or an employee; something is added to it.'));
    }
  }
  throw new FluxoError({ code: 'quickbooks.no_name', kind: 'bug', what: 'No name was tried for the customer.', fix: 'Please report it with the log of this run.' });
}

async function sameNamed(name: string, candidate: Candidate, marker: string, session: Session, context: Context): Promise<Customer | null> {
  for (const customer of await session.lookups.customersNamed(name, context)) {
    const by = customer.Active === false ? null : isSameCustomer(candidate, marker, customer);
    if (!by) continue;
    const same = by === 'email' ? 'e-mail address' : by === 'mark' ? 'origin' : 'tax number';
    context.note(say('customer_adopted', `Customer ${customer.Id} has the same name and the same ${same}: taken.`, { id: customer.Id, same }));
    await keep(candidate, customer.Id, context);
    return customer;
  }
  return null;
}

/** The plain name, then with the chosen addition, then with one nobody else has. */
function namesToTry(candidate: Candidate, first: 'city' | 'email' | 'number', context: Context): readonly string[] {
  const additions = { city: candidate.billing?.city ?? '', email: candidate.email, number: candidate.sourceId };
  const order = [first, 'city', 'number', 'email'] as const;
  const chosen = order.map((kind) => cleanName(additions[kind])).find((addition) => addition !== '');
  const last = context.hash([candidate.sourceId, candidate.email, candidate.displayName].join('\n')).slice(0, 8);
  const withAddition = (addition: string) => {
    const tail = ` (${addition})`;
    return `${[...candidate.displayName].slice(0, 100 - [...tail].length).join('').trim()}${tail}`;
  };
  return [...new Set([candidate.displayName, ...(chosen ? [withAddition(chosen)] : []), ...(candidate.sourceId !== '' ? [withAddition(candidate.sourceId)] : []), withAddition(last)])];
}
