import { expect, test } from 'vitest';
import type { FlowNode } from '#shared/flow/document.ts';
import { answeredConnections } from './answeredConnections.ts';

const position = { x: 0, y: 0 };
const nodes: readonly FlowNode[] = [
  { id: 'orders', kind: 'source', connection: 'till', settings: {}, position },
  { id: 'map', kind: 'map', settings: {}, position },
  { id: 'sales', kind: 'target', connection: 'books', settings: {}, position },
];
const counts = (into: number) => ({ in: into, out: {}, problems: 0 });
const whole = { orders: counts(0), map: counts(3), sales: counts(3) };

test('a run proves the connections it has used, and no others', () => {
  const of = (run: Parameters<typeof answeredConnections>[1]) => answeredConnections({ nodes: [...nodes] }, run);
  expect(of({ nodes: whole })).toEqual(['till', 'books']);
  // Nothing new: the till was asked, the books were not.
  expect(of({ nodes: { ...whole, map: counts(0), sales: counts(0) } })).toEqual(['till']);
  // A trial ends before the books; what is run again, or carried out as planned, does not ask the till.
  expect(of({ nodes: { orders: counts(0), map: counts(3) }, part: { to: 'map' } })).toEqual(['till']);
  expect(of({ nodes: whole, part: { again: { way: 'recorded' } } })).toEqual(['books']);
  expect(of({ nodes: whole, part: { again: { way: 'read' } } })).toEqual(['till', 'books']);
  expect(of({ nodes: whole, carriesOut: 'r1' })).toEqual(['books']);
});
