import * as z from 'zod';
import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { entityDecimal, entityFlag, entityId, entityReader, entityText } from './readEntity.ts';

const read = entityReader('product', z.object({ sourceId: entityId, name: entityText.optional(), priceIncl: entityDecimal.optional(), active: entityFlag.optional() }));
const refusal = (record: Record<string, never> | object) => {
  try {
    read(record as never);
  } catch (thrown) {
    if (thrown instanceof FluxoError) return thrown.data;
    throw thrown;
  }
  throw new Error('It was read');
};

test('a mapped record is read with its blanks cut off and a yes in words as a yes', () => {
  expect(read({ sourceId: ' 1 ', name: ' Pan ', priceIncl: '12.50', active: 'true' })).toEqual({ sourceId: '1', name: 'Pan', priceIncl: '12.50', active: true });
});

test('a record without its id is told by the field that is missing', () => {
  expect(refusal({ sourceId: '' })).toMatchObject({ code: 'record.missing', kind: 'data', params: { entity: 'product', field: 'sourceId' } });
});

test('a price that is no number is shown', () => {
  expect(refusal({ sourceId: '1', priceIncl: 'op aanvraag' })).toMatchObject({ code: 'record.bad_value', what: 'priceIncl: “op aanvraag” is not a number.' });
});

test('who somebody is does not stand in the error', () => {
  const readCustomer = entityReader('customer', z.object({ email: z.string().refine((text) => text.includes('@'), 'an e-mail address') }));
  expect(() => readCustomer({ email: 'Jan de Vries' })).toThrow(/The value is not an e-mail address/);
});
