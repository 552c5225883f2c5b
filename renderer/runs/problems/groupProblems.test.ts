import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Problem } from '#shared/records/problems.ts';
import { groupProblems, placeOf } from './groupProblems.ts';

const problem = (changes: Partial<Problem>): Problem => ({
  id: 'p1',
  flowId: 'kassa',
  nodeId: 'books',
  key: '20260001',
  title: '20260001',
  outcome: 'parked',
  error: { code: 'mapping.parked', kind: 'data', what: 'Payment method: “Tikkie” is not in the table yet.' },
  cause: 'paymentMethod:Tikkie',
  state: 'open',
  firstAt: 1000,
  lastAt: 2000,
  times: 1,
  lastRunId: 'r1',
  lastSeq: 1,
  ...changes,
});

test('problems with the same cause stand together, with first and last time and the newest member first', () => {
  const [group, ...others] = groupProblems([
    problem({ id: 'a', firstAt: 500, lastAt: 900 }),
    problem({ id: 'b', firstAt: 700, lastAt: 3000, error: { code: 'mapping.parked', kind: 'data', what: 'newest words' } }),
  ]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({ count: 2, firstAt: 500, lastAt: 3000, error: { what: 'newest words' } });
  expect(group?.members.map((member) => member.id)).toEqual(['b', 'a']);
});

test('the same cause in another flow, at another node or with another outcome is another problem', () => {
  const groups = groupProblems([problem({ id: 'a' }), problem({ id: 'b', flowId: 'other' }), problem({ id: 'c', nodeId: 'map' }), problem({ id: 'd', outcome: 'unsure' })]);
  expect(groups).toHaveLength(4);
});

test('the cause that holds most records comes first', () => {
  const groups = groupProblems([problem({ id: 'a', cause: 'x', lastAt: 9000 }), problem({ id: 'b' }), problem({ id: 'c' })]);
  expect(groups.map((group) => group.count)).toEqual([2, 1]);
});

test('grouping neither loses nor doubles a problem', () => {
  const anyProblem = fc.record({ cause: fc.constantFrom('a', 'b', 'c'), flowId: fc.constantFrom('f', 'g'), lastAt: fc.nat(1000) });
  fc.assert(
    fc.property(fc.array(anyProblem, { maxLength: 40 }), (drawn) => {
      const problems = drawn.map((changes, index) => problem({ ...changes, id: String(index) }));
      const ids = groupProblems(problems).flatMap((group) => group.members.map((member) => member.id));
      expect(ids.toSorted()).toEqual(problems.map((one) => one.id).toSorted());
    }),
  );
});

test('a parked value leads to its setting, another error to the node it names', () => {
  const parked = problem({ error: { code: 'mapping.parked', kind: 'data', what: 'w', parkedOn: { setting: 'paymentMethod', value: 'Tikkie' } } });
  expect(placeOf(parked)).toEqual({ nodeId: 'books', field: 'paymentMethod' });
  expect(placeOf(problem({ error: { code: 'x.y', kind: 'data', what: 'w', where: { node: 'map', field: 'lines[].quantity' } } }))).toEqual({ nodeId: 'map', field: 'lines[].quantity' });
});
