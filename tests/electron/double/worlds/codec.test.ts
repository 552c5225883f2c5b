import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCodec } from './codec.ts';

const { encode, decode } = createCodec();
const roundTrip = (value: unknown) => decode(JSON.parse(JSON.stringify(encode(value) ?? null)));

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }), fc.double(), fc.bigInt(), fc.boolean(), fc.constantFrom(null, undefined, -0, Number.NaN),
  fc.date(), fc.uint8Array(), fc.float64Array(), fc.constantFrom(/a+/giu, Object(3), Object('x'), Object(true)),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), tie('record'), tie('map'), tie('set')),
  record: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '0')), tie('tree'), { maxKeys: 4 }),
  map: fc.array(fc.tuple(tie('tree'), tie('tree')), { maxLength: 3 }).map((entries) => new Map(entries)),
  set: fc.array(tie('tree'), { maxLength: 3 }).map((items) => new Set(items)),
}));

test('what crosses the border arrives as structuredClone would have copied it', () => {
  fc.assert(fc.property(tree, (value) => {
    deepStrictEqual(roundTrip(value), structuredClone(value));
  }), { numRuns: 500 });
});

test('shared and circular references stay shared and circular', () => {
  const shared = { n: 1 };
  const bytes = new Uint8Array([1, 2, 3, 4]);
  const value: Record<string, unknown> = { a: shared, b: shared, whole: bytes, part: bytes.subarray(1, 3) };
  value['self'] = value;
  const copy = roundTrip(value) as { a: object; b: object; self: object; whole: Uint8Array; part: Uint8Array };
  expect(copy.self).toBe(copy);
  expect(copy.a).toBe(copy.b);
  expect(copy.part.buffer).toBe(copy.whole.buffer);
  expect([...copy.part]).toEqual([2, 3]);
});

test('an error keeps its type, message and cause', () => {
  const copy = roundTrip(new TypeError('no', { cause: new Error('why') })) as TypeError;
  expect(copy).toBeInstanceOf(TypeError);
  expect(copy.message).toBe('no');
  expect((copy.cause as Error).message).toBe('why');
});

test('sparse arrays keep their length and their holes', () => {
  const sparse: unknown[] = [];
  sparse[0] = 1;
  sparse[2] = 3;
  expect(roundTrip(sparse)).toStrictEqual(structuredClone(sparse));
});

test.each([['a function', () => 1], ['a symbol', Symbol('s')], ['a promise', Promise.resolve(1)], ['a weak map', new WeakMap()]])(
  'refuses %s, as structuredClone does',
  (_what, value) => {
    expect(() => structuredClone({ value })).toThrow(/could not be cloned/);
    expect(() => encode({ value })).toThrow(/could not be cloned/);
  },
);
