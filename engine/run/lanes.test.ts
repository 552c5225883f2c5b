import { expect, test } from 'vitest';
import { lanesOf, workLanes } from './lanes.ts';

test('one lane goes one after the other, several side by side, never more at once than allowed', async () => {
  const lanes = [['a1', 'a2', 'a3'], ['b1'], ['c1', 'c2'], ['d1']];
  const inside = new Set<string>();
  const order: string[] = [];
  let most = 0;
  await workLanes(lanes, 2, () => false, async (item) => {
    expect([...inside].some((other) => other[0] === item[0])).toBe(false);
    inside.add(item);
    most = Math.max(most, inside.size);
    await new Promise(setImmediate);
    inside.delete(item);
    order.push(item);
  });
  expect(most).toBe(2);
  expect(order).toHaveLength(7);
  expect(order.filter((item) => item.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
});

test('nothing further is begun once the run stops', async () => {
  let done = 0;
  await workLanes([[1, 2, 3, 4, 5, 6]], 1, () => done === 2, async () => void (done += 1));
  expect(done).toBe(2);
});

test('two versions of a record stay in one lane, even when the later one names another', () => {
  const items = [{ key: 'x', lane: 'anna' }, { key: 'y', lane: 'bob' }, { key: 'x', lane: 'bob' }];
  expect(lanesOf(items, (item) => item.lane, (item) => item.key)).toEqual([[items[0], items[2]], [items[1]]]);
});
