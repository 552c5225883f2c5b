import { expect, test } from 'vitest';
import { placeOf } from './placeOf.ts';

test('a parked value leads to its setting, another error to the node it names, and one that names nothing to where the record was read', () => {
  const said = { code: 'x.y', kind: 'data', what: 'w' } as const;
  expect(placeOf({ nodeId: 'books', error: { ...said, parkedOn: { setting: 'paymentMethod', value: 'Tikkie' } } })).toEqual({ nodeId: 'books', field: 'paymentMethod' });
  expect(placeOf({ nodeId: 'books', error: { ...said, where: { node: 'map', field: 'lines[].quantity' } } })).toEqual({ nodeId: 'map', field: 'lines[].quantity' });
  expect(placeOf({ nodeId: 'books', error: said })).toEqual({ nodeId: 'books' });
});
