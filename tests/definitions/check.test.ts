import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SentRequest } from './journal.ts';
import { sentRequests } from './journal.ts';
import { checkMailChimp } from './mailchimp.ts';
import { checkMplus } from './mplus.ts';
import { checkQuickBooks } from './quickbooks.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluxo-definitions-'));
const sent = (more: Partial<SentRequest>): SentRequest => ({ service: '', operation: 'it', method: 'POST', path: '/', query: {}, body: '', ...more });

test('only what Fluxo sent and a service took is held against the definitions, each kind once', () => {
  const line = (more: object) => JSON.stringify({ service: 'mplus', operation: 'getOrders', method: 'POST', path: '/', query: {}, requestHeaders: { 'user-agent': 'Fluxo' }, requestBody: '<a/>', status: 200, ...more });
  writeFileSync(path.join(folder, 'one.jsonl'), [line({}), line({}), line({ status: 500, requestBody: '<b/>' }), line({ requestHeaders: { 'user-agent': 'axios' }, requestBody: '<c/>' }), line({ service: 'quickbooks' }), '{"service":"mplus","broken'].join('\n'));
  expect(sentRequests(folder, 'mplus').map(({ body }) => body)).toEqual(['<a/>']);
});

test('an element that the schema does not know, or that stands in the wrong place, is found', async () => {
  const wsdl = path.join(folder, 'small.wsdl');
  writeFileSync(wsdl, `<definitions xmlns:tns="urn:mplusqapi" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><types><xsd:schema targetNamespace="urn:mplusqapi" elementFormDefault="qualified" xmlns="http://www.w3.org/2001/XMLSchema"><element name="getThings"><complexType><sequence><element name="from" type="xsd:int"/><element name="to" type="xsd:int"/></sequence></complexType></element></xsd:schema></types></definitions>`);
  const ask = (inner: string) => sent({ body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="urn:mplusqapi"><s:Header/><s:Body>${inner}</s:Body></s:Envelope>` });
  const good = ask('<n:getThings><n:from>1</n:from><n:to>2</n:to></n:getThings>');
  const bad = [ask('<n:getThings><n:to>2</n:to><n:from>1</n:from></n:getThings>'), ask('<n:getThings><n:from>1</n:from><n:to>x</n:to></n:getThings>'), ask('<n:getOther></n:getOther>')];
  expect(await checkMplus([good], wsdl)).toEqual([]);
  for (const one of bad) expect(await checkMplus([good, one], wsdl), one.body).not.toEqual([]);
});

test('a field an entity does not have, a list where none may be and a wrong word are found', () => {
  writeFileSync(path.join(folder, 'small.xsd'), `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:simpleType name="Kind"><xs:restriction base="xs:string"><xs:enumeration value="A"/><xs:enumeration value="B"/></xs:restriction></xs:simpleType>
    <xs:complexType name="Base"><xs:sequence><xs:element name="Id" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>
    <xs:complexType name="Line"><xs:sequence><xs:element name="Amount" type="xs:decimal"/></xs:sequence></xs:complexType>
    <xs:complexType name="Invoice"><xs:complexContent><xs:extension base="Base"><xs:sequence><xs:element name="Kind" type="Kind"/><xs:element name="Line" type="Line" maxOccurs="unbounded"/><xs:element name="TxnDate" type="xs:date"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
    <xs:element name="Invoice" type="Invoice"/>
  </xs:schema>`);
  const check = (body: object) => checkQuickBooks([sent({ path: '/v3/company/1/invoice', body: JSON.stringify(body) })], folder).map(({ what }) => what);
  expect(check({ Id: '1', Kind: 'A', Line: [{ Amount: 1.5 }], TxnDate: '2026-01-31', sparse: true })).toEqual([]);
  expect(check({ Kind: 'C' })).toEqual([expect.stringContaining('none of A, B')]);
  expect(check({ Nonsense: 1 })).toEqual(['invoice.Nonsense is not in Invoice']);
  expect(check({ Line: { Amount: 1 } })).toEqual(['invoice.Line is no list']);
  expect(check({ Line: [{ Amount: '1' }] })).toEqual(['invoice.Line[0].Amount: is no number']);
  expect(check({ TxnDate: '31-01-2026' })).toEqual(['invoice.TxnDate: is no date']);
});

test('a field nobody documents, in a batch too, is found', () => {
  const order = { id: '1', customer: { id: 'c' }, currency_code: 'EUR', order_total: '1.00', lines: [{ id: '1', product_id: 'p', product_variant_id: 'p', quantity: 1, price: '1.00' }] };
  const check = (body: object, where = '/3.0/ecommerce/stores/s/orders') => checkMailChimp([sent({ path: where, body: JSON.stringify(body) })]);
  expect(check(order)).toEqual([]);
  expect(check({ ...order, payment_method: 'PIN' })).toHaveLength(1);
  expect(check({ ...order, lines: [{ ...order.lines[0], quantity: 0.53 }] })).toHaveLength(1);
  expect(check({ operations: [{ method: 'POST', path: '/ecommerce/stores/s/orders', body: JSON.stringify({ ...order, notes: '' }) }] }, '/3.0/batches')).toHaveLength(1);
  expect(check({}, '/3.0/ecommerce/stores/s/dreams')).toHaveLength(1);
});
