import type { EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { Value } from '#shared/records/story.ts';
import { cutBefore } from '../cutText.ts';
import type { Customer } from '../entities.ts';
import { kinds } from '../entities.ts';
import { cleanName } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { isSameCustomer } from './customerFields.ts';
import { remember } from './findKnown.ts';
import type { CustomerContext, CustomerDesk } from './findKnown.ts';

const say = (code: string, text: string, params: Readonly<Record<string, string>> = {}): Reason => ({ code: `quickbooks.${code}`, text, params });

export interface NewCustomer {
  readonly marker: string;
  /** The whole request for a customer of this name. */
  readonly bodyFor: (displayName: string) => { readonly [key: string]: Value };
  /** Kept with the ledger entry instead of a hash of the request. */
  readonly fingerprint?: string;
}

export type Made = { readonly made: EffectResult; readonly body: { readonly [key: string]: Value } } | { readonly same: Customer };

/**
 * Makes the customer. Its name may be taken by a supplier, an employee or another customer (6240): then a customer with that name who is
 * certainly the same one is given back as `same`, else the name gets something added.
 */
export async function makeCustomer(candidate: Candidate, { marker, bodyFor, fingerprint }: NewCustomer, desk: CustomerDesk, context: CustomerContext): Promise<Made> {
  const names = namesToTry(candidate, desk.settings.nameSuffix, context);
  for (const [attempt, name] of names.entries()) {
    const body = bodyFor(name);
    if (attempt < names.length - 1 && context.looksFirst && (await desk.lookups.customers.isNameTaken(name, context))) {
      const same = await sameNamed(name, candidate, marker, desk, context);
      if (same) return { same };
      sayTaken(context);
      continue;
    }
    const ledger = candidate.sourceId === '' ? {} : { ledger: { entity: 'customer', key: candidate.sourceId, ...(fingerprint !== undefined && { fingerprint }) } };
    try {
      const made = await context.effect('createCustomer', { body, marker }, { slot: String(attempt), ...ledger });
      // Its name was taken by what we made ourselves once and do not remember; the effect found our mark on it.
      const own = made.adopted ? await desk.lookups.customers.byId(made.id, context) : null;
      if (own) {
        context.note(say('customer_adopted', `Customer ${own.Id} has the same name and the same origin: taken.`, { id: own.Id, same: 'origin' }));
        return { same: own };
      }
      context.note(attempt === 0 ? say('customer_created', `Created customer ${made.id}.`, { id: made.id }) : say('customer_created_suffix', `Created customer ${made.id} with an addition to its name.`, { id: made.id }));
      if (!context.dryRun) desk.lookups.customers.keep(kinds.customer.parse({ ...body, Id: made.id, SyncToken: made.version ?? '0' }));
      return { made, body };
    } catch (thrown) {
      if (!(thrown instanceof FluxoError) || thrown.code !== 'quickbooks.duplicate_name') throw thrown;
      const same = await sameNamed(name, candidate, marker, desk, context);
      if (same) return { same };
      if (attempt === names.length - 1) throw thrown;
      sayTaken(context);
    }
  }
  throw new FluxoError({ code: 'quickbooks.no_name', kind: 'bug', what: 'No name was tried for the customer.', fix: 'Please report it with the log of this run.' });
}

const sayTaken = (context: CustomerContext): void => context.note(say('name_taken', 'The name is taken by another customer, a supplier or an employee; something is added to it.'));

async function sameNamed(name: string, candidate: Candidate, marker: string, desk: CustomerDesk, context: CustomerContext): Promise<Customer | null> {
  for (const customer of await desk.lookups.customers.named(name, context)) {
    if (customer.Active === false) continue;
    const by = isSameCustomer(candidate, marker, customer) ?? (desk.settings.adoptSameName && isSameAddressee(candidate, customer) ? 'name' : null);
    if (!by) continue;
    const same = by === 'email' ? 'e-mail address' : by === 'mark' ? 'origin' : by === 'vatNumber' ? 'tax number' : 'name';
    context.note(say('customer_adopted', `Customer ${customer.Id} has the same name and the same ${same}: taken.`, { id: customer.Id, same }));
    await remember(candidate, customer, context);
    return customer;
  }
  return null;
}

/** Nothing says that they are two: one of them has no e-mail address. */
const isSameAddressee = (candidate: Candidate, customer: Customer): boolean => candidate.email === '' || (customer.PrimaryEmailAddr?.Address ?? '').trim() === '';

/** The plain name, then with the chosen addition, then with one nobody else has. */
function namesToTry(candidate: Candidate, first: CustomerDesk['settings']['nameSuffix'], context: CustomerContext): readonly string[] {
  const additions = { city: candidate.billing?.city ?? '', email: candidate.email, number: candidate.sourceId };
  const order = [first, 'city', 'number', 'email'] as const;
  const chosen = order.map((kind) => cleanName(additions[kind])).find((addition) => addition !== '');
  const last = context.hash([candidate.sourceId, candidate.email, candidate.displayName].join('\n')).slice(0, 8);
  const withAddition = (addition: string) => cutBefore(candidate.displayName, ` (${addition})`, 100);
  return [...new Set([candidate.displayName, ...(chosen ? [withAddition(chosen)] : []), ...(candidate.sourceId !== '' ? [withAddition(candidate.sourceId)] : []), withAddition(last)])];
}
