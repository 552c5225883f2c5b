import type { CallContext, EffectDefinition, EffectResult } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../../client.ts';
import { createCustomer, updateCustomer } from '../../customers/customerEffects.ts';
import { decimalOf, kinds, salesKinds } from '../../entities.ts';
import type { EntityKind, Payment, SalesDocument, SalesDocumentName } from '../../entities.ts';
import { isOneOf } from '../../isOneOf.ts';
import { createItem } from '../../items/itemEffects.ts';
import { hasMarker } from '../../marker.ts';
import { requestIdOf } from '../../requestId.ts';
import { viewBody } from '../../viewBody.ts';

type Json = { readonly [key: string]: Value };
type Effect = EffectDefinition<QuickBooksClient>;

const field = (payload: Value, key: string): Value | undefined => (payload as Json)[key];
const text = (payload: Value, key: string): string => String(field(payload, key) ?? '');

function documentResult(name: SalesDocumentName, document: SalesDocument, adopted = false): EffectResult {
  return {
    type: name,
    id: document.Id,
    ...(document.SyncToken !== undefined && { version: document.SyncToken }),
    ...(document.DocNumber !== undefined && { label: document.DocNumber }),
    facts: { total: decimalOf(document.TotalAmt), tax: decimalOf(document.TxnTaxDetail?.TotalTax) },
    ...(adopted && { adopted: true }),
  };
}

/**
 * Makes a document under a `requestid`, so that sending it again has one effect. Should the service have forgotten the id, the document's number is
 * taken (6140) by what the lost answer told of: the holder is read, and taken when it carries our mark.
 */
function makeDocument(name: SalesDocumentName, label: string): Effect {
  const kind = salesKinds[name];
  return {
    name: `create${name}`,
    label,
    repeat: 'key',
    view: viewBody,
    async send(client, payload, key, call) {
      const body = field(payload, 'body') as Json;
      try {
        return documentResult(name, await client.write(kind, body, requestIdOf(key), call));
      } catch (thrown) {
        const own = isOneOf(thrown, 'quickbooks.duplicate_number', 'quickbooks.duplicate_request') ? await ownDocument(client, kind, thrown, body, text(payload, 'marker'), call) : null;
        if (own) return documentResult(name, own, true);
        throw thrown;
      }
    },
  };
}

async function ownDocument(client: QuickBooksClient, kind: EntityKind<SalesDocument>, refusal: FluxoError, body: Json, marker: string, call: CallContext): Promise<SalesDocument | null> {
  const holder = refusal.data.params?.['holderId'];
  const number = body['DocNumber'];
  const candidates = holder ? [await client.read(kind, holder, call)] : typeof number === 'string' ? await client.rows({ kind, where: [{ property: 'DocNumber', is: number }] }, call) : [];
  return candidates.find((document) => hasMarker(document?.PrivateNote, marker)) ?? null;
}

/**
 * Adds the line that sets one or two cents right: all lines are sent, because a list of lines replaces the old one whole. A document that somebody
 * else changed meanwhile (5010) is left as it is, unless its total is right by now.
 */
function addRoundingLine(name: SalesDocumentName): Effect {
  return {
    name: `round${name}`,
    label: 'Add rounding line',
    repeat: 'key',
    corrects: true,
    async send(client, payload, key, call) {
      const fields = { Id: text(payload, 'id'), SyncToken: text(payload, 'syncToken'), sparse: true, ...(field(payload, 'changes') as Json) };
      try {
        return documentResult(name, await client.write(salesKinds[name], fields, requestIdOf(key), call));
      } catch (thrown) {
        if (!isOneOf(thrown, 'quickbooks.stale')) throw thrown;
        const newest = await client.read(salesKinds[name], text(payload, 'id'), call);
        if (newest && decimalOf(newest.TotalAmt) === text(payload, 'total')) return documentResult(name, newest, true);
        throw new FluxoError({ ...thrown.data, kind: 'data', refusedByService: true, fix: 'Correct the total in QuickBooks by hand, then try the order again.' }, { cause: thrown });
      }
    },
  };
}

/**
 * Books money that came in for an invoice. A repeated request is known by its id; should the service have forgotten it, there is nothing left to pay and
 * it refuses: then the payment with our mark is looked for. Its result is the invoice, which counts as changed by it. Payload: `body`, `marker`, `invoice`.
 */
const createPayment: Effect = {
  name: 'createPayment',
  label: 'Book payment',
  repeat: 'key',
  view: viewBody,
  async send(client, payload, key, call) {
    const body = field(payload, 'body') as Json;
    const made = await client.write(kinds.payment, body, requestIdOf(key), call).catch(async (thrown: unknown) => {
      const own = isOneOf(thrown, 'quickbooks.refused', 'quickbooks.duplicate_request') ? await ownPayment(client, body, text(payload, 'marker'), call) : undefined;
      if (own) return own;
      throw thrown;
    });
    const id = text(payload, 'invoice');
    // Only for its version: the payment is booked, whatever becomes of this question.
    const invoice = await client.read(salesKinds.Invoice, id, call).catch(() => null);
    return { type: 'Invoice', id, ...(invoice?.SyncToken !== undefined && { version: invoice.SyncToken }), ...(invoice?.DocNumber !== undefined && { label: invoice.DocNumber }), facts: { payment: made.Id } };
  },
};

async function ownPayment(client: QuickBooksClient, body: Json, marker: string, call: CallContext): Promise<Payment | undefined> {
  const rows = await client.rows({ kind: kinds.payment, where: [{ property: 'CustomerRef', is: text(field(body, 'CustomerRef') ?? {}, 'value') }, { property: 'TxnDate', is: text(body, 'TxnDate') }] }, call);
  return rows.find((payment) => hasMarker(payment.PrivateNote, marker));
}

const documentNames = Object.keys(salesKinds) as readonly SalesDocumentName[];
const labels: Readonly<Record<SalesDocumentName, string>> = { SalesReceipt: 'Create sales receipt', Invoice: 'Create invoice', CreditMemo: 'Create credit memo', RefundReceipt: 'Create refund receipt' };

export const salesEffects: readonly Effect[] = [
  createCustomer,
  updateCustomer,
  createItem,
  ...documentNames.map((name) => makeDocument(name, labels[name])),
  ...documentNames.map(addRoundingLine),
  createPayment,
];
