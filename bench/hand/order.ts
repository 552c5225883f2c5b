import type { Node } from './till.ts';

/** What is wrong with a record; the loop counts it and goes on. */
export class Unfit extends Error {}

export interface Order {
  readonly id: string;
  readonly docNumber: string;
  readonly date: string;
  readonly paid: boolean;
  readonly vatMethod: string;
  readonly country: string;
  readonly branch: string;
  readonly shipping: string;
  readonly method: string;
  readonly payments: readonly { readonly method: string; readonly cents: number }[];
  readonly taxes: readonly { readonly percent: number; readonly net: number; readonly tax: number }[];
  readonly lines: readonly { readonly sku: string; readonly text: string; readonly quantity: number; readonly percent: number; readonly gross: number; readonly net: number }[];
  readonly customer: Customer;
}

/** In the words of the books, as far as an order tells it. */
export interface Customer {
  readonly number: string;
  readonly name: string;
  readonly company: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone: string;
  readonly vatNumber: string;
  readonly days: string;
  readonly billing: object | undefined;
  readonly delivery: object | undefined;
}

const countries: Readonly<Record<string, string>> = { Nederland: 'Netherlands', België: 'Belgium', Duitsland: 'Germany' };
const codes: Readonly<Record<string, string>> = { NLD: 'NL', BEL: 'BE', DEU: 'DE' };
const two = (text: string) => text.padStart(2, '0');
const percent = (hundredths: string) => Number(hundredths) / 100;

function address(own: Node | undefined, other: Node): object | undefined {
  const node = own?.['address'] || own?.['zipcode'] || own?.['city'] ? own : other;
  const country = node['country'];
  if (country && !countries[country]) throw new Unfit(`country ${country}`);
  if (!node['address']) return undefined;
  return { Line1: node['address'], City: node['city'], PostalCode: node['zipcode'], Country: countries[country] };
}

/** An order of the till in one plain object, amounts in whole cents. Throws `Unfit`; null = cancelled. */
export function readOrder(order: Node, relation: Node = {}): Order | null {
  const delivery = { address: relation['deliveryAddress'], zipcode: relation['deliveryZipcode'], city: relation['deliveryCity'], country: relation['deliveryCountry'] };
  const billing = address(order['invoiceAddress'], relation);
  const shipTo = address(order['deliveryAddress'], delivery);
  const date = order['financialDate'];
  const lines = (order['lineList']?.line ?? []).map(({ articleNumber, text, data }: Node) => {
    const quantity = Number(data.quantity) / 10 ** Number(data.decimalPlaces ?? 0);
    if (Number.isNaN(quantity)) throw new Unfit(`quantity ${data.quantity}`);
    return { sku: articleNumber, text, quantity, percent: percent(data.vatPercentage), gross: Number(data.totalInclAmount), net: Number(data.totalExclAmount) };
  });
  if (order['cancelState'] === 'ORDER-CANCEL-STATE-COMPLETE') return null;
  const payments = (order['paymentList']?.payment ?? []).map((payment: Node) => ({ method: payment['method'], cents: Number(payment['amount']) }));
  const largest = payments.reduce((most: Order['payments'][number] | undefined, one: Order['payments'][number]) => (most && most.cents >= one.cents ? most : one), undefined);
  const company = relation['companyName'] || (relation['vatNumber'] ? relation['name'] : '') || '';
  const person = company === '' ? (relation['name'] ?? order['relationName']) : (relation['contact'] ?? '');
  const [first = '', ...rest] = String(person).split(' ');
  const vatCountry = order['vatCountryIso3'] ?? '';
  return {
    id: order['orderId'],
    docNumber: `MPL-${order['orderNumber'].year}-${order['orderNumber'].number}`,
    date: `${date.year}-${two(date.month ?? date.mon)}-${two(date.day)}`,
    paid: order['fullyPaid'] === 'true',
    vatMethod: order['vatMethod'],
    country: codes[vatCountry] ?? 'NL',
    branch: order['financialBranchNumber'],
    shipping: order['deliveryMethod'] ?? '',
    method: largest?.method ?? order['paymentMethod'] ?? '',
    payments,
    taxes: (order['vatGroupList']?.vatGroup ?? []).map((group: Node) => ({ percent: percent(group['vatPercentage']), net: Number(group['exclAmount']), tax: Number(group['vatAmount']) })),
    lines,
    customer: {
      number: order['relationNumber'],
      name: company || person,
      company,
      first,
      last: rest.join(' '),
      email: (relation['email'] ?? '').toLowerCase(),
      phone: relation['telephone'] || relation['mobile'] || '',
      vatNumber: relation['vatNumber'] ?? '',
      days: relation['paymentWithinDays'] ?? '',
      billing,
      delivery: shipTo,
    },
  };
}
