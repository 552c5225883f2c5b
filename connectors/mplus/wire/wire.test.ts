import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readXml } from '#connectors/sdk/xml.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Field, Shape } from '../fieldTable/notation.ts';
import { operations } from '../fieldTable/operations.ts';
import { readRecord } from './readRecord.ts';
import { writeRecord } from './writeRecord.ts';

const read = (shape: Shape, xml: string) => readRecord(shape, readXml(`<x xmlns:ns="urn:mplusqapi" xmlns:ns1="urn:mplusqapi">${xml}</x>`));
const orderShape = itemShape(operations.getOrders.answer);
const relationShape = itemShape(operations.getRelations.answer);

function itemShape(answer: Shape): Shape {
  const list = answer.fields[0]?.type;
  if (list?.kind !== 'list' || list.item.type.kind !== 'record') throw new Error('not a list');
  return list.item.type.shape();
}

const digits = (places: number) => fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })).map(([value]) => {
  const size = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const text = places === 0 ? size : `${size.slice(0, -places)}.${size.slice(-places)}`;
  return value < 0n ? `-${text}` : text;
});
const legalText = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u.test(text));
const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

function valueOf(field: Field, depth: number): fc.Arbitrary<Value> {
  switch (field.type.kind) {
    case 'text': return legalText;
    case 'number': return digits(0);
    case 'cents': return digits(2);
    case 'scaled': return fc.integer({ min: 0, max: 6 }).chain(digits);
    case 'percent': return fc.constantFrom('21', '9', '0', '5.5', '100', '4.75');
    case 'decimal': return fc.constantFrom('1.5', '0', '-3.25');
    case 'flag': return fc.boolean();
    case 'date': return day.map((date) => date.toISOString().slice(0, 10));
    case 'moment': return day.map((date) => dutchTime(date));
    case 'leftOut': return fc.constant('');
    case 'record': return recordOf(field.type.shape(), depth + 1);
    // A group holds a list of groups, so somewhere it has to end.
    case 'list': return depth > 2 ? fc.constant([]) : fc.array(valueOf(field.type.item, depth + 1), { maxLength: 2 });
  }
}

/** The same moment as the service would say it. */
function dutchTime(date: Date): string {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' }).format(date).replace(' ', 'T');
  const minutes = Math.round((Date.parse(`${wall}Z`) - Math.floor(date.getTime() / 1000) * 1000) / 60_000);
  return `${wall}+0${minutes / 60}:00`;
}

/** Any record of a shape: all that is required, some of the rest, nested a few levels deep. */
function recordOf(shape: Shape, depth = 0): fc.Arbitrary<SourceRecord> {
  const entries: Record<string, fc.Arbitrary<Value>> = {};
  const required: string[] = [];
  for (const field of shape.fields) {
    if (field.type.kind === 'leftOut' || (depth > 2 && field.occurs !== 'one' && (field.type.kind === 'record' || field.type.kind === 'list'))) continue;
    entries[field.name] = field.occurs === 'many' ? fc.array(valueOf(field, depth), { minLength: 1, maxLength: 3 }) : valueOf(field, depth);
    if (field.occurs === 'one') required.push(field.name);
  }
  return fc.record(entries, { requiredKeys: required }) as fc.Arbitrary<SourceRecord>;
}

test.each(Object.entries(operations))('whatever %s is asked or answers, what is written reads back the same', (_name, operation) => {
  for (const shape of [operation.request, operation.answer]) {
    fc.assert(
      fc.property(recordOf(shape), (record) => {
        expect(read(shape, writeRecord(shape, record))).toEqual(record);
      }),
      { numRuns: 30 },
    );
  }
});

test('elements are written in the order of the service, required wrappers even when they are empty', () => {
  expect(writeRecord(operations.getOrders.request, { request: { includeLineList: true, orderTypeList: ['ORDER-TYPE-SALES-ORDER'], branchNumbers: ['1', '2'], syncMarkerLimit: '5', syncMarker: '318' } })).toBe(
    '<ns1:request><ns1:syncMarker>318</ns1:syncMarker><ns1:syncMarkerLimit>5</ns1:syncMarkerLimit><ns1:branchNumbers>1</ns1:branchNumbers><ns1:branchNumbers>2</ns1:branchNumbers>' +
      '<ns1:articlePluNumbers></ns1:articlePluNumbers><ns1:articleBarcodes></ns1:articleBarcodes><ns1:orderTypeList><ns1:orderType>ORDER-TYPE-SALES-ORDER</ns1:orderType></ns1:orderTypeList>' +
      '<ns1:includeLineList>true</ns1:includeLineList></ns1:request>',
  );
});

test('a misspelt or missing field is our mistake and is never sent', () => {
  expect(() => writeRecord(operations.getOrder.request, { orderID: 'x' })).toThrow(expect.objectContaining({ kind: 'bug', code: 'mplus.unknown_field' }));
  expect(() => writeRecord(operations.getOrder.request, {})).toThrow(expect.objectContaining({ kind: 'bug', code: 'mplus.missing_field' }));
  expect(() => writeRecord(operations.getRelations.request, { request: { syncMarker: 'soon' } })).toThrow(expect.objectContaining({ kind: 'data', code: 'mplus.unfit_value' }));
});

const moment = (parts: Record<string, string | number>) => Object.entries({ sec: 5, min: 30, hour: 14, day: 12, mon: 6, year: 2026, isdst: 'true', timezone: 120, ...parts }).map(([name, value]) => `<${name}>${value}</${name}>`).join('');
const changed = (parts: Record<string, string | number>) => read(relationShape, `<ns:changeTimestamp>${moment(parts)}</ns:changeTimestamp>`)['changeTimestamp'];

test('a moment is local time with its offset, and an unknown offset is that of the Netherlands', () => {
  expect(changed({})).toBe('2026-06-12T14:30:05+02:00');
  expect(changed({ timezone: 0, isdst: 'false' })).toBe('2026-06-12T14:30:05+02:00');
  expect(changed({ mon: 1, timezone: 0 })).toBe('2026-01-12T14:30:05+01:00');
  expect(changed({ timezone: -210 })).toBe('2026-06-12T14:30:05-03:30');
  // The hour that comes twice when summer ends.
  expect(changed({ day: 25, mon: 10, hour: 2, timezone: 0, isdst: 'true' })).toBe('2026-10-25T02:30:05+02:00');
  expect(changed({ day: 25, mon: 10, hour: 2, timezone: 0, isdst: 'false' })).toBe('2026-10-25T02:30:05+01:00');
});

test('a date of all zeros is no date', () => {
  expect(read(relationShape, '<birthDate><day>0</day><mon>0</mon><year>0</year></birthDate><changeTimestamp><sec>0</sec><min>0</min><hour>0</hour><day>0</day><mon>0</mon><year>0</year><isdst>false</isdst><timezone>0</timezone></changeTimestamp>')).toEqual({});
  expect(read(relationShape, '<birthDate><day>1</day><mon>2</mon><year>1980</year></birthDate>')).toEqual({ birthDate: '1980-02-01' });
});

const line = (inner: string) => {
  const order = read(orderShape, `<lineList><line><articleNumber>1</articleNumber><data>${inner}</data></line></lineList>`);
  return (order['lineList'] as readonly { data: SourceRecord }[])[0]?.data;
};

test('amounts are decimals with two places, quantities with as many as the till says', () => {
  expect(line('<quantity>530</quantity><decimalPlaces>3</decimalPlaces><price>2904</price><priceExcl>-5</priceExcl><totalInclAmount>0</totalInclAmount>')).toEqual({ quantity: '0.530', price: '29.04', priceExcl: '-0.05', totalInclAmount: '0.00' });
  expect(line('<quantity>2</quantity>')).toEqual({ quantity: '2' });
  expect(line('<quantity>-25</quantity><decimalPlaces>1</decimalPlaces>')).toEqual({ quantity: '-2.5' });
});

test('what is no whole number stays visible and can never pass for a number', () => {
  expect(line('<quantity>twee</quantity><decimalPlaces>0</decimalPlaces>')).toEqual({ quantity: 'twee' });
  expect(line('<quantity>12.50</quantity><price>12.50</price>')).toEqual({ quantity: 'not a whole number: 12.50', price: 'not a whole number: 12.50' });
  expect(line('<quantity>5</quantity><decimalPlaces>many</decimalPlaces>')).toEqual({ quantity: '5 with many decimal places' });
});

test('a VAT rate means the same in percent and in hundredths', () => {
  for (const [sent, rate] of [['21', '21'], ['2100', '21'], ['900', '9'], ['550', '5.5'], ['0', '0'], ['9', '9'], ['1000', '10'], ['?', '?']] as const) {
    expect(line(`<quantity>1</quantity><vatPercentage>${sent}</vatPercentage>`)).toMatchObject({ vatPercentage: rate });
  }
});

test('elements of newer builds are kept, repeated ones as a list', () => {
  expect(read(orderShape, '<orderId>a</orderId><colour>red</colour><tag>1</tag><tag>2</tag><deep><x>007</x><y/></deep>')).toEqual({ orderId: 'a', colour: 'red', tag: ['1', '2'], deep: { x: '007', y: '' } });
});

test('a barcode inside a barcode and a delivery method inside a delivery method are told apart', () => {
  expect(read(operations.getProducts.answer, '<productList><product><articleList><article><barcode>871</barcode><barcodeList><barcode><barcode>872</barcode><quantity>6</quantity></barcode></barcodeList></article></articleList></product></productList>')).toEqual({
    productList: [{ articleList: [{ barcode: '871', barcodeList: [{ barcode: '872', quantity: '6' }] }] }],
  });
});

test('numbers keep every digit, and an employee is read without password and private data', () => {
  expect(read(relationShape, '<relationNumber>900719925474099123</relationNumber><cardNumber>0012</cardNumber>')).toEqual({ relationNumber: '900719925474099123', cardNumber: '0012' });
  expect(read(operations.getEmployees.answer, '<employeeList><employee><employeeNumber>7</employeeNumber><name>Kim</name><username>kim</username><password>hunter2</password><email>k@x</email></employee></employeeList>')).toEqual({ employeeList: [{ employeeNumber: '7', name: 'Kim' }] });
});
