import { XMLParser } from 'fast-xml-parser';
import { makeClock } from '#sandbox/server/clock.ts';
import type { MovableClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';
import { demoDay, makeShop } from '#sandbox/shop/makeShop.ts';
import type { ShopOptions } from '#sandbox/shop/makeShop.ts';
import type { Shop } from '#sandbox/shop/types.ts';
import { makeMplusLookAlike } from './index.ts';
import type { MplusOptions } from './index.ts';

/** A served till and a client that knows nothing of it but SOAP: raw strings out, a general XML parser in. For tests. */
export interface Stranger {
  readonly served: ServedLookAlike;
  readonly shop: Shop;
  readonly clock: MovableClock;
  readonly address: string;
  /** Posts `<operation>inner</operation>`; `inner` is written without prefixes. Gives the raw answer. */
  raw(operation: string, inner?: string): Promise<{ status: number; text: string; headers: Headers }>;
  /** The payload of the answer as plain data; lists of one stay single values. Throws on a fault. */
  ask<T = Parsed>(operation: string, inner?: string): Promise<T>;
  post(body: string, query?: string): Promise<{ status: number; text: string; headers: Headers }>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- parsed XML of a test: each case knows its own shape
export type Parsed = any;

const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: true, parseTagValue: false, trimValues: false });

export async function visitTill(options: MplusOptions & { shop?: ShopOptions } = {}): Promise<Stranger> {
  const clock = makeClock(demoDay);
  const shop = makeShop(options.shop);
  const served = await serveLookAlike(makeMplusLookAlike(shop, clock, options), { port: 0, clock });
  const address = `${served.url}/?ident=demo&secret=demo-secret-mplus`;
  const post = async (body: string, query = 'ident=demo&secret=demo-secret-mplus') => {
    const answer = await fetch(`${served.url}/?${query}`, { method: 'POST', headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }, body });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const raw = (operation: string, inner = '') => post(envelope(operation, inner));
  return {
    served,
    shop,
    clock,
    address,
    post,
    raw,
    async ask(operation, inner) {
      const { text } = await raw(operation, inner);
      const body = (parser.parse(text) as Parsed).Envelope.Body;
      if (body.Fault) throw new Error(`${body.Fault.faultcode}: ${body.Fault.faultstring}`);
      return Object.values(body)[0] as Parsed;
    },
  };
}

/** A request with prefixes of the client's own choice. */
export function envelope(operation: string, inner: string): string {
  const payload = `<${operation}>${inner}</${operation}>`.replace(/<(\/?)(\w)/g, '<$1ns1:$2');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:mplusqapi"><SOAP-ENV:Header/><SOAP-ENV:Body>${payload}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

/** What a parser makes of a list: nothing, one, or many. */
export const many = (value: Parsed): Parsed[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
