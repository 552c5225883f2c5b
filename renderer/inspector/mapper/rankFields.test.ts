import { expect, test } from 'vitest';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { fitsFrom, likeness, rankFields } from './rankFields.ts';

const field = (path: string, label = path): FieldInfo => ({ path, label, type: 'text' });
const source = ['orderId', 'billTo.zipcode', 'billTo.city', 'shipTo.city', 'relation.telephone', 'pluNumber'].map((path) => field(path));

test('fields whose name fits come first, synonyms and groups included', () => {
  const best = (target: string) => rankFields(source, field(target))[0]?.path;
  expect(best('billing.postalCode')).toBe('billTo.zipcode');
  expect(best('shipping.city')).toBe('shipTo.city');
  expect(best('customer.phone')).toBe('relation.telephone');
  expect(best('sku')).toBe('pluNumber');
});

test('where nothing fits, the order of the source stays', () => {
  expect(rankFields(source, field('weight')).map(({ path }) => path)).toEqual(source.map(({ path }) => path));
  expect(Math.max(...source.map((each) => likeness(each, field('weight'))))).toBeLessThan(fitsFrom);
});
