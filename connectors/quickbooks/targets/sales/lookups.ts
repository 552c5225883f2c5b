import type { CallContext } from '#connectors/sdk/connector.ts';
import type { QuickBooksClient } from '../../client.ts';
import { kinds, salesKinds } from '../../entities.ts';
import type { Customer, Item, SalesDocument, SalesDocumentName } from '../../entities.ts';
import { inPieces } from '../../query.ts';
import type { RowsOf } from '../../reading.ts';
import { Recent } from '../../recent.ts';

export interface FoundDocument {
  readonly name: SalesDocumentName;
  readonly document: SalesDocument;
}

/** What the records of a page will ask for. */
export interface Wanted {
  readonly docNumbers: readonly string[];
  readonly emails: readonly string[];
  readonly skus: readonly string[];
}

/** Values in one IN list: long enough to save calls, short enough that their rows fit one answer. */
const pieceSize = 50;

/**
 * Looks things up in the company and remembers the latest answers. `ahead` asks for a whole page in a few batches; whatever is
 * not remembered is asked on its own, so that nothing depends on having looked ahead.
 */
export class Lookups {
  readonly #client: QuickBooksClient;
  readonly #documentNames: readonly SalesDocumentName[];
  readonly #documents = new Recent<string, readonly FoundDocument[]>(4000);
  readonly #customersByEmail = new Recent<string, readonly Customer[]>(4000);
  readonly #customersById = new Recent<string, Customer>(4000);
  readonly #itemsBySku = new Recent<string, readonly Item[]>(20_000);

  constructor(client: QuickBooksClient, documentNames: readonly SalesDocumentName[]) {
    this.#client = client;
    this.#documentNames = documentNames;
  }

  /** Asks for everything that is not remembered, in as few calls as the batch allows. */
  async ahead(wanted: Wanted, call: CallContext): Promise<void> {
    const asked: { readonly rows: RowsOf<unknown>; readonly keep: (rows: readonly unknown[]) => void }[] = [];
    // Documents are always asked anew: an order that was not there a minute ago may be by now.
    const documents = new Map<string, FoundDocument[]>(wanted.docNumbers.map((number) => [plain(number), []]));
    for (const numbers of inPieces(documents.keys(), pieceSize)) {
      for (const name of this.#documentNames) {
        asked.push({
          rows: { kind: salesKinds[name], where: [{ property: 'DocNumber', in: numbers }] },
          keep: (rows) => (rows as readonly SalesDocument[]).forEach((document) => documents.get(plain(document.DocNumber ?? ''))?.push({ name, document })),
        });
      }
    }
    const emails = new Map<string, Customer[]>(wanted.emails.filter((email) => !this.#customersByEmail.has(email)).map((email) => [email, []]));
    for (const piece of inPieces(emails.keys(), pieceSize)) {
      asked.push({ rows: { kind: kinds.customer, where: [{ property: 'PrimaryEmailAddr', in: piece }] }, keep: (rows) => (rows as readonly Customer[]).forEach((customer) => emails.get(emailOf(customer))?.push(customer)) });
    }
    const skus = new Map<string, Item[]>(wanted.skus.map(plain).filter((sku) => !this.#itemsBySku.has(sku)).map((sku) => [sku, []]));
    for (const piece of inPieces(skus.keys(), pieceSize)) {
      asked.push({ rows: { kind: kinds.item, where: [{ property: 'Sku', in: piece }] }, keep: (rows) => sellable(rows as readonly Item[]).forEach((item) => skus.get(plain(item.Sku ?? ''))?.push(item)) });
    }
    if (asked.length === 0) return;
    const answers = await this.#client.rowsOfMany(asked.map(({ rows }) => rows), call);
    asked.forEach(({ keep }, index) => keep(answers[index]!));
    for (const [number, found] of documents) this.#documents.set(number, found);
    for (const [email, found] of emails) this.#keepCustomers(email, found);
    for (const [sku, found] of skus) this.#itemsBySku.set(sku, found.toSorted(byAge));
  }

  /** Documents with this number, of the kinds an order can become. */
  async documents(docNumber: string, call: CallContext): Promise<readonly FoundDocument[]> {
    const known = this.#documents.get(plain(docNumber));
    if (known) {
      // Used once: a second order with the same number has to see what the first one became.
      this.#documents.delete(plain(docNumber));
      return known;
    }
    const answers = await this.#client.rowsOfMany(this.#documentNames.map((name) => ({ kind: salesKinds[name], where: [{ property: 'DocNumber', is: docNumber }] })), call);
    return this.#documentNames.flatMap((name, index) => (answers[index] ?? []).map((document) => ({ name, document })));
  }

  /** Documents of a customer on a day: the way to find one when the service numbers by itself. */
  async documentsOf(customerId: string, date: string, call: CallContext): Promise<readonly FoundDocument[]> {
    const answers = await this.#client.rowsOfMany(this.#documentNames.map((name) => ({ kind: salesKinds[name], where: [{ property: 'CustomerRef', is: customerId }, { property: 'TxnDate', is: date }] })), call);
    return this.#documentNames.flatMap((name, index) => (answers[index] ?? []).map((document) => ({ name, document })));
  }

  /** Active customers with this e-mail address (lower case), oldest first. */
  async customersWithEmail(email: string, call: CallContext): Promise<readonly Customer[]> {
    const known = this.#customersByEmail.get(email);
    if (known) return known;
    const rows = await this.#client.rows({ kind: kinds.customer, where: [{ property: 'PrimaryEmailAddr', is: email }] }, call);
    return this.#keepCustomers(email, rows.filter((customer) => emailOf(customer) === email));
  }

  /** A customer that can be billed; null when it is gone or inactive. */
  async customer(id: string, call: CallContext): Promise<Customer | null> {
    const known = this.#customersById.get(id);
    if (known) return known;
    const customer = await this.#client.read(kinds.customer, id, call);
    if (!customer || customer.Active === false) return null;
    this.#customersById.set(id, customer);
    return customer;
  }

  /** Customers called exactly this, inactive ones too. */
  async customersNamed(displayName: string, call: CallContext): Promise<readonly Customer[]> {
    return this.#client.rows({ kind: kinds.customer, where: [{ property: 'DisplayName', is: displayName }, { property: 'Active', in: [true, false] }] }, call);
  }

  /** Sellable, active items with this SKU, oldest first. The service allows several. */
  async items(sku: string, call: CallContext): Promise<readonly Item[]> {
    const known = this.#itemsBySku.get(plain(sku));
    if (known) return known;
    const rows = sellable(await this.#client.rows({ kind: kinds.item, where: [{ property: 'Sku', is: sku }] }, call)).toSorted(byAge);
    this.#itemsBySku.set(plain(sku), rows);
    return rows;
  }

  /** Takes over what a write made of a customer, so that the next order of the page sees it. */
  keepCustomer(customer: Customer): void {
    this.#customersById.set(customer.Id, customer);
    const email = emailOf(customer);
    const known = this.#customersByEmail.get(email);
    if (email !== '' && known) this.#keepCustomers(email, [...known.filter((other) => other.Id !== customer.Id), customer]);
  }

  keepItem(sku: string, item: Item): void {
    this.#itemsBySku.set(plain(sku), [item]);
  }

  /** Forgets what is remembered of these, after the service said that one of them is gone. */
  forget(gone: { readonly email: string; readonly customerId: string; readonly skus: readonly string[] }): void {
    this.#customersByEmail.delete(gone.email);
    this.#customersById.delete(gone.customerId);
    for (const sku of gone.skus) this.#itemsBySku.delete(plain(sku));
  }

  #keepCustomers(email: string, customers: readonly Customer[]): readonly Customer[] {
    const ordered = [...customers].sort(byAge);
    this.#customersByEmail.set(email, ordered);
    for (const customer of ordered) this.#customersById.set(customer.Id, customer);
    return ordered;
  }
}

/** Ids are texts of digits that grow: the shorter, then the smaller one is older. */
export const byAge = (a: { readonly Id: string }, b: { readonly Id: string }): number => a.Id.length - b.Id.length || (a.Id < b.Id ? -1 : a.Id > b.Id ? 1 : 0);

export const emailOf = (customer: Customer): string => (customer.PrimaryEmailAddr?.Address ?? '').trim().toLowerCase();

/** The service compares texts without regard to case. */
const plain = (text: string) => text.trim().toLowerCase();

/** Categories and bundles stand in the same list as items. */
const sellable = (items: readonly Item[]): readonly Item[] => items.filter((item) => item.Type !== 'Category' && item.Type !== 'Group');
