import type { FieldRule, Mapping } from '#shared/mapping/mapping.ts';

/** A webshop's order as its service tells it: about 640 bytes of JSON, three lines. */
export interface ShopOrder {
  readonly id: number;
  readonly orderNo: string;
  readonly createdAt: string;
  readonly currency: string;
  readonly payment: { readonly method: string; readonly reference: string };
  readonly shipping: { readonly method: string };
  readonly customer: { readonly id: number; readonly first: string; readonly last: string; readonly email: string; readonly phone: string | null; readonly company: string };
  readonly address: { readonly street: string; readonly number: string; readonly zip: string; readonly city: string; readonly country: string };
  readonly totals: { readonly net: string; readonly tax: string; readonly gross: string };
  readonly comment: string;
  readonly rows: readonly { readonly sku: string; readonly title: string; readonly qty: string; readonly price: string; readonly vat: string; readonly unit: string }[];
}

const cities = ['Zwolle', 'Łódź', 'São Paulo', 'Köln', 'Breda'];

export function makeOrders(count: number): readonly ShopOrder[] {
  return Array.from({ length: count }, (_, at): ShopOrder => ({
    id: 10_000 + at,
    orderNo: `W-${20_260_000 + at}`,
    createdAt: `2026-0${1 + (at % 9)}-1${at % 10}T0${at % 10}:15:00+02:00`,
    currency: 'EUR',
    payment: { method: ['ideal', 'card', 'cash'][at % 3]!, reference: `tr_${(at * 7919).toString(36)}` },
    shipping: { method: ['post', 'pickup'][at % 2]! },
    customer: { id: at % 400, first: `Anke${at % 50}`, last: 'van der Berg', email: `Anke.${at}@Example.TEST`, phone: at % 4 === 0 ? null : `06-${1_000_000 + at}`, company: '' },
    address: { street: 'Dorpsstraat', number: String(1 + (at % 90)), zip: `80${10 + (at % 80)} AB`, city: cities[at % cities.length]!, country: 'NL' },
    totals: { net: `${10 + (at % 100)}.50`, tax: `${2 + (at % 20)}.21`, gross: `${12 + (at % 120)}.71` },
    comment: at % 5 === 0 ? 'Please ring the bell twice' : '',
    rows: Array.from({ length: 3 }, (_row, row) => ({ sku: `SKU-${(at + row) % 300}`, title: `Article ${row} of the catalogue`, qty: String(1 + row), price: `${5 + row}.95`, vat: row === 2 ? '9' : '21', unit: 'pcs' })),
  }));
}

const path = (target: string, from: string, more: Partial<FieldRule> = {}): FieldRule => ({ target, from: { kind: 'path', path: from }, ...more });

/** 22 fields: renames, texts put together, defaults, two tables, numbers, a date, lower case, and a list of six fields. */
export const shopMapping: Mapping = {
  entity: 'order',
  fields: [
    path('id', 'id'),
    { target: 'number', from: { kind: 'template', text: '{orderNo}/{id}' } },
    path('date', 'createdAt', { functions: [{ name: 'date' }] }),
    { target: 'currency', from: { kind: 'constant', value: 'EUR' } },
    path('payment.method', 'payment.method', { lookup: { rows: [{ from: 'ideal', to: 'bank' }, { from: 'card', to: 'card' }, { from: 'cash', to: 'cash' }], unmapped: 'park' } }),
    path('payment.reference', 'payment.reference'),
    path('shipping', 'shipping.method', { lookup: { rows: [{ from: 'post', to: 'PostNL' }, { from: 'pickup', to: 'Shop' }], unmapped: 'keepSource' } }),
    { target: 'customer.name', from: { kind: 'template', text: '{customer.first} {customer.last}' } },
    path('customer.email', 'customer.email', { functions: [{ name: 'lower' }] }),
    path('customer.phone', 'customer.phone', { default: 'unknown' }),
    { target: 'customer.reference', from: { kind: 'firstOf', paths: ['customer.company', 'customer.id'] } },
    { target: 'address.line', from: { kind: 'template', text: '{address.street} {address.number}' } },
    path('address.zip', 'address.zip'),
    path('address.city', 'address.city', { maxLength: 30 }),
    path('address.country', 'address.country', { functions: [{ name: 'upper' }] }),
    path('totals.net', 'totals.net', { functions: [{ name: 'round', args: ['2'] }] }),
    path('totals.tax', 'totals.tax'),
    path('totals.gross', 'totals.gross'),
    path('note', 'comment', { default: 'none' }),
    { target: 'source', from: { kind: 'constant', value: 'webshop' } },
    path('reference', 'orderNo', { functions: [{ name: 'prepend', args: ['shop '] }] }),
  ],
  lists: [{ target: 'lines', source: 'rows', fields: [path('sku', 'sku'), path('description', 'title'), path('quantity', 'qty'), path('unitPrice', 'price', { functions: [{ name: 'round', args: ['2'] }] }), path('taxCode', 'vat', { default: '21' }), path('unit', 'unit')] }],
};
