import type { RecordContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { QuickBooksClient } from '../client.ts';
import type { Company } from '../company/company.ts';
import type { Customer } from '../entities.ts';
import { cleanName } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { CustomerLookups } from './customerLookups.ts';

export type CustomerContext = RecordContext<QuickBooksClient>;

/** What finding and making customers needs of a run: every target that does it has this in its session. */
export interface CustomerDesk {
  readonly sourceConnection: string;
  readonly company: Pick<Company, 'multiCurrency' | 'currency'>;
  readonly lookups: { readonly customers: CustomerLookups };
  readonly settings: {
    readonly onSeveralCustomers: 'park' | 'oldest' | 'sameName';
    readonly nameSuffix: 'city' | 'email' | 'number';
    /** A customer of the same name with no other e-mail address is taken for the same one. */
    readonly adoptSameName?: boolean;
  };
}

export interface Found {
  readonly customer: Customer;
  readonly by: 'ledger' | 'twin' | 'email';
}

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });

/**
 * The customer of the company that is this candidate: the one it became earlier (ledger), the one it was made from (twin), or the one with its
 * e-mail address. Null when there is none. Remembers nothing. Throws a parking `data` error when several have the address and the settings do not choose.
 */
export async function findKnown(candidate: Candidate, desk: CustomerDesk, context: CustomerContext): Promise<Found | null> {
  const known = await fromLedger(candidate, desk, context);
  if (known) return { customer: known, by: 'ledger' };
  const twin = await fromTwin(desk, context);
  if (twin) return { customer: twin, by: 'twin' };
  const customer = await byEmail(candidate, desk, context);
  return customer && { customer, by: 'email' };
}

/** Remembers a customer that was found, so that the next record finds it without a search. */
export async function remember(candidate: Candidate, customer: Customer, context: CustomerContext): Promise<void> {
  if (candidate.sourceId !== '' && !context.dryRun) await context.adopt('customer', candidate.sourceId, { targetType: 'Customer', targetId: customer.Id });
}

async function fromLedger(candidate: Candidate, desk: CustomerDesk, context: CustomerContext): Promise<Customer | null> {
  if (candidate.sourceId === '') return null;
  const entry = await context.recall('customer', candidate.sourceId);
  if (!entry || entry.targetId === 'dry-run') return null;
  const customer = await desk.lookups.customers.byId(entry.targetId, context);
  if (customer) {
    context.note(say('customer_known', `Customer ${customer.Id}, known from an earlier run.`, { id: customer.Id }));
    return customer;
  }
  context.note(say('customer_gone', `Customer ${entry.targetId} of an earlier run is gone from QuickBooks; looking again.`, { id: entry.targetId }));
  await context.forget('customer', candidate.sourceId);
  return null;
}

async function fromTwin(desk: CustomerDesk, context: CustomerContext): Promise<Customer | null> {
  for (const id of context.twin?.keys ?? []) {
    const customer = /^\d+$/.test(id) ? await desk.lookups.customers.byId(id, context) : null;
    if (!customer) continue;
    context.note(say('customer_twin', `Customer ${customer.Id} is the one this record was made from.`, { id: customer.Id }));
    return customer;
  }
  return null;
}

async function byEmail(candidate: Candidate, desk: CustomerDesk, context: CustomerContext): Promise<Customer | null> {
  if (candidate.email === '') return null;
  const hits = activeFirst(await desk.lookups.customers.withEmail(candidate.email, context));
  if (hits.length === 0) {
    context.note(say('customer_not_found', 'No customer has this e-mail address.'));
    return null;
  }
  const customer = hits.length === 1 ? hits[0]! : oneOfSeveral(hits, candidate, desk);
  context.note(say('customer_found', `Found customer ${customer.Id} by e-mail.`, { id: customer.Id }));
  return customer;
}

/** An inactive customer only counts where no active one is meant. */
function activeFirst(hits: readonly Customer[]): readonly Customer[] {
  const active = hits.filter((customer) => customer.Active !== false);
  return active.length > 0 ? active : hits;
}

function oneOfSeveral(hits: readonly Customer[], candidate: Candidate, desk: CustomerDesk): Customer {
  const { onSeveralCustomers } = desk.settings;
  if (onSeveralCustomers === 'oldest') return hits[0]!;
  const named = hits.filter((customer) => cleanName(customer.DisplayName).toLowerCase() === candidate.displayName.toLowerCase());
  if (onSeveralCustomers === 'sameName' && named.length === 1) return named[0]!;
  const ids = hits.map((customer) => customer.Id).join(', ');
  throw new FluxoError({ code: 'quickbooks.several_customers', kind: 'data', what: `${hits.length} customers in QuickBooks have this e-mail address: ${ids}.`, where: { field: 'customer.email' }, params: { count: String(hits.length), ids }, parkedOn: { setting: 'onSeveralCustomers', value: ids }, fix: 'Merge them or correct one e-mail address in QuickBooks, or choose what to do with several customers in the target’s settings.' });
}
