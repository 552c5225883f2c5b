import { mapOrder } from './handMap.ts';
import { countryCodes, defaults, paymentNames } from './job.ts';

export type NodeRedWay = 'function' | 'jsonata';

const tables = Object.entries({ countryCodes, defaults, paymentNames }).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`).join('\n');

/** All 22 fields in one expression. */
const expression = `payload.{
  "sourceId": id, "number": "WEB-" & number, "reference": $uppercase(id), "date": $substring(placed, 0, 10), "currency": $uppercase(currency), "totalIncl": $formatNumber(total, "0.00"),
  "customer": { "sourceId": customer.id, "firstName": customer.first, "lastName": customer.last, "name": customer.first & " " & customer.last, "email": $lowercase(customer.email), "phone": customer.phone ? customer.phone : "${defaults.phone}" },
  "billing": { "line1": address.street, "postalCode": address.zip, "city": address.city, "country": ($c := $lookup(${JSON.stringify(countryCodes)}, address.country); $c ? $c : "${defaults.country}") },
  "paymentMethod": ($p := $lookup(${JSON.stringify(paymentNames)}, payment); $p ? $p : payment), "paymentTerm": "${defaults.term}", "branch": "${defaults.branch}",
  "note": "Order " & id & " of " & customer.email, "kind": state,
  "lines": [lines.{ "sku": sku, "description": title, "quantity": $string(qty), "unitPriceIncl": $formatNumber(price, "0.00"), "totalIncl": $formatNumber(total, "0.00"), "taxRate": $string(vat) }]
}`;

/** Of 1,000 orders a page 950 go on, in two bodies. */
const perBody = 475;

/**
 * What a user of Node-RED draws for the job, page after page: `function`: one function node over the whole page, its fastest way; `jsonata`: its nodes
 * without code (split, switch, change with an expression, join).
 */
export function nodeRedFlow(way: NodeRedWay, baseUrl: string, pages: number): readonly object[] {
  const node = (id: string, type: string, next: readonly (readonly string[])[], more: object = {}) => ({ id, type, z: 'tab', name: id, x: 0, y: 0, wires: next, ...more });
  const request = (id: string, method: string, ret: string, next: string) => node(id, 'http request', [[next]], { method, ret, paytoqs: 'ignore', url: '', tls: '', persist: true, proxy: '', insecureHTTPParser: false, authType: '', senderr: false, headers: [] });
  const code = (id: string, func: string, next: readonly (readonly string[])[]) => node(id, 'function', next, { func, outputs: next.length, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [] });
  const toPost = `msg.method = 'POST'; msg.url = '${baseUrl}/v1/sales/batch'; msg.headers = { 'content-type': 'application/json' }; return msg;`;
  const nextPage = `const page = context.get('page') || 0; if (page >= ${pages}) return null; context.set('page', page + 1); return { url: '${baseUrl}/v1/orders?page=' + (page + 1) + '&limit=1000' };`;
  const common = [
    { id: 'tab', type: 'tab', label: 'bench', disabled: false, info: '' },
    node('begin', 'inject', [['next']], { props: [{ p: 'payload' }], repeat: '', crontab: '', once: true, onceDelay: 0, topic: '', payload: '', payloadType: 'date' }),
    code('next', nextPage, [['get']]),
    request('get', 'GET', 'obj', 'page'),
    code('address', toPost, [['post']]),
    request('post', 'POST', 'txt', 'sent'),
    code('sent', `const sent = (context.get('sent') || 0) + 1; context.set('sent', sent % 2); return sent === 2 ? {} : null;`, [['next']]),
  ];
  if (way === 'function') {
    const over = `${tables}\n${mapOrder.toString()}\nmsg.payload = msg.payload.orders.filter((order) => order.state !== 'cancelled').map(mapOrder); return msg;`;
    return [...common, code('page', over, [['parts']]), node('parts', 'split', [['address']], { splt: '\\n', spltType: 'str', arraySplt: perBody, arraySpltType: 'len', stream: false, addname: '', property: 'payload' })];
  }
  return [
    ...common,
    code('page', 'return { payload: msg.payload.orders };', [['split']]),
    node('split', 'split', [['open']], { splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', stream: false, addname: '', property: 'payload' }),
    node('open', 'switch', [['change']], { property: 'payload.state', propertyType: 'msg', rules: [{ t: 'neq', v: 'cancelled', vt: 'str' }], checkall: 'true', repair: false, outputs: 1 }),
    node('change', 'change', [['join']], { rules: [{ t: 'set', p: 'payload', pt: 'msg', to: expression, tot: 'jsonata' }], action: '', property: '', from: '', to: '', reg: false }),
    node('join', 'join', [['address']], { mode: 'custom', build: 'array', property: 'payload', propertyType: 'msg', key: 'topic', joiner: '\\n', joinerType: 'str', useparts: false, accumulate: false, timeout: '', count: String(perBody), reduceRight: false }),
  ];
}
