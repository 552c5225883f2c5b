import { relations } from './makeCustomers.ts';
import { articles } from './makeProducts.ts';
import { momentOf, todayInAmsterdam } from './moments.ts';
import { makeRandom } from './random.ts';
import { saleLine, totals } from './saleLine.ts';
import type { ShopCustomer, ShopInvoice, ShopOrderLine, ShopProduct } from './types.ts';

export const firstInvoiceNumber = 3001;

/** What each planted invoice shows; a shop with fewer invoices has fewer of them. */
export const plantedInvoices: Readonly<Record<number, string>> = {
  3001: 'onAccount',
  3002: 'credit',
  3003: 'shifted',
  3004: 'supplierName',
  3005: 'unknownCountry',
  3006: 'paid',
  3007: 'noEmail',
  3008: 'weighed',
  3009: 'missingProduct',
  3010: 'notFinal',
};

const buyers: Readonly<Record<string, number>> = {
  onAccount: relations.dutchCompany,
  credit: relations.dutchCompany,
  shifted: relations.shiftedBelgium,
  supplierName: relations.supplierName,
  unknownCountry: relations.unknownCountry,
  noEmail: relations.noEmail,
  notFinal: relations.dutchCompany,
};

const iso3: Readonly<Record<string, string>> = { NL: 'NLD', BE: 'BEL', DE: 'DEU' };

/** `count` invoices on account, oldest first. 3002 takes back the first line of 3001. */
export function makeInvoices(seed: number, count: number, customers: readonly ShopCustomer[], products: readonly ShopProduct[], now: number): ShopInvoice[] {
  const random = makeRandom(seed ^ 0x5eed_0003);
  const planted: readonly number[] = Object.values(relations);
  const dutch = customers.filter((customer) => !planted.includes(customer.relationNumber) && customer.billing.countryIso2 === 'NL' && customer.shipping === undefined);
  const ordinary = dutch.length > 0 ? dutch : customers.filter((customer) => customer.relationNumber === relations.dutchCompany);
  const goods = products.filter((product) => product.kind === 'goods' && product.inBooks && product.vatRate !== 0 && product.unit === 'piece');
  const article = (number: number) => products.find((product) => product.articleNumber === number)!;
  const today = todayInAmsterdam(now);
  const invoices: ShopInvoice[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = firstInvoiceNumber + index;
    const plant = plantedInvoices[number];
    const relation = plant === undefined ? undefined : buyers[plant];
    const customer = relation === undefined ? random.pick(ordinary) : customers.find((each) => each.relationNumber === relation)!;
    const country = (customer.shipping ?? customer.billing).countryIso2;
    const vatMethod = country !== 'NL' && country !== '' && customer.vatNumber !== undefined ? 'SHIFTED' : customer.kind === 'company' ? 'EXCLUSIVE' : 'INCLUSIVE';
    const credited = plant === 'credit' ? invoices[0] : undefined;
    const lines: ShopOrderLine[] = credited ? [takenBack(credited.lines[0]!)] : [];
    if (plant === 'weighed') lines.push(saleLine(vatMethod, article(articles.cheese), '2.345'));
    if (plant === 'missingProduct') lines.push(saleLine(vatMethod, article(articles.missingInBooks), '1'));
    if (lines.length === 0) for (let wanted = random.int(1, 4); wanted > 0; wanted -= 1) lines.push(saleLine(vatMethod, random.pick(goods), String(random.int(1, 12))));
    const sums = totals(lines);
    const isPaid = plant === 'paid' || (plant === undefined && random.chance(0.3));
    invoices.push({
      number,
      ...momentOf(index, count, 60, today),
      type: credited ? 'credit' : 'invoice',
      ...(credited && { creditOf: credited.number }),
      isFinal: plant !== 'notFinal',
      relationNumber: customer.relationNumber,
      branchNumber: 1,
      vatMethod,
      deliveryCountryIso3: iso3[country] ?? '',
      lines,
      ...sums,
      paymentMethod: isPaid ? 'PIN' : 'ONACCOUNT',
      payments: isPaid ? [{ method: 'PIN', amountCents: sums.totalInclCents }] : [],
      fullyPaid: isPaid,
      ...(plant !== undefined && { plant }),
    });
  }
  return invoices;
}

/** The same line, given back: what counts is negative, the price of one stays. */
function takenBack(line: ShopOrderLine): ShopOrderLine {
  return { ...line, quantity: `-${line.quantity}`, totalInclCents: -line.totalInclCents, totalExclCents: -line.totalExclCents };
}
