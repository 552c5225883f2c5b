import type { JsonObject } from '../wire/json.ts';
import { choice, id, integer, list, moment, money, number, object, text } from '../wire/shape.ts';
import type { ObjectShape, Shape } from '../wire/shape.ts';
import { customerShape } from './customers.ts';
import { productShape } from './products.ts';

const address = object({
  name: text, address1: text, address2: text, city: text, province: text, province_code: text, postal_code: text, country: text, country_code: text, longitude: number, latitude: number, phone: text, company: text,
});
const lineProperties = { id: id(), product_id: text, product_variant_id: text, quantity: integer, price: money, discount: money, product: productShape };
export const lineRequired = ['id', 'product_id', 'product_variant_id', 'quantity', 'price'] as const;
export const lineShape = object(lineProperties);

const orderFields: Readonly<Record<string, Shape>> = {
  campaign_id: text,
  landing_site: text,
  financial_status: text,
  fulfillment_status: text,
  currency_code: text,
  order_total: money,
  order_url: text,
  discount_total: money,
  tax_total: money,
  shipping_total: money,
  tracking_code: choice('prec'),
  tracking_number: text,
  tracking_carrier: text,
  tracking_url: text,
  processed_at_foreign: moment,
  cancelled_at_foreign: moment,
  updated_at_foreign: moment,
  shipping_address: address,
  billing_address: address,
  promos: list(object({ code: text, type: choice('fixed', 'percentage'), amount_discounted: money }, ['code', 'type', 'amount_discounted'])),
  outreach: object({ id: text }),
  cart_id: { is: 'key' },
};
const cartFields: Readonly<Record<string, Shape>> = { campaign_id: text, checkout_url: text, currency_code: text, order_total: money, tax_total: money };

/** Orders and carts differ in what they hold beside a customer and lines, and in what they set off. */
export interface SaleKind {
  readonly plural: 'orders' | 'carts';
  readonly parent: 'order_id' | 'cart_id';
  readonly what: string;
  readonly create: ObjectShape;
  readonly change: ObjectShape;
  readonly shown: JsonObject;
}

function kind(plural: SaleKind['plural'], parent: SaleKind['parent'], what: string, fields: Readonly<Record<string, Shape>>, shown: JsonObject): SaleKind {
  const whole = { ...fields, id: id(), customer: object(customerShape.properties, ['id']) };
  return {
    plural,
    parent,
    what,
    shown,
    create: object({ ...whole, lines: list(object(lineProperties, lineRequired), 1) }, ['id', 'customer', 'currency_code', 'order_total', 'lines']),
    change: object({ ...whole, customer: object(customerShape.properties), lines: list(object(lineProperties, ['id'])) }),
  };
}

export const saleKinds: Readonly<Record<SaleKind['plural'], SaleKind>> = {
  orders: kind('orders', 'order_id', 'An order', orderFields, {
    campaign_id: '', landing_site: '', financial_status: '', fulfillment_status: '', order_url: '', discount_total: 0, tax_total: 0, shipping_total: 0, tracking_code: '', tracking_number: '', tracking_carrier: '',
    tracking_url: '', processed_at_foreign: '', cancelled_at_foreign: '', updated_at_foreign: '', promos: [],
  }),
  carts: kind('carts', 'cart_id', 'A cart', cartFields, { campaign_id: '', checkout_url: '', tax_total: 0 }),
};

/** An address nobody gave, as the service shows it. */
export const noAddress = Object.fromEntries(Object.keys(address.properties).filter((name) => !['latitude', 'longitude'].includes(name)).map((name) => [name, '']));
