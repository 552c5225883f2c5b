import * as z from 'zod';
import type { Order } from '#shared/entities/order.ts';
import { FluxoError } from '#shared/errors.ts';
import { isDecimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';

const text = z.string().transform((value) => value.trim());
const decimal = z.string().refine(isDecimal, 'a number');
const date = z.string().refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)), 'a date (YYYY-MM-DD)');
/** Mapping functions give texts, so a yes may come as one. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const country = z.string().transform((value) => value.trim().toUpperCase());

const address = z.object({ name: text.optional(), line1: text.optional(), postalCode: text.optional(), city: text.optional(), country: country.optional() });

const OrderSchema = z.object({
  sourceId: text.refine((value) => value !== '', 'a text'),
  number: text.optional(),
  reference: text.optional(),
  kind: z.enum(['order', 'invoice', 'receipt', 'credit']).optional(),
  sameSale: z.array(text).optional(),
  date,
  dueDate: date.optional(),
  cancelled: flag.optional(),
  fullyPaid: flag.optional(),
  currency: country.optional(),
  taxMethod: z.enum(['inclusive', 'exclusive', 'shifted', 'none']).optional(),
  totalIncl: decimal.optional(),
  totalExcl: decimal.optional(),
  taxCountry: country.optional(),
  customer: z
    .object({
      sourceId: text.optional(), company: text.optional(), firstName: text.optional(), lastName: text.optional(), name: text.optional(),
      email: text.optional(), phone: text.optional(), vatNumber: text.optional(), paymentDays: text.optional(),
    })
    .optional(),
  billing: address.optional(),
  shipping: address.optional(),
  paymentMethod: text.optional(),
  paymentTerm: text.optional(),
  shippingMethod: text.optional(),
  branch: text.optional(),
  employee: text.optional(),
  note: text.optional(),
  taxes: z.array(z.object({ rate: decimal, code: text.optional(), net: decimal, tax: decimal })).optional(),
  payments: z.array(z.object({ method: z.string().default('').transform((value) => value.trim()), amount: decimal, reference: text.optional() })).optional(),
  lines: z.array(
    z.object({
      sku: text.optional(), description: text.optional(), quantity: decimal, unitPriceIncl: decimal.optional(), unitPriceExcl: decimal.optional(),
      totalIncl: decimal.optional(), totalExcl: decimal.optional(), taxRate: decimal.optional(), taxCode: text.optional(),
    }),
  ),
});

/** Fields whose value is not repeated in an error, since it may say who somebody is. */
const personal = /^(customer|billing|shipping|note)\b/;

/** A record is asked for when the page is looked ahead for, when its lane is told, and when its turn comes. */
const known = new WeakMap<SourceRecord, Order>();

/** The mapped record as an order. Throws a `data` error that names the field when a value is not what the field holds. */
export function readOrder(record: SourceRecord): Order {
  let order = known.get(record);
  if (!order) known.set(record, (order = parseOrder(record)));
  return order;
}

function parseOrder(record: SourceRecord): Order {
  const parsed = OrderSchema.safeParse(record);
  if (parsed.success) return parsed.data as Order;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const field = path.reduce((name, part) => (/^\d+$/.test(part) ? `${name}[${Number(part) + 1}]` : name === '' ? part : `${name}.${part}`), '');
  const value: unknown = path.reduce<unknown>((place, part) => (typeof place === 'object' && place !== null ? (place as Record<string, unknown>)[part] : undefined), record);
  if (value === undefined || value === null) {
    throw new FluxoError({ code: 'order.missing', kind: 'data', what: `The order has no ${field}.`, where: { field }, params: { entity: 'order', field }, fix: 'Map the field, or correct the order in the source.' });
  }
  const shown = typeof value === 'string' && !personal.test(field) ? `“${value.slice(0, 60)}”` : 'The value';
  const choices = issue?.code === 'invalid_value' ? issue.values.map(String).join(', ') : '';
  const wanted = issue?.code === 'custom' ? issue.message : choices === '' ? 'of the right kind' : `one of ${choices}`;
  throw new FluxoError({ code: 'order.bad_value', kind: 'data', what: `${shown} is not ${wanted}.`, where: { field }, params: { entity: 'order', field, value: shown, wanted: choices === '' ? wanted : 'one of the choices', choices }, fix: 'Correct it in the source system, or map another field.' });
}
