import type { Mapping } from '#shared/mapping/mapping.ts';

/** What the flow's mapping and the hand-written loop both fill in where the shop says nothing. */
export const paymentNames: Readonly<Record<string, string>> = { ideal: 'iDEAL', card: 'Card', paypal: 'PayPal', invoice: 'On account', klarna: 'Klarna' };
export const countryCodes: Readonly<Record<string, string>> = { nl: 'NL', pt: 'PT', pl: 'PL', be: 'BE' };
export const defaults = { phone: '-', term: '14 days', branch: 'Web', country: 'NL' } as const;

const rows = (table: Readonly<Record<string, string>>) => Object.entries(table).map(([from, to]) => ({ from, to }));
const field = (target: string, path: string, more: Partial<Mapping['fields'][number]> = {}): Mapping['fields'][number] => ({ target, from: { kind: 'path', path: `columns.${path}` }, ...more });

/** 22 fields: renames, concatenations, defaults, two lookups, a number format, a date, lower case and the lines with six fields each. */
export const orderMapping: Mapping = {
  entity: 'order',
  fields: [
    field('sourceId', 'id'),
    { target: 'number', from: { kind: 'template', text: 'WEB-{columns.number}' } },
    field('reference', 'id', { functions: [{ name: 'upper' }] }),
    field('date', 'placed', { functions: [{ name: 'date' }] }),
    field('currency', 'currency', { functions: [{ name: 'upper' }] }),
    field('totalIncl', 'total', { functions: [{ name: 'round', args: ['2'] }] }),
    field('customer.sourceId', 'customer.id'),
    field('customer.firstName', 'customer.first'),
    field('customer.lastName', 'customer.last'),
    { target: 'customer.name', from: { kind: 'template', text: '{columns.customer.first} {columns.customer.last}' } },
    field('customer.email', 'customer.email', { functions: [{ name: 'lower' }] }),
    field('customer.phone', 'customer.phone', { default: defaults.phone }),
    field('billing.line1', 'address.street'),
    field('billing.postalCode', 'address.zip'),
    field('billing.city', 'address.city'),
    field('billing.country', 'address.country', { lookup: { rows: rows(countryCodes), unmapped: 'useDefault' }, default: defaults.country }),
    field('paymentMethod', 'payment', { lookup: { rows: rows(paymentNames), unmapped: 'keepSource' } }),
    { target: 'paymentTerm', from: { kind: 'constant', value: defaults.term } },
    { target: 'branch', from: { kind: 'constant', value: defaults.branch } },
    { target: 'note', from: { kind: 'template', text: 'Order {columns.id} of {columns.customer.email}' } },
    field('kind', 'state'),
  ],
  lists: [
    {
      target: 'lines',
      source: 'columns.lines',
      fields: [
        { target: 'sku', from: { kind: 'path', path: 'sku' } },
        { target: 'description', from: { kind: 'path', path: 'title' } },
        { target: 'quantity', from: { kind: 'path', path: 'qty' } },
        { target: 'unitPriceIncl', from: { kind: 'path', path: 'price' }, functions: [{ name: 'round', args: ['2'] }] },
        { target: 'totalIncl', from: { kind: 'path', path: 'total' }, functions: [{ name: 'round', args: ['2'] }] },
        { target: 'taxRate', from: { kind: 'path', path: 'vat' } },
      ],
    },
  ],
};
