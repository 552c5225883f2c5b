import Big from 'big.js';
import type { Company } from '../company.ts';
import type { EntityName } from '../entities/definition.ts';
import { numberAt, objectsAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Row } from '../store.ts';

const keyOf = (type: string, id: string): string => `${type}:${id}`;

/** How much payments put on this invoice, or took from this credit memo. */
export function appliedTo(company: Company, type: EntityName, id: string | undefined): Big {
  let sum = new Big(0);
  if (id !== undefined) for (const amount of company.applied.get(keyOf(type, id))?.values() ?? []) sum = sum.plus(amount);
  return sum;
}

/** Ids of the payments that touch this document. Ids of transactions are unique over their types, so the type need not be told. */
export function paymentsOf(company: Company, row: Row): string[] {
  return ['Invoice', 'CreditMemo'].flatMap((type) => [...(company.applied.get(keyOf(type, row.id))?.keys() ?? [])]);
}

export interface Application {
  readonly type: 'Invoice' | 'CreditMemo';
  readonly id: string;
  readonly amount: Big;
}

/** What a payment says it is for: one document per line. */
export function applicationsOf(payment: JsonObject | undefined): readonly Application[] {
  return objectsAt(payment, 'Line').flatMap((line) => {
    const link = objectsAt(line, 'LinkedTxn')[0];
    const type = textAt(link, 'TxnType');
    const id = textAt(link, 'TxnId');
    return id !== undefined && (type === 'Invoice' || type === 'CreditMemo') ? { type, id, amount: new Big(numberAt(line, 'Amount') ?? 0) } : [];
  });
}

/** Remembers (or, with no payment json, forgets) what this payment is for. */
export function recordApplications(company: Company, paymentId: string, before: JsonObject | undefined, after: JsonObject | undefined): readonly Application[] {
  const removed = applicationsOf(before);
  const added = applicationsOf(after);
  for (const { type, id } of removed) company.applied.get(keyOf(type, id))?.delete(paymentId);
  for (const { type, id, amount } of added) {
    const key = keyOf(type, id);
    const amounts = company.applied.get(key) ?? new Map<string, Big>();
    amounts.set(paymentId, amount.plus(amounts.get(paymentId) ?? 0));
    company.applied.set(key, amounts);
  }
  return [...removed, ...added];
}
