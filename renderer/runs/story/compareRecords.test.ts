import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceRecord } from '#shared/records/story.ts';
import { compareRecords, leaves } from './compareRecords.ts';

const source: SourceRecord = {
  orderId: '90117',
  relation: { email: 'info@korenmolen.example', countryName: 'Nederland' },
  totalInclAmount: '29.04',
  lineList: { line: [{ articleNumber: '1001', quantity: '2' }, { articleNumber: '1002', quantity: '2' }] },
};

test('a value the source had is carried over, one it had not was made on the way', () => {
  const { mapped, used } = compareRecords(source, { sourceId: '90117', customer: { email: 'info@korenmolen.example' }, billing: { country: 'NL' } });
  expect(mapped.get('sourceId')).toEqual({ mark: 'same', from: ['orderId'] });
  expect(mapped.get('customer.email')).toEqual({ mark: 'same', from: ['relation.email'] });
  expect(mapped.get('billing.country')).toEqual({ mark: 'made' });
  expect(used.has('relation.countryName')).toBe(false);
});

test('amounts are the same when their value is, however many zeros they carry', () => {
  expect(compareRecords(source, { totalIncl: '29.0400' }).mapped.get('totalIncl')).toEqual({ mark: 'same', from: ['totalInclAmount'] });
});

test('a line is compared with the same line of the source', () => {
  const { mapped } = compareRecords(source, { lines: [{ sku: '1001', quantity: '2' }, { sku: '1001', quantity: '2' }] });
  expect(mapped.get('lines[0].sku')).toMatchObject({ mark: 'same' });
  expect(mapped.get('lines[1].sku')).toEqual({ mark: 'made' });
  expect(mapped.get('lines[1].quantity')).toEqual({ mark: 'same', from: ['lineList.line[1].quantity'] });
});

test('a short value counts as carried only from a field with a related name', () => {
  expect(compareRecords({ branchNumber: '1' }, { quantity: '1' }).mapped.get('quantity')).toEqual({ mark: 'made' });
  expect(compareRecords({ branchNumber: '1' }, { branch: '1' }).mapped.get('branch')).toEqual({ mark: 'same', from: ['branchNumber'] });
});

test('a number of two or three digits is recognised when only one field of the source has it', () => {
  expect(compareRecords({ relationNumber: '111' }, { customerId: '111' }).mapped.get('customerId')).toEqual({ mark: 'same', from: ['relationNumber'] });
  expect(compareRecords({ relationNumber: '111', line: '111' }, { customerId: '111' }).mapped.get('customerId')).toEqual({ mark: 'made' });
});

test('a record compared with itself is carried over whole', () => {
  const record = fc.dictionary(fc.stringMatching(/^[a-z]{3,8}$/), fc.oneof(fc.string({ minLength: 1 }), fc.integer(), fc.boolean()), { maxKeys: 8 });
  fc.assert(
    fc.property(record, (drawn) => {
      const { mapped } = compareRecords(drawn, drawn);
      for (const [path, value] of leaves(drawn)) if (value !== '') expect(mapped.get(path)?.mark).toBe('same');
    }),
  );
});
