import type { NewRecord } from '#engine/ports.ts';
import type { SourceRecord } from '#shared/records/story.ts';

const first = ['Anna', 'José', 'Pieter', 'Sofia', 'Noah', 'Chloé', 'Bram', 'Inês', 'Lucas', 'Zoë', 'Daan', 'Marta', 'Tomás', 'Eva', 'Kees', 'Rita'] as const;
const last = ['Jansen', 'Müller', 'de Vries', 'Oliveira', 'van Dijk', 'Conceição', 'Bakker', 'Santos', 'Visser', 'Gonçalves', 'Smit', 'Almeida', 'Meijer', 'Ribeiro', 'Mulder', 'Peeters'] as const;

/** The same order for the same number, in every round: spread by a hash, not drawn. */
const spread = (number: number, salt: number, into: number): number => (Math.imul(number + salt * 7919, 2_654_435_761) >>> 8) % into;

export interface Order {
  readonly record: NewRecord;
  readonly mapped: SourceRecord;
  readonly number: string;
  readonly email: string;
}

/** One made-up order: about 640 bytes as the source has it, as much again as it is mapped. */
export function makeOrder(index: number): Order {
  const name = `${first[spread(index, 1, first.length)]} ${last[spread(index, 2, last.length)]}`;
  const number = `2026-${index + 1}`;
  const email = `customer${spread(index, 3, 400_000)}@shop${spread(index, 4, 300)}.example`;
  const total = `${spread(index, 5, 900)}.${10 + spread(index, 6, 89)}`;
  const date = `2026-${String(1 + spread(index, 7, 12)).padStart(2, '0')}-${String(1 + spread(index, 8, 28)).padStart(2, '0')}`;
  const lines = [0, 1, 2].map((line) => ({ sku: `SKU-${spread(index, 20 + line, 5000)}`, name: `Product ${spread(index, 30 + line, 5000)}`, quantity: String(1 + spread(index, 40 + line, 5)), price: `${spread(index, 50 + line, 200)}.50`, vat: '21', discount: '0.00' }));
  const source = { orderId: String(500_000 + index), orderNumber: number, orderedAt: `${date}T10:15:00+01:00`, customer: { name, email, street: `Dorpsstraat ${spread(index, 9, 200)}`, city: 'Utrecht', zip: `${1000 + spread(index, 10, 8999)} AB`, country: 'NL' }, status: 'paid', total, currency: 'EUR', lines };
  const mapped = { DocNumber: number, TxnDate: date, CustomerName: name, BillEmail: email, Address: { Line1: source.customer.street, City: 'Utrecht', PostalCode: source.customer.zip, CountryCode: 'NLD' }, Currency: 'EUR', TotalAmt: total, PaymentMethod: 'PIN', Department: 'Webshop', Line: lines.map((line) => ({ Item: line.sku, Description: line.name, Qty: line.quantity, UnitPrice: line.price, TaxCode: '21% BTW' })) };
  return { number, email, mapped, record: { key: source.orderId, version: date, title: number, subtitle: `${name} · ${email}`, amount: `€ ${total}`, source } };
}
