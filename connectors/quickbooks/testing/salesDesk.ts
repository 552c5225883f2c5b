import { afterAll, beforeAll, expect } from 'vitest';
import type { TargetDesk, Told } from '#connectors/sdk/testing/targetDesk.ts';
import type { Order } from '#shared/entities/order.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { defaultSalesSettings } from '../targets/sales/defaultSettings.ts';
import { openBooks, openSales } from './bench.ts';
import type { Books, Row } from './bench.ts';

export const knife = { sku: '4004', description: 'Koksmes 20 cm', quantity: '1', taxRate: '21', unitPriceIncl: '89.95', totalIncl: '89.95' } as const;
export const cheese = { sku: '4001', description: 'Boerenkaas', quantity: '0.530', taxRate: '9', unitPriceIncl: '21.95', totalIncl: '11.63' } as const;
export const deposit = { sku: '4002', description: 'Statiegeld', quantity: '2', taxRate: '0', unitPriceIncl: '5.00', totalIncl: '10.00' } as const;
export const shipping = { sku: '999', description: 'Verzendkosten', quantity: '1', taxRate: '21', totalIncl: '6.95' } as const;
export const discount = { sku: '998', description: 'Korting', quantity: '1', taxRate: '21', totalIncl: '-5.00' } as const;

/** A default setting that parks what is in no table. */
export const park = { enabled: true, force: false, default: '', unmapped: 'park' } as const;

let numbers = 0;

/** A knife of 89.95 at 21 %, paid by card by a new customer of its own; change what a test is about. */
export function order(more: Partial<Order> = {}): Order {
  numbers += 1;
  return {
    sourceId: `s${numbers}`,
    number: `T-${numbers}`,
    kind: 'order',
    date: '2026-06-10',
    fullyPaid: true,
    currency: 'EUR',
    taxMethod: 'inclusive',
    totalIncl: '89.95',
    taxCountry: 'NL',
    customer: { sourceId: `k${numbers}`, firstName: 'Test', lastName: `Koper ${numbers}`, name: `Test Koper ${numbers}`, email: `koper${numbers}@postvak.example` },
    billing: { line1: 'Oudegracht 1', postalCode: '3511 AA', city: 'Utrecht', country: 'NL' },
    paymentMethod: 'PIN',
    branch: '1',
    lines: [knife],
    ...more,
  };
}

/** The lines of a document that have an item. */
export const items = (document: Row): Row[] => document['Line'].filter((line: Row) => line['DetailType'] === 'SalesItemLineDetail');

export interface SalesDesk {
  readonly books: Books;
  /** A run with the template's settings and these instead. */
  open(more?: Settings): Promise<TargetDesk>;
  /** Applies one order in a run of its own. */
  send(what: Order, more?: Settings): Promise<Told>;
  /** The document an order became, as the books hold it. */
  booked(told: Told): Promise<Row>;
}

/** The look-alike of the service with the demo shop's books, for one file of tests. */
export function useSalesDesk(): SalesDesk {
  let books: Books;
  beforeAll(async () => {
    books = await openBooks();
  });
  afterAll(() => books.stop());
  const open = (more: Settings = {}) => openSales(books, { ...defaultSalesSettings, ...more });
  return {
    get books() {
      return books;
    },
    open,
    async send(what, more = {}) {
      const run = await open(more);
      await run.lookAhead([what]);
      return run.apply(what);
    },
    async booked(told) {
      expect(told).toMatchObject({ outcome: 'created' });
      return (await books.rows(told.target!.type)).find((row) => row.Id === told.target!.id)!;
    },
  };
}
