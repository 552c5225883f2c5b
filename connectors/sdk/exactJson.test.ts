import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact, parseExactList, type Elements } from './exactJson.ts';

/** What it has to give: every number as it was written. */
const exactly = (value: unknown): unknown => {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(exactly);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, exactly(inner)])) : value;
};
const plain = fc.jsonValue().filter((value) => !/e[+-]?\d|__proto__/i.test(JSON.stringify(value)));

test('any JSON comes out as it is, with its numbers as text', () => {
  fc.assert(fc.property(plain, fc.constantFrom(0, 2, '\t'), (value, space) => {
    expect(parseExact(JSON.stringify(value, null, space))).toEqual(exactly(value));
  }));
});

test('numbers keep every digit, whatever their size', () => {
  expect(parseExact('[10.50, -0, 12345678901234567.90, 1e3, 2.5E-2, 0.0]')).toEqual(['10.50', '-0', '12345678901234567.90', '1000', '0.025', '0.0']);
  expect(parseExact('[10.50,-0,12345678901234567.90,{"a":7}]')).toEqual(['10.50', '-0', '12345678901234567.90', { a: '7' }]);
  expect(parseExact(' 5 ')).toBe('5');
});

test('what is not JSON is refused like everywhere', () => {
  for (const text of ['', '{', '[1,]', '01', '[01]', '1.', '.5', '+1', '-', '[1 2]', '{1:2}', '{"a":1 2}', '{"a" 1}', '"a', '"a\\', '1"a"', '"a"1', '[1}', 'nul', '[-a]', '{"a":1,2:3}', '["a"1]', '[1"a"]', '1:2']) {
    expect(() => JSON.parse(text), text).toThrow();
    expect(() => parseExact(text), text).toThrow(SyntaxError);
    expect(() => parseExactList(Buffer.from(text)), text).toThrow(SyntaxError);
  }
});

test('texts are left alone, whatever stands in them', () => {
  const text = '{"a":"1, 2 : [3] {\\"4\\"}","b\\\\":"\\\\","c":"é 5 “6”"}';
  expect(parseExact(text)).toEqual(JSON.parse(text));
});

test('a name that reaches the insides of an object is nobody’s field', () => {
  expect(Object.keys(parseExact('{"__proto__":{"x":1},"a":2}') as object)).toEqual(['a']);
  expect(Object.keys(parseExact('{"\\u005f_proto__":{"x":1},"a":2}') as object)).toEqual(['a']);
  for (const name of ['__proto__', 'constructor', 'prototype', '\\u0063onstructor']) expect(parseExactList(Buffer.from(`[{"${name}":"x"}]`)).elements(1), name).toBeNull();
});

const listOf = (text: string) => parseExactList(Buffer.from(text));
const textsIn = (found: Elements | null) => found && Array.from({ length: found.places.length / 2 }, (_, index) => Buffer.from(found.bytes.subarray(found.places[index * 2], found.places[index * 2 + 1])).toString());

test('the elements of a list come as one line of text each, which says the same', () => {
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), fc.constantFrom(0, 2), (list, space) => {
      const parsed = listOf(JSON.stringify({ data: { items: list }, next: null }, null, space));
      expect(parsed.json).toEqual(exactly({ data: { items: list }, next: null }));
      const texts = textsIn(parsed.elements(list.length));
      if (texts === null) return;
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(exactly(list));
      for (const text of texts) expect(text).not.toMatch(/[\r\n]/);
    }),
  );
  const { elements } = listOf('{"first":[{"a":1.0,"l":[1,2]}, {"a":2} ,"é “ł”" ],"second":[9]}');
  expect(textsIn(elements(3))).toEqual(['{"a":"1.0","l":["1","2"]}', '{"a":"2"}', '"é “ł”"']);
  expect(elements(2)).toBeNull();
  expect(listOf('{"a":[1],"b":[2]}').elements(1)).toBeNull();
  expect(listOf('[{"a.b":1}]').elements(1)).toBeNull();
  expect(listOf('[{"a b" :1}]').elements(1)).toBeNull();
  expect(listOf('[{"a":1e3}]').elements(1)).toBeNull();
  expect(textsIn(listOf('[]').elements(0))).toEqual([]);
  expect(textsIn(listOf('[\r\n{\n"a":"b.c",\r"d":1}\n]').elements(1))).toEqual(['{ "a":"b.c", "d":"1"}']);
  // More numbers than anything else: twice as long with their quotes.
  expect(textsIn(listOf(JSON.stringify(Array.from({ length: 999 }, () => 1))).elements(999))).toEqual(Array.from({ length: 999 }, () => '"1"'));
});
