import type { CallContext } from '#connectors/sdk/connector.ts';
import { byAge } from '../byAge.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Customer } from '../entities.ts';
import { inPieces, pieceSize } from '../query.ts';
import type { Questions } from '../questions.ts';
import { Recent } from '../recent.ts';

/**
 * Customers looked up in the company, the latest answers remembered. Inactive ones are gone for whoever wants to bill them; with `inactiveToo`
 * they are found like others, for whoever wants to know that they are there.
 */
export class CustomerLookups {
  readonly #client: QuickBooksClient;
  readonly #inactiveToo: boolean;
  readonly #byEmail = new Recent<string, readonly Customer[]>(4000);
  readonly #byId = new Recent<string, Customer>(4000);

  constructor(client: QuickBooksClient, options: { readonly inactiveToo?: boolean } = {}) {
    this.#client = client;
    this.#inactiveToo = options.inactiveToo ?? false;
  }

  /** What to ask for these e-mail addresses (lower case), as far as it is not remembered. */
  ahead(emails: readonly string[]): Questions {
    const found = new Map<string, Customer[]>(emails.filter((email) => !this.#byEmail.has(email)).map((email) => [email, []]));
    return {
      asked: inPieces(found.keys(), pieceSize).map((piece) => ({
        rows: { kind: kinds.customer, where: [{ property: 'PrimaryEmailAddr', in: piece }, ...this.#activity()] },
        keep: (rows) => (rows as readonly Customer[]).forEach((customer) => found.get(emailOf(customer))?.push(customer)),
      })),
      done: () => found.forEach((customers, email) => this.#keepAll(email, customers)),
    };
  }

  /** Customers with this e-mail address (lower case), oldest first. */
  async withEmail(email: string, call: CallContext): Promise<readonly Customer[]> {
    const known = this.#byEmail.get(email);
    if (known) return known;
    const rows = await this.#client.rows({ kind: kinds.customer, where: [{ property: 'PrimaryEmailAddr', is: email }, ...this.#activity()] }, call);
    return this.#keepAll(email, rows.filter((customer) => emailOf(customer) === email));
  }

  /** The customer with this id; null when it is gone, or inactive where those do not count. */
  async byId(id: string, call: CallContext): Promise<Customer | null> {
    const known = this.#byId.get(id);
    if (known) return known;
    const customer = await this.#client.read(kinds.customer, id, call);
    if (!customer || (customer.Active === false && !this.#inactiveToo)) return null;
    this.#byId.set(id, customer);
    return customer;
  }

  /** Customers called exactly this, inactive ones too. */
  async named(displayName: string, call: CallContext): Promise<readonly Customer[]> {
    return this.#client.rows({ kind: kinds.customer, where: [{ property: 'DisplayName', is: displayName }, { property: 'Active', in: [true, false] }] }, call);
  }

  /** Customers, suppliers and employees share their names, the inactive ones too. */
  async isNameTaken(displayName: string, call: CallContext): Promise<boolean> {
    const where = [{ property: 'DisplayName', is: displayName }, { property: 'Active', in: [true, false] }];
    const rows = await Promise.all([kinds.customer, kinds.vendor, kinds.employee].map((kind) => this.#client.rows<{ readonly Id: string }>({ kind, where }, call)));
    return rows.some((found) => found.length > 0);
  }

  /** Takes over what a write made of a customer, so that the next record of the page sees it. */
  keep(customer: Customer): void {
    this.#byId.set(customer.Id, customer);
    const email = emailOf(customer);
    const known = this.#byEmail.get(email);
    if (email !== '' && known) this.#byEmail.set(email, [...known.filter((other) => other.Id !== customer.Id), customer].sort(byAge));
  }

  /** After a refusal: the next question goes to the service. */
  forget(what: { readonly email?: string; readonly id?: string }): void {
    if (what.email !== undefined) this.#byEmail.delete(what.email);
    if (what.id !== undefined) this.#byId.delete(what.id);
  }

  #activity() {
    return this.#inactiveToo ? [{ property: 'Active', in: [true, false] }] : [];
  }

  #keepAll(email: string, customers: readonly Customer[]): readonly Customer[] {
    const ordered = [...customers].sort(byAge);
    this.#byEmail.set(email, ordered);
    for (const customer of ordered) this.#byId.set(customer.Id, customer);
    return ordered;
  }
}

export const emailOf = (customer: Customer): string => (customer.PrimaryEmailAddr?.Address ?? '').trim().toLowerCase();
