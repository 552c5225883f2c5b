import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact, parseExactList } from './exactJson.ts';

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
  }
});

test('texts are left alone, whatever stands in them', () => {
  const text = '{"a":"1, 2 : [3] {\\"4\\"}","b\\\\":"\\\\","c":"é 5 “6”"}';
  expect(parseExact(text)).toEqual(JSON.parse(text));
});

test('a name that reaches the insides of an object is nobody’s field', () => {
  expect(Object.keys(parseExact('{"__proto__":{"x":1},"a":2}') as object)).toEqual(['a']);
  expect(Object.keys(parseExact('{"\\u005f_proto__":{"x":1},"a":2}') as object)).toEqual(['a']);
});

test('the elements of a list come as one line of text each, which says the same', () => {
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1 }), fc.constantFrom(0, 2), (list, space) => {
      const parsed = parseExactList(JSON.stringify({ data: { items: list }, next: null }, null, space));
      const texts = parsed.texts(list.length);
      if (texts === null) return;
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(exactly(list));
      for (const text of texts) expect(text).not.toMatch(/[\r\n]/);
    }),
  );
  const { texts } = parseExactList('{"first":[{"a":1.0,"l":[1,2]}, {"a":2}],"second":[9]}');
  expect(texts(2)).toEqual(['{"a":"1.0","l":["1","2"]}', '{"a":"2"}']);
  expect(texts(3)).toBeNull();
  expect(parseExactList('{"a":[1],"b":[2]}').texts(1)).toBeNull();
  expect(parseExactList('[{"a.b":1}]').texts(1)).toBeNull();
  expect(parseExactList('[]').texts(0)).toEqual([]);
});
