import * as z from 'zod';
import type { Finding, SentRequest } from './journal.ts';

/*
 * The bodies of MailChimp's Marketing API 3.0 as its reference describes them, field by field: names nobody documents and values of the wrong
 * kind are findings. Written down apart from the connector and the look-alike, so that neither can be wrong together with this.
 */
const status = z.enum(['subscribed', 'unsubscribed', 'cleaned', 'pending', 'transactional']);
const money = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]);
const id = z.string().min(1);
const currency = z.string().regex(/^[A-Z]{3}$/);
const moment = z.iso.datetime({ offset: true });

const mergeAddress = z.strictObject({ addr1: z.string().min(1), city: z.string().min(1), state: z.string().min(1), zip: z.string().min(1), addr2: z.string().optional(), country: z.string().optional() });
const memberFields = {
  email_type: z.enum(['html', 'text']).optional(),
  merge_fields: z.record(z.string().regex(/^[A-Z0-9_]{1,10}$/), z.union([z.string(), z.number(), z.boolean(), mergeAddress])).optional(),
  interests: z.record(z.string(), z.boolean()).optional(),
  language: z.string().optional(),
  vip: z.boolean().optional(),
  ip_signup: z.string().optional(),
  ip_opt: z.string().optional(),
  timestamp_signup: z.string().optional(),
  timestamp_opt: z.string().optional(),
};
const memberPost = z.strictObject({ ...memberFields, email_address: z.string().includes('@'), status, tags: z.array(z.string()).optional() });
const memberPut = z.strictObject({ ...memberFields, email_address: z.string().includes('@'), status: status.optional(), status_if_new: status.optional() }).refine((member) => member.status ?? member.status_if_new, 'neither status nor status_if_new');
const memberPatch = z.strictObject({ ...memberFields, email_address: z.string().optional(), status: status.optional() });
const bulkMember = z.strictObject({ ...memberFields, email_address: z.string().includes('@'), status: status.optional(), status_if_new: status.optional(), tags: z.array(z.string()).optional() });
const bulkMembers = z.strictObject({ members: z.array(bulkMember).min(1).max(500), update_existing: z.boolean().optional(), sync_tags: z.boolean().optional() });
const memberTags = z.strictObject({ tags: z.array(z.strictObject({ name: z.string().min(1), status: z.enum(['active', 'inactive']) })), is_syncing: z.boolean().optional() });

const address = { address1: z.string().optional(), address2: z.string().optional(), city: z.string().optional(), province: z.string().optional(), province_code: z.string().optional(), postal_code: z.string().optional(), country: z.string().optional(), country_code: z.string().optional() };
const orderAddress = z.strictObject({ ...address, name: z.string().optional(), longitude: z.number().optional(), latitude: z.number().optional(), phone: z.string().optional(), company: z.string().optional() });

const storeFields = { name: z.string(), currency_code: currency, platform: z.string().optional(), domain: z.string().optional(), is_syncing: z.boolean().optional(), email_address: z.string().optional(), money_format: z.string().optional(), primary_locale: z.string().optional(), timezone: z.string().optional(), phone: z.string().optional(), address: z.strictObject({ ...address, latitude: z.number().optional(), longitude: z.number().optional() }).optional() };
const storePost = z.strictObject({ ...storeFields, id, list_id: z.string() });
const storePatch = z.strictObject(storeFields).partial();

const customerFields = { company: z.string().optional(), first_name: z.string().optional(), last_name: z.string().optional(), sms_phone_number: z.string().optional(), address: z.strictObject(address).optional() };
const customerPost = z.strictObject({ ...customerFields, id: id.max(50), email_address: z.string().includes('@'), opt_in_status: z.boolean() });
const customerPut = z.strictObject({ ...customerFields, id: id.max(50), email_address: z.string().optional(), opt_in_status: z.boolean() });
const customerPatch = z.strictObject({ ...customerFields, opt_in_status: z.boolean().optional() });

const variantFields = { sku: z.string().optional(), url: z.string().optional(), image_url: z.string().optional(), price: money.optional(), inventory_quantity: z.int().optional(), backorders: z.string().optional(), visibility: z.string().optional() };
const variant = z.strictObject({ ...variantFields, id, title: z.string().min(1) });
const variantPatch = z.strictObject({ ...variantFields, title: z.string().optional() });
const productFields = { handle: z.string().optional(), url: z.string().optional(), description: z.string().optional(), type: z.string().optional(), vendor: z.string().optional(), image_url: z.string().optional(), images: z.array(z.strictObject({ id, url: z.string(), variant_ids: z.array(z.string()).optional() })).optional(), published_at_foreign: moment.optional() };
const productPost = z.strictObject({ ...productFields, id, title: z.string().min(1), variants: z.array(variant).min(1) });
const productPut = z.strictObject({ ...productFields, id, title: z.string().optional(), variants: z.array(variant).optional() });
const productPatch = z.strictObject({ ...productFields, title: z.string().optional(), variants: z.array(variant).optional() });

const orderLine = z.strictObject({ id, product_id: id, product_variant_id: id, quantity: z.int(), price: money, discount: money.optional() });
const orderFields = {
  tax_total: money.optional(),
  shipping_total: money.optional(),
  discount_total: money.optional(),
  financial_status: z.string().optional(),
  fulfillment_status: z.string().optional(),
  processed_at_foreign: moment.optional(),
  updated_at_foreign: moment.optional(),
  cancelled_at_foreign: moment.optional(),
  billing_address: orderAddress.optional(),
  shipping_address: orderAddress.optional(),
  promos: z.array(z.strictObject({ code: z.string(), type: z.enum(['fixed', 'percentage']), amount_discounted: money })).optional(),
  order_url: z.string().optional(),
  landing_site: z.string().optional(),
  campaign_id: z.string().optional(),
  tracking_code: z.string().optional(),
  tracking_number: z.string().optional(),
  tracking_carrier: z.string().optional(),
  tracking_url: z.string().optional(),
  cart_id: z.string().max(50).optional(),
};
const orderCustomer = z.strictObject({ ...customerFields, id: id.max(50), email_address: z.string().optional(), opt_in_status: z.boolean().optional() });
const orderPost = z.strictObject({ ...orderFields, id, customer: orderCustomer, currency_code: currency, order_total: money, lines: z.array(orderLine).min(1) });
const orderPatch = z.strictObject({ ...orderFields, customer: orderCustomer.omit({ id: true, email_address: true }).optional(), currency_code: currency.optional(), order_total: money.optional(), lines: z.array(orderLine.partial().required({ id: true })).min(1).optional() });

const batch = z.strictObject({ operations: z.array(z.strictObject({ method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']), path: z.string().startsWith('/'), params: z.record(z.string(), z.string()).optional(), body: z.string().optional(), operation_id: z.string().optional() })).min(1) });

const routes: readonly (readonly [method: string, path: RegExp, body: z.ZodType])[] = [
  ['POST', /^\/lists\/[^/]+$/, bulkMembers],
  ['POST', /^\/lists\/[^/]+\/members$/, memberPost],
  ['PUT', /^\/lists\/[^/]+\/members\/[^/]+$/, memberPut],
  ['PATCH', /^\/lists\/[^/]+\/members\/[^/]+$/, memberPatch],
  ['POST', /^\/lists\/[^/]+\/members\/[^/]+\/tags$/, memberTags],
  ['POST', /^\/ecommerce\/stores$/, storePost],
  ['PATCH', /^\/ecommerce\/stores\/[^/]+$/, storePatch],
  ['POST', /\/customers$/, customerPost],
  ['PUT', /\/customers\/[^/]+$/, customerPut],
  ['PATCH', /\/customers\/[^/]+$/, customerPatch],
  ['POST', /\/products$/, productPost],
  ['PUT', /\/products\/[^/]+$/, productPut],
  ['PATCH', /\/products\/[^/]+$/, productPatch],
  ['POST', /\/variants$/, variant],
  ['PUT', /\/variants\/[^/]+$/, variant],
  ['PATCH', /\/variants\/[^/]+$/, variantPatch],
  ['POST', /\/orders$/, orderPost],
  ['PATCH', /\/orders\/[^/]+$/, orderPatch],
  ['POST', /\/orders\/[^/]+\/lines$/, orderLine],
  ['POST', /^\/batches$/, batch],
];

/** Holds bodies of the Marketing API against its documented fields; the operations of a batch count as requests of their own. */
export function checkMailChimp(requests: readonly SentRequest[]): readonly Finding[] {
  return requests.filter(({ path }) => path.startsWith('/3.0/')).flatMap((request) => findingsOf(request.operation, request.method, request.path.slice('/3.0'.length), request.body));
}

function findingsOf(operation: string, method: string, path: string, body: string): readonly Finding[] {
  if (method === 'GET' || method === 'DELETE') return body === '' ? [] : [{ operation, what: `${method} with a body`, body }];
  const [, , shape] = routes.find(([verb, pattern]) => verb === method && pattern.test(path.replace(/\?.*$/, ''))) ?? [];
  if (!shape) return [{ operation, what: `nobody describes ${method} ${path}`, body }];
  const parsed = shape.safeParse(JSON.parse(body));
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => ({ operation, what: `${issue.path.join('.')}: ${issue.message}`, body }));
  if (shape !== batch || !parsed.success) return faults;
  const { operations } = parsed.data as z.infer<typeof batch>;
  return operations.flatMap((one) => findingsOf(`${operation} > ${one.method}`, one.method, one.path, one.body ?? ''));
}
