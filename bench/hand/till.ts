import { XMLParser } from 'fast-xml-parser';
import { makeHttp } from './http.ts';

/** An element as the parser gives it: texts stay texts, one list element is still a list. */
export interface Node {
  readonly [name: string]: any;
}

export interface Till {
  /** Pages of orders, each with the customers it names, one page ahead of the one being worked on. */
  pages(): AsyncGenerator<{ readonly orders: readonly Node[]; readonly relations: ReadonlyMap<string, Node> }>;
}

const pageSize = 200;
const lists = new Set(['order', 'line', 'payment', 'vatGroup', 'relation']);
const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, jPath: false, isArray: (name) => lists.has(name) });

export function openTill({ baseUrl, ident, secret }: { readonly baseUrl: string; readonly ident: string; readonly secret: string }): Till {
  const http = makeHttp(baseUrl, 2);
  const path = `/?ident=${encodeURIComponent(ident)}&secret=${encodeURIComponent(secret)}`;

  async function call(operation: string, content: string): Promise<Node> {
    const envelope = `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:mplusqapi"><SOAP-ENV:Header/><SOAP-ENV:Body><ns1:${operation}>${content}</ns1:${operation}></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
    const { status, body } = await http('POST', path, { 'content-type': 'text/xml; charset=utf-8', soapaction: operation }, envelope);
    if (status !== 200) throw new Error(`${operation}: ${body.slice(0, 200)}`);
    return parser.parse(body).Envelope.Body;
  }

  async function page(from: number) {
    const answer = await call('getOrders', `<ns1:request><ns1:syncMarker>${from}</ns1:syncMarker><ns1:syncMarkerLimit>${pageSize}</ns1:syncMarkerLimit><ns1:articlePluNumbers></ns1:articlePluNumbers><ns1:articleBarcodes></ns1:articleBarcodes><ns1:includeLineList>true</ns1:includeLineList></ns1:request>`);
    const orders: Node[] = answer['GetOrdersResponse'].orderList?.order ?? [];
    const relations = new Map<string, Node>();
    const numbers = [...new Set(orders.map((order) => order['relationNumber'] as string))];
    if (numbers.length > 0) {
      const found = await call('getRelations', `<ns1:request>${numbers.map((number) => `<ns1:relationNumbers>${number}</ns1:relationNumbers>`).join('')}</ns1:request>`);
      for (const relation of found['GetRelationsResponse'].relationList?.relation ?? []) relations.set(relation.relationNumber, relation);
    }
    return { orders, relations, next: orders.reduce((most, order) => Math.max(most, Number(order['syncMarker'])), 0) + 1 };
  }

  return {
    async *pages() {
      await call('getCurrentSyncMarkers', '');
      let ahead = page(0);
      for (let now = await ahead; now.orders.length > 0; now = await ahead) {
        ahead = page(now.next);
        yield now;
      }
    },
  };
}
