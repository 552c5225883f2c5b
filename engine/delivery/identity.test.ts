import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Value } from '#shared/records/story.ts';
import { stableText } from '#shared/records/stableText.ts';
import { fingerprintOf, intentKey } from './identity.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const identity = { connectionId: 'c', target: 'quickbooks.sales', effect: 'sale', sourceConnection: 'm', sourceKey: '17', slot: '' };

test('the same record and payload give the same key, in whatever order the payload was put together', () => {
  const one = fingerprintOf({ a: 1, b: { c: [1, { x: null, y: 'z' }], d: '2' } }, hash);
  const two = fingerprintOf({ b: { d: '2', c: [1, { y: 'z', x: null }] }, a: 1 }, hash);
  expect(one).toBe(two);
  const key = intentKey(identity, one, 0, hash);
  expect(key).toMatch(/^fx-[0-9a-f]{40}$/);
  expect(key).toBe(intentKey({ ...identity }, two, 0, hash));
  expect(key.length).toBeLessThanOrEqual(50);
});

test('anything that differs gives another key', () => {
  const fingerprint = fingerprintOf({ a: 1 }, hash);
  const keys = [
    intentKey(identity, fingerprint, 0, hash),
    intentKey(identity, fingerprint, 1, hash),
    intentKey(identity, fingerprintOf({ a: '1' }, hash), 0, hash),
    ...Object.keys(identity).map((part) => intentKey({ ...identity, [part]: 'other' }, fingerprint, 0, hash)),
    // Parts do not run into each other.
    intentKey({ ...identity, sourceKey: '1', slot: '7' }, fingerprint, 0, hash),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

test('the stable text is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(stableText(value as Value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
