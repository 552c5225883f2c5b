import type { RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { QuickBooksClient } from '../../client.ts';
import { missingField, readCandidate } from '../../customers/candidate.ts';
import type { Candidate } from '../../customers/candidate.ts';
import { customerChanges, newCustomer } from '../../customers/customerFields.ts';
import { findKnown, remember } from '../../customers/findKnown.ts';
import { makeCustomer } from '../../customers/makeCustomer.ts';
import { kinds } from '../../entities.ts';
import type { Customer } from '../../entities.ts';
import { markerOf } from '../../marker.ts';
import { asRow } from '../../updateEffect.ts';
import type { Session } from './session.ts';

type Context = RecordContext<QuickBooksClient>;

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });

/** The customer a document is booked on. */
export interface Debtor {
  readonly id: string;
  /** ISO 4217; only where the company has several currencies. */
  readonly currency: string | undefined;
}

/**
 * Finds, makes or updates the customer of an order, in this order: the default customer where it is forced; what the order says, if it is
 * complete; the ledger; a search by e-mail; a new one. Throws a `data` error when none of it gives one customer for certain.
 */
export async function resolveCustomer(order: Order, session: Session, context: Context, termId: string | undefined): Promise<Debtor> {
  const { settings } = session;
  if (settings.defaultDebtor === 'force') return useDefault(session, context, 'always');
  const candidate = readCandidate(order, context.warn);
  const missing = missingField(candidate, settings);
  if (missing) {
    if (settings.defaultDebtor === 'fallback') return useDefault(session, context, `the order’s customer has no ${missing}`);
    throw new FluxoError({ code: 'quickbooks.customer_incomplete', kind: 'data', what: `The customer of the order has no ${missing}.`, where: { field: 'customer' }, params: { missing }, fix: 'Complete the customer in the source, choose a default customer, or do not require it.' });
  }
  const found = await findKnown(candidate, session, context);
  if (found) {
    if (found.by !== 'ledger') await remember(candidate, found.customer, context);
    return update(found.customer, candidate, session, context);
  }
  if (settings.createCustomers) return create(candidate, session, context, termId);
  if (settings.defaultDebtor === 'fallback') return useDefault(session, context, 'the customer is not in QuickBooks');
  throw new FluxoError({ code: 'quickbooks.customer_unknown', kind: 'data', what: 'The customer of the order is not in QuickBooks, and unknown customers are not created.', where: { field: 'customer' }, fix: 'Add the customer in QuickBooks with the same e-mail address, or let the target create customers.' });
}

function useDefault(session: Session, context: Context, why: string): Debtor {
  const debtor = session.debtor!;
  context.note(say('default_customer', `Default customer ${debtor.Id}: ${why}.`, { id: debtor.Id, why }));
  return { id: debtor.Id, currency: debtor.CurrencyRef?.value };
}

async function update(known: Customer, candidate: Candidate, session: Session, context: Context): Promise<Debtor> {
  const mode = session.settings.updateCustomers;
  const changes = mode === 'no' ? {} : customerChanges(candidate, known, mode);
  const fields = Object.keys(changes);
  if (fields.length > 0) {
    const options = { current: asRow(known), ...(candidate.sourceId !== '' && { ledger: { entity: 'customer', key: candidate.sourceId } }) };
    const result = await context.effect('updateCustomer', { id: known.Id, syncToken: known.SyncToken ?? '0', changes }, options);
    context.note(say('customer_updated', `Updated customer ${known.Id}: ${fields.join(', ')}.`, { id: known.Id, fields: fields.join(', ') }));
    if (!context.dryRun) session.lookups.customers.keep(kinds.customer.parse({ ...known, ...changes, ...(result.version !== undefined && { SyncToken: result.version }) }));
  }
  return { id: known.Id, currency: known.CurrencyRef?.value };
}

async function create(candidate: Candidate, session: Session, context: Context, termId: string | undefined): Promise<Debtor> {
  const marker = markerOf(session.sourceConnection, candidate.sourceId || candidate.email);
  const currency = session.company.multiCurrency ? session.company.currency : undefined;
  const result = await makeCustomer(candidate, { marker, bodyFor: (name) => newCustomer(candidate, name, { marker, currency, termId }) }, session, context);
  return 'same' in result ? update(result.same, candidate, session, context) : { id: result.made.id, currency };
}
