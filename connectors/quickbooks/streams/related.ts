import type { CallContext } from '#connectors/sdk/connector.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../client.ts';
import { kinds } from '../entities.ts';
import type { Customer, EntityKind, Item, Payment } from '../entities.ts';
import { inPieces } from '../query.ts';
import type { RowsOf } from '../reading.ts';
import { Recent } from '../recent.ts';
import { listOf, nested, refOf, textOf } from '../values.ts';

/** Values in one IN list: long enough to save calls, short enough that their rows fit one answer. */
const pieceSize = 50;

/** What documents name by id, looked up for a page at a time: the items of their lines, their customers, the payments of invoices. */
export class Related {
  readonly #client: QuickBooksClient;
  readonly #items = new Recent<string, Item | null>(20_000);
  readonly #customers = new Recent<string, Customer | null>(4000);
  // Asked anew for every page: a payment may be changed while a run goes on.
  #payments = new Map<string, Payment>();

  constructor(client: QuickBooksClient) {
    this.#client = client;
  }

  async ahead(documents: readonly SourceRecord[], call: CallContext): Promise<void> {
    const lines = documents.flatMap((document) => soldLines(document));
    const asked: { readonly rows: RowsOf<unknown>; readonly keep: (rows: readonly unknown[]) => void }[] = [];
    const ask = <T extends { readonly Id: string }>(kind: EntityKind<T>, ids: readonly string[], keep: (id: string, row: T | null) => void, isList = true) => {
      for (const piece of inPieces(ids.filter((id) => /^\d+$/.test(id)), pieceSize)) {
        const rows = { kind, where: [{ property: 'Id', in: piece }, ...(isList ? [{ property: 'Active', in: [true, false] }] : [])] };
        asked.push({ rows, keep: (found) => piece.forEach((id) => keep(id, (found as readonly T[]).find((row) => row.Id === id) ?? null)) });
      }
    };
    ask(kinds.item, lines.map((line) => refOf(nested(line['SalesItemLineDetail'])['ItemRef'])).filter((id) => !this.#items.has(id)), (id, item) => this.#items.set(id, item));
    ask(kinds.customer, documents.map((document) => refOf(document['CustomerRef'])).filter((id) => !this.#customers.has(id)), (id, customer) => this.#customers.set(id, customer));
    this.#payments = new Map();
    ask(kinds.payment, documents.flatMap(paymentIds), (id, payment) => payment && this.#payments.set(id, payment), false);
    if (asked.length === 0) return;
    const answers = await this.#client.rowsOfMany(asked.map(({ rows }) => rows), call);
    asked.forEach(({ keep }, index) => keep(answers[index]!));
  }

  item(id: string): Item | undefined {
    return this.#items.get(id) ?? undefined;
  }

  customer(id: string): Customer | undefined {
    return this.#customers.get(id) ?? undefined;
  }

  /** The payments that were put on an invoice. */
  payments(document: SourceRecord): readonly Payment[] {
    return paymentIds(document).flatMap((id) => this.#payments.get(id) ?? []);
  }
}

const paymentIds = (document: SourceRecord): readonly string[] => listOf(document['LinkedTxn']).filter((link) => textOf(link['TxnType']) === 'Payment').map((link) => textOf(link['TxnId']));

/** The lines of a document; those of a bundle stand inside its own line. */
export const soldLines = (document: SourceRecord): readonly SourceRecord[] =>
  listOf(document['Line']).flatMap((line) => (textOf(line['DetailType']) === 'GroupLineDetail' ? listOf(nested(line['GroupLineDetail'])['Line']) : [line]));
