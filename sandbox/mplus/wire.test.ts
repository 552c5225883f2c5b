import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromWallClock, wireDateTime } from './dateTime.ts';
import { envelope, many, visitTill } from './stranger.ts';
import type { Stranger } from './stranger.ts';
import { parseFields } from './table/notation.ts';
import { operations } from './table/operations.ts';
import { types } from './table/types.ts';
import { readEnvelope } from './wire/readEnvelope.ts';
import { readFields } from './wire/readFields.ts';
import { writeEnvelope, writeFields } from './wire/write.ts';

let till: Stranger;
beforeAll(async () => {
  till = await visitTill();
});
afterAll(() => till.served.close());

/** Every operation with the least it needs, so that the rules of the wire are seen on all of them. */
const calls: Readonly<Record<string, string>> = {
  findRelationV2: '<request><relation><email>nobody@nowhere.example</email></relation></request>',
  createOrderV3: '<request><idempotencyKey>wire</idempotencyKey><order><orderId></orderId></order></request>',
  payOrderV2: '<request><idempotencyKey>wire</idempotencyKey><orderId>none</orderId><prepay>true</prepay><paymentList></paymentList></request>',
};

describe('every answer', () => {
  test.each([...operations.keys()])('%s keeps the rules of the wire', async (name) => {
    const { status, text, headers } = await till.raw(name, calls[name] ?? '<request></request>');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(headers.get('mplus-service-version')).toBe('67.1.3');
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="[^"]+" xmlns:SOAP-ENC="[^"]+" xmlns:xsi="[^"]+" xmlns:xsd="[^"]+" xmlns:ns="urn:mplusqapi"><SOAP-ENV:Body><ns:\w+>/);
    const payload = text.slice(text.indexOf('<SOAP-ENV:Body>') + 15, text.indexOf('</SOAP-ENV:Body>'));
    expect(payload).not.toMatch(/\/>|<!\[CDATA\[|&#|xmlns|xsi:/);
    expect([...payload.matchAll(/<\/?([^>]*)>/g)].every(([, tag]) => /^ns:\w+$/.test(tag!))).toBe(true);
  });

  test('is named after its operation, with the exceptions of the service', async () => {
    const nameOf = async (operation: string) => /<SOAP-ENV:Body><ns:(\w+)>/.exec((await till.raw(operation, calls[operation] ?? '')).text)?.[1];
    expect(await nameOf('getOrders')).toBe('GetOrdersResponse');
    expect(await nameOf('findRelationV2')).toBe('FindRelationV2Response');
    expect(await nameOf('getApiVersion')).toBe('getApiVersionResponse');
    expect(await nameOf('getCurrentSyncMarkers')).toBe('getCurrentSyncMarkersResponse');
    expect(await nameOf('getVatGroupList')).toBe('getVatGroupListResponse');
    expect(await nameOf('getBranches')).toBe('getBranchesResponse');
    expect(await nameOf('findOrder')).toBe('GetOrderResponse');
    expect(await nameOf('cancelOrder')).toBe('CancelOrderResponse');
    expect(await nameOf('getPaymentMethodsV2')).toBe('GetPaymentMethodsResponse');
  });

  test('has its elements in the order of the table', async () => {
    const { text } = await till.raw('getOrders', '<request><syncMarker>3</syncMarker><syncMarkerLimit>1</syncMarkerLimit></request>');
    const order = /<ns:order>(.*)<\/ns:order>/s.exec(text)![1]!;
    const wanted = ['orderId', 'transactionString', 'syncMarker', 'orderType', 'relationNumber', 'relationName', 'deliveryAddress', 'invoiceAddress', 'financialDate', 'totalInclAmount', 'vatMethod', 'vatGroupList', 'paymentMethod', 'fullyPaid', 'cancelState', 'orderNumber', 'lineList', 'paymentList', 'vatCountryIso3'];
    const places = wanted.map((name) => order.indexOf(`<ns:${name}>`));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('names required elements also when there is nothing to say', async () => {
    expect((await till.raw('getRelation', '<relationNumber>1</relationNumber>')).text).toContain('<ns:result>GET-RELATION-RESULT-NOT-FOUND</ns:result><ns:relation></ns:relation>');
    const failed = (await till.raw('createOrderV3', '<request><idempotencyKey>none</idempotencyKey><order><orderId></orderId></order></request>')).text;
    expect(failed).toContain('<ns:result>CREATE-ORDER-RESULT-FAILED</ns:result>');
    expect(failed).toContain('<ns:info><ns:orderId></ns:orderId><ns:orderString></ns:orderString></ns:info>');
    expect((await till.raw('getOrders', '<request><syncMarker>99999</syncMarker></request>')).text).toContain('<ns:orderList></ns:orderList>');
  });

  test('tells the decimal places of every quantity, also when there are none', async () => {
    const { text } = await till.raw('getOrders', '<request></request>');
    expect(text.match(/<ns:quantity>/g)!.length).toBe(text.match(/<ns:quantity>[^<]*<\/ns:quantity><ns:decimalPlaces>\d+<\/ns:decimalPlaces>/g)!.length);
    expect(text).toContain('<ns:quantity>530</ns:quantity><ns:decimalPlaces>3</ns:decimalPlaces>');
    expect(text).toContain('<ns:quantity>2x</ns:quantity><ns:decimalPlaces>0</ns:decimalPlaces>');
  });

  test('escapes what a shop may be called, and nothing else', async () => {
    const { text } = await till.raw('getRelation', '<relationNumber>2008</relationNumber>');
    expect(text).toContain('<ns:name>Restaurant Aan de Werf &amp; Zn</ns:name>');
    expect((await till.raw('getRelation', '<relationNumber>2007</relationNumber>')).text).toContain('<ns:name>Jürgen Weiß</ns:name>');
  });
});

describe('a request', () => {
  test('may use any prefix, a default namespace, any order and unknown elements', async () => {
    const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
    const spellings = [
      `<e:Envelope xmlns:e="${soap}"><e:Body><q:getRelations xmlns:q="urn:mplusqapi"><q:request><q:syncMarkerLimit>2</q:syncMarkerLimit><q:syncMarker>4</q:syncMarker></q:request></q:getRelations></e:Body></e:Envelope>`,
      `<Envelope xmlns="${soap}"><Header/><Body><getRelations xmlns="urn:mplusqapi"><request><news>1</news><syncMarker> 4 </syncMarker><syncMarkerLimit>2</syncMarkerLimit></request></getRelations></Body></Envelope>`,
      `\ufeff<?xml version="1.0"?>\n<S:Envelope xmlns:S="${soap}">\n <S:Body>\n  <a:getRelations xmlns:a="urn:mplusqapi"><a:request><x:syncMarker xmlns:x="urn:other">9</x:syncMarker><b:syncMarker xmlns:b="urn:mplusqapi">4</b:syncMarker><a:syncMarkerLimit>2</a:syncMarkerLimit></a:request></a:getRelations>\n </S:Body></S:Envelope>`,
    ];
    for (const body of spellings) {
      const { text } = await till.post(body);
      expect([...text.matchAll(/<ns:relationNumber>(\d+)</g)].map(([, number]) => number)).toEqual(['2004', '2005']);
    }
  });

  test('may write booleans as 1 and 0', async () => {
    const search = (exact: string) => till.ask('findRelationV2', `<request><relation><email>teun@groenehartkaas</email></relation><exactMatch>${exact}</exactMatch></request>`);
    expect((await search('1')).result).toBe('FIND-RELATION-RESULT-NOT-FOUND');
    expect((await search('0')).relation.relationNumber).toBe('2002');
  });

  test('that is not understood gets a fault the clients can read', async () => {
    const faultOf = async (body: string) => {
      const { status, text } = await till.post(body);
      expect(text).toMatch(/<SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:\w+<\/faultcode><faultstring>[^<]+<\/faultstring><\/SOAP-ENV:Fault><\/SOAP-ENV:Body>/);
      return `${status} ${/faultcode>SOAP-ENV:([^<]+)/.exec(text)![1]} ${/faultstring>([^<]+)/.exec(text)![1]}`;
    };
    expect(await faultOf(envelope('getEverything', ''))).toMatch(/^500 Client Method &apos;getEverything&apos; not implemented/);
    expect(await faultOf(envelope('getOrders', '').replace('urn:mplusqapi', 'urn:other'))).toMatch(/^500 Client Method/);
    expect(await faultOf('<Envelope><cut')).toMatch(/^500 Client The request is not well-formed XML/);
    expect(await faultOf('')).toMatch(/^500 Client/);
    expect(await faultOf('{"json":true}')).toMatch(/^500 Client/);
    expect(await faultOf('<!DOCTYPE x [<!ENTITY a "b">]><x/>')).toMatch(/^500 Client A DOCTYPE/);
    expect(await faultOf('<Envelope xmlns="urn:other"><Body/></Envelope>')).toMatch(/^500 VersionMismatch/);
    expect(await faultOf(envelope('getRelations', '<request><syncMarker>many</syncMarker></request>'))).toMatch(/^500 Client Validation constraint violation.*syncMarker/);
    expect(await faultOf(envelope('createOrderV3', '<request><idempotencyKey>k</idempotencyKey><order><orderId></orderId><vatMethod>VAT-METHOD-MAYBE</vatMethod></order></request>'))).toMatch(/^500 Client.*vatMethod/);
  });

  test('with other credentials gets an authentication fault with status 500', async () => {
    for (const query of ['ident=demo&secret=wrong', 'ident=other&secret=demo-secret-mplus', '']) {
      const { status, text } = await till.post(envelope('getApiVersion', ''), query);
      expect(status).toBe(500);
      expect(text).toContain('<faultcode>SOAP-ENV:Client.Authentication</faultcode>');
    }
  });

  test('by GET is only answered for the WSDL', async () => {
    expect((await fetch(`${till.served.url}/`)).status).toBe(405);
    expect((await fetch(`${till.served.url}/elsewhere`)).status).toBe(404);
    const wsdl = await fetch(`${till.served.url}/?wsdl`);
    expect(wsdl.status).toBe(200);
    const text = await wsdl.text();
    for (const name of operations.keys()) expect(text).toContain(`<operation name="${name}"><input message="tns:${name}"/>`);
    expect(text).toContain(`<soap:address location="${till.served.url}/"/>`);
    expect(text).toContain('<xsd:element name="orderId" type="xsd:string"/><xsd:element name="extOrderId" type="xsd:string" minOccurs="0"/>');
  });

  test('can be told to find its credential expired', async () => {
    till.served.setFaults([{ operation: 'getOrders', fault: { kind: 'expiredCredential' } }]);
    await expect(till.ask('getOrders', '<request></request>')).rejects.toThrow('SOAP-ENV:Client.Authentication');
    expect((await till.ask('getOrders', '<request></request>')).orderList).toBeDefined();
    expect(till.served.journal().at(-1)).toMatchObject({ operation: 'getOrders', status: 200, service: 'mplus' });
  });
});

describe('the table', () => {
  const relation = types.structs.get('Relation')!;

  test('what is written is read back the same, for any text XML can hold', () => {
    const holder = { name: 'Holder', fields: parseFields('first:s list{ line*{ text:s amount:cents } } last?:b', 'Holder', types) };
    // oxlint-disable-next-line no-control-regex -- these are the characters XML 1.0 cannot hold
    const text = fc.string({ unit: 'grapheme' }).map((each) => each.replace(/[\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, ''));
    fc.assert(
      fc.property(text, fc.array(fc.record({ text, amount: fc.integer() })), fc.boolean(), (first, line, last) => {
        const sent = { first, list: { line }, last };
        expect(readFields(holder, readEnvelope(writeEnvelope(holder, sent)))).toEqual(sent);
      }),
    );
  });

  test('a quantity never goes without its decimal places, and an unknown one is left out whole', () => {
    const lineData = types.structs.get('LineData')!;
    expect(writeFields(lineData, { quantity: 5 })).toBe('<ns:quantity>5</ns:quantity><ns:decimalPlaces>0</ns:decimalPlaces>');
    expect(writeFields(lineData, { quantity: 5, decimalPlaces: 1, deliveredQuantity: 2 })).toBe(
      '<ns:quantity>5</ns:quantity><ns:decimalPlaces>1</ns:decimalPlaces><ns:deliveredQuantity>2</ns:deliveredQuantity><ns:deliveredDecimalPlaces>0</ns:deliveredDecimalPlaces>',
    );
  });

  test('control characters that XML cannot hold are dropped, not written', () => {
    expect(writeFields(relation, { name: 'a\u0000b\u001fc' })).toBe('<ns:name>abc</ns:name>');
  });

  test('text in CDATA is taken as it stands, entities elsewhere are decoded', () => {
    const read = (inner: string) => readEnvelope(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><a>${inner}</a></e:Body></e:Envelope>`).text;
    expect(read('&lt;&amp;&#233;&#xE9;&quot;&apos;')).toBe('<&éé"\'');
    expect(read('<![CDATA[&lt; <b>]]>')).toBe('&lt; <b>');
    expect(read('&#99999999;')).toBe('&#99999999;');
  });

  test('a name nobody defined is an error of the table', () => {
    expect(() => parseFields('a:s b:Nothing', 'Test', types)).toThrow('Test.b');
    expect(() => parseFields('a', 'Test', types)).toThrow('neither a type nor a wrapper');
  });
});

describe('dates', () => {
  test('carry the wall clock of Amsterdam and its offset, in winter and in summer', () => {
    expect(wireDateTime(Date.UTC(2026, 5, 12, 12, 30, 5))).toEqual({ sec: 5, min: 30, hour: 14, day: 12, mon: 6, year: 2026, isdst: true, timezone: 120 });
    expect(wireDateTime(Date.UTC(2025, 11, 31, 23, 30, 0))).toEqual({ sec: 0, min: 30, hour: 0, day: 1, mon: 1, year: 2026, isdst: false, timezone: 60 });
  });

  test('agree with the time zone database at every hour around the changes of ten years', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });
    for (let year = 2025; year <= 2035; year += 1) {
      for (const month of [2, 9]) {
        for (let hour = 0; hour < 8 * 24; hour += 1) {
          const moment = Date.UTC(year, month, 24, hour);
          const { day, mon, hour: wall } = wireDateTime(moment);
          const two = (value: number) => String(value).padStart(2, '0');
          expect(format.format(moment)).toBe(`${year}-${two(mon)}-${two(day)} ${two(wall)}:00`);
        }
      }
    }
  });

  test('the wall clock turns back into the moment it came from', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2025-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (date) => {
        const moment = Math.floor(date.getTime() / 60_000) * 60_000;
        const wall = wireDateTime(moment);
        const back = fromWallClock(wall.year, wall.mon, wall.day, wall.hour, wall.min);
        // The hour that comes twice in autumn has one name for two moments.
        expect([moment, moment - 3_600_000]).toContain(back);
      }),
    );
  });

  test('an order entered in the shop at a quarter past one is told so', async () => {
    const { orderList } = await till.ask('getOrders', '<request><syncMarker>1</syncMarker><syncMarkerLimit>1</syncMarkerLimit></request>');
    const [order] = many(orderList.order);
    const { date, time } = till.shop.orders[0]!;
    expect(order.entryTimestamp).toEqual({ sec: '0', min: String(time.minute), hour: String(time.hour), day: String(date.day), mon: String(date.month), year: '2026', isdst: 'true', timezone: '120' });
  });
});
