import type { CallContext } from '#connectors/sdk/connector.ts';
import type { QuickBooksClient } from '../../client.ts';
import { CustomerLookups } from '../../customers/customerLookups.ts';
import { salesKinds } from '../../entities.ts';
import type { SalesDocument, SalesDocumentName } from '../../entities.ts';
import { ItemLookups } from '../../items/itemLookups.ts';
import { inPieces, pieceSize } from '../../query.ts';
import { askAll } from '../../questions.ts';
import type { Questions } from '../../questions.ts';
import { Recent } from '../../recent.ts';
import { plainText } from '#shared/plainText.ts';

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

/**
 * Looks things up in the company and remembers the latest answers. `ahead` asks for a whole page in a few batches; whatever is
 * not remembered is asked on its own, so that nothing depends on having looked ahead.
 */
export class Lookups {
  readonly customers: CustomerLookups;
  readonly items: ItemLookups;
  readonly #client: QuickBooksClient;
  readonly #documentNames: readonly SalesDocumentName[];
  readonly #documents = new Recent<string, readonly FoundDocument[]>(4000);

  constructor(client: QuickBooksClient, documentNames: readonly SalesDocumentName[]) {
    this.customers = new CustomerLookups(client);
    this.items = new ItemLookups(client);
    this.#client = client;
    this.#documentNames = documentNames;
  }

  /** Asks for everything that is not remembered, in as few calls as the batch allows. */
  async ahead({ docNumbers, emails, skus }: Wanted, call: CallContext): Promise<void> {
    await askAll(this.#client, [this.#documentsAhead(docNumbers), this.customers.ahead(emails), this.items.ahead('Sku', skus)], call);
  }

  /** Documents are always asked anew: an order that was not there a minute ago may be by now. */
  #documentsAhead(docNumbers: readonly string[]): Questions {
    const found = new Map<string, FoundDocument[]>(docNumbers.map((number) => [plainText(number), []]));
    return {
      asked: inPieces(found.keys(), pieceSize).flatMap((numbers) =>
        this.#documentNames.map((name) => ({
          rows: { kind: salesKinds[name], where: [{ property: 'DocNumber', in: numbers }] },
          keep: (rows: readonly unknown[]) => (rows as readonly SalesDocument[]).forEach((document) => found.get(plainText(document.DocNumber ?? ''))?.push({ name, document })),
        })),
      ),
      done: () => found.forEach((documents, number) => this.#documents.set(number, documents)),
    };
  }

  /** Documents with this number, of the kinds an order can become. */
  async documents(docNumber: string, call: CallContext): Promise<readonly FoundDocument[]> {
    const known = this.#documents.get(plainText(docNumber));
    if (known) {
      // Used once: a second order with the same number has to see what the first one became.
      this.#documents.delete(plainText(docNumber));
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

  /** Forgets what is remembered of these, after the service said that one of them is gone. */
  forget(gone: { readonly email: string; readonly customerId: string; readonly skus: readonly string[] }): void {
    this.customers.forget({ email: gone.email, id: gone.customerId });
    for (const sku of gone.skus) this.items.forget(sku);
  }
}
