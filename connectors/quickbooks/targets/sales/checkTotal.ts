import type { EffectResult, RecordContext } from '#connectors/sdk/connector.ts';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { isZero, round, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { Value } from '#shared/records/story.ts';
import type { QuickBooksClient } from '../../client.ts';
import { decimalOf, salesKinds } from '../../entities.ts';
import type { SalesDocumentName } from '../../entities.ts';
import { isRounding } from './amounts.ts';
import { wordFor } from './alreadyThere.ts';
import type { Session } from './session.ts';

export interface SentDocument {
  readonly name: SalesDocumentName;
  readonly result: EffectResult;
  readonly expected: Decimal;
  /** The document's changes with a line that books so much more on the rounding item. */
  withRounding(amount: Decimal): Value;
}

/**
 * Compares what the service made of the document with what the order comes to. Nothing: well. One or two cents: a rounding line, where the settings want
 * one, else a warning. More: a `data` error, and the ledger forgets the document, so that the next attempt looks at it again instead of calling it done.
 */
export async function checkTotal(order: Order, sent: SentDocument, session: Session, context: RecordContext<QuickBooksClient>): Promise<void> {
  const actual = sent.result.facts?.['total'];
  if (actual === undefined) return;
  const difference = round(subtract(sent.expected, actual), 2);
  if (isZero(difference)) return;
  if (isRounding(difference)) {
    if (session.settings.rounding === 'item') return roundAway(order, sent, difference, context);
    context.warn({ code: 'quickbooks.rounding', text: `QuickBooks computes ${actual}, the order ${sent.expected}: a difference of ${difference}.`, params: { total: actual, expected: sent.expected, difference } });
    return;
  }
  // Somebody may have set it right since, when this is a repeated attempt.
  const now = await session.client.read(salesKinds[sent.name], sent.result.id, context);
  if (now && isZero(subtract(sent.expected, decimalOf(now.TotalAmt)))) return;
  await context.forget('sales', order.sourceId);
  throw totalDiffers(sent, decimalOf(now?.TotalAmt));
}

async function roundAway(order: Order, sent: SentDocument, difference: Decimal, context: RecordContext<QuickBooksClient>): Promise<void> {
  const rounded = await context.effect(`round${sent.name}`, { id: sent.result.id, syncToken: sent.result.version ?? '0', total: sent.expected, changes: sent.withRounding(difference) });
  const total = rounded.facts?.['total'] ?? sent.expected;
  if (!isZero(subtract(sent.expected, total))) {
    await context.forget('sales', order.sourceId);
    throw totalDiffers(sent, total);
  }
  context.note({ code: 'quickbooks.rounded', text: `A rounding line of ${difference} makes the total ${sent.expected}.`, params: { difference, total: sent.expected } });
}

function totalDiffers({ name, result, expected }: SentDocument, total: Decimal): FluxoError {
  return new FluxoError({ code: 'quickbooks.total_differs', kind: 'data', what: `The ${wordFor(name)} ${result.label ?? result.id} comes to ${total} in QuickBooks, the order to ${expected}.`, where: { field: 'totalIncl' }, params: { type: name, label: result.label ?? result.id, total, expected }, fix: 'Correct or delete the document in QuickBooks, then try the order again.' });
}
