import type { FieldInfo } from '#shared/entities/fields.ts';
import { isZero, negate, subtract } from '#shared/money/decimal.ts';
import type { Decimal } from '#shared/money/decimal.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { listOf, nested, textOf } from '../pages.ts';
import { declare } from './fields.ts';
import { amountOf, orderAmounts } from './orderAmounts.ts';
import { placeFields, placeOf } from './place.ts';

/** Costs an order has only as a total, and which article they become. */
export const orderLineSettings: readonly SettingField[] = [
  {
    key: 'articleNumber',
    label: 'Article number of a line',
    type: 'choice',
    default: 'sku',
    group: 'Lines',
    options: [
      { value: 'sku', label: 'SKU of the variant', help: 'Reads each product once. A variant without SKU gives its id.' },
      { value: 'variant', label: 'Id of the variant' },
      { value: 'product', label: 'Id of the product' },
    ],
  },
  { key: 'shippingSku', label: 'Article number of shipping costs', type: 'text', default: 'shipping', maxLength: 50, group: 'Lines', help: 'MailChimp keeps shipping as one amount; it becomes a line with this article number.' },
  { key: 'discountSku', label: 'Article number of a discount on the order', type: 'text', default: 'discount', maxLength: 50, group: 'Lines' },
];


/** An order as the stream gives it: all that the service sent, and what a mapping cannot work out field by field. */
export function orderRecord(order: SourceRecord, skus: ReadonlyMap<string, string>, settings: Settings): SourceRecord {
  const amounts = orderAmounts(order);
  const { prices } = amounts;
  const priced = (unit: Decimal, total: Decimal) => {
    switch (prices) {
      case 'inclusive':
        return { unitPriceIncl: unit, totalIncl: total };
      case 'exclusive':
        return { unitPriceExcl: unit, totalExcl: total };
      default:
        return { unitPrice: unit, total };
    }
  };
  const sold = listOf(order['lines']).map((line, index) => ({
    kind: 'product',
    sku: articleNumber(line, skus, settings),
    text: [textOf(line['product_title']), ...(textOf(line['product_variant_title']) === textOf(line['product_title']) ? [] : [textOf(line['product_variant_title'])])].filter(Boolean).join(', '),
    quantity: textOf(line['quantity']) || '0',
    ...priced(amountOf(line['price']), amounts.lineTotals[index] ?? '0'),
  }));
  const extra = (kind: string, text: string, sku: unknown, amount: Decimal) => (isZero(amount) ? [] : [{ kind, sku: String(sku ?? ''), text, quantity: '1', ...priced(amount, amount) }]);
  const billTo = placeOf(nested(order['billing_address']));
  const shipTo = placeOf(nested(order['shipping_address']));
  const customer = nested(order['customer']);
  const person = ['first_name', 'last_name'].map((name) => textOf(customer[name]).trim()).filter(Boolean).join(' ');
  const name = textOf(customer['company']).trim() || person || textOf(nested(order['billing_address'])['name']).trim();
  return {
    ...order,
    isCancelled: textOf(order['cancelled_at_foreign']) !== '' || /^cancell?ed$/i.test(textOf(order['financial_status']).trim()),
    isPaid: /^paid$/i.test(textOf(order['financial_status']).trim()),
    ...(prices && { taxMethod: isZero(amountOf(order['tax_total'])) ? 'none' : prices }),
    totalExcl: subtract(amountOf(order['order_total']), amountOf(order['tax_total'])),
    sold: [...sold, ...extra('shipping', 'Shipping', settings['shippingSku'], amountOf(order['shipping_total'])), ...extra('discount', 'Discount', settings['discountSku'], negate(amounts.orderDiscount))],
    ...(name !== '' && { buyer: { name } }),
    ...(billTo && { billTo }),
    ...(shipTo && { shipTo }),
  };
}

function articleNumber(line: SourceRecord, skus: ReadonlyMap<string, string>, settings: Settings): string {
  const variant = textOf(line['product_variant_id']);
  const product = textOf(line['product_id']);
  if (settings['articleNumber'] === 'product') return product;
  return (settings['articleNumber'] === 'variant' ? undefined : skus.get(variantKey(product, variant))) || variant || product;
}

/** Names a variant: its id is only unique within its product. */
export const variantKey = (product: string, variant: string) => `${encodeURIComponent(product)}/${encodeURIComponent(variant)}`;

/** Figures about the buyer that every further order moves. */
export const orderFigures: ReadonlySet<string> = new Set(['orders_count', 'total_spent', 'created_at', 'updated_at', 'opt_in_status', 'sms_phone_number']);

const addressNames = 'name company address1 address2 city province province_code postal_code country country_code phone';

export const orderFields: readonly FieldInfo[] = [
  { path: 'sold', label: 'What was sold', type: 'list', help: 'The lines with their article numbers, and shipping costs and a discount on the order as lines of their own.' },
  ...declare('sold[].', 'text', 'kind sku text'),
  ...declare('sold[].', 'decimal', 'quantity unitPriceIncl totalIncl unitPriceExcl totalExcl unitPrice total'),
  { path: 'taxMethod', label: 'Tax method', type: 'text', help: 'inclusive, exclusive or none: worked out from the order’s amounts, since MailChimp does not say it.' },
  { path: 'totalExcl', label: 'Total without tax', type: 'decimal' },
  { path: 'isCancelled', label: 'Cancelled', type: 'boolean' },
  { path: 'isPaid', label: 'Paid', type: 'boolean', help: 'The financial status is “paid”.' },
  { path: 'buyer', label: 'Buyer', type: 'object' },
  { path: 'buyer.name', label: 'Buyer’s name', type: 'text', personal: true },
  ...placeFields('billTo', 'Billing'),
  ...placeFields('shipTo', 'Shipping'),
  ...declare('', 'text', 'id store_id campaign_id landing_site financial_status fulfillment_status currency_code order_url tracking_code tracking_number tracking_carrier tracking_url cart_id'),
  ...declare('', 'decimal', 'order_total discount_total tax_total shipping_total'),
  ...declare('', 'datetime', 'processed_at_foreign cancelled_at_foreign updated_at_foreign'),
  ...declare('', 'object', 'customer billing_address shipping_address outreach'),
  ...declare('', 'list', 'lines promos'),
  ...declare('customer.', 'text', 'id email_address sms_phone_number company first_name last_name orders_count'),
  ...declare('customer.', 'decimal', 'total_spent'),
  ...declare('customer.', 'boolean', 'opt_in_status'),
  ...declare('customer.', 'datetime', 'created_at updated_at'),
  ...declare('customer.', 'object', 'address'),
  ...declare('customer.address.', 'text', addressNames),
  ...declare('billing_address.', 'text', `${addressNames} longitude latitude`),
  ...declare('shipping_address.', 'text', `${addressNames} longitude latitude`),
  ...declare('outreach.', 'text', 'id type published_time').concat({ path: 'outreach.name', label: 'Outreach name', type: 'text' }),
  ...declare('lines[].', 'text', 'id product_id product_title product_variant_id product_variant_title image_url'),
  ...declare('lines[].', 'decimal', 'quantity price discount'),
  ...declare('promos[].', 'text', 'code type'),
  ...declare('promos[].', 'decimal', 'amount_discounted'),
];
