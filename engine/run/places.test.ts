import { expect, test } from 'vitest';
import { inHandFor, makePlaces } from './places.ts';

/** Lets everything go on that can. */
const settle = () => new Promise((done) => setImmediate(done));

test('no more begin at once than there are places', async () => {
  const places = makePlaces(() => 2);
  let working = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 6 }, () => places.through(async () => {
    most = Math.max(most, (working += 1));
    await settle();
    working -= 1;
  })));
  expect(most).toBe(2);
});

test('one that waits for the disk lets the next one begin; once it goes on nobody begins before there is room', async () => {
  const places = makePlaces(() => 1);
  const kept = Promise.withResolvers<string>();
  const said: string[] = [];
  const first = places.through(async ({ aside }) => {
    said.push('first begins');
    said.push(await aside(kept.promise));
    await settle();
    await settle();
    said.push('first ends');
  });
  const others = ['second', 'third'].map((name) =>
    places.through(async () => {
      said.push(`${name} begins`);
      if (name === 'second') kept.resolve('first goes on');
      await settle();
    }),
  );
  await Promise.all([first, ...others]);
  expect(said).toEqual(['first begins', 'second begins', 'first goes on', 'first ends', 'third begins']);
});

test('one goes on although all places are taken by others that wait for what it makes', async () => {
  const places = makePlaces(() => 1);
  const made = Promise.withResolvers<string>();
  const first = places.through(async ({ aside }) => {
    await aside(settle());
    made.resolve('customer');
  });
  expect(await Promise.all([first, places.through(() => made.promise)])).toEqual([undefined, 'customer']);
});

test('what fails on the disk or in the work frees its place', async () => {
  const places = makePlaces(() => 1);
  const full = new Error('the disk is full');
  await expect(places.through(({ aside }) => aside(Promise.reject(full)))).rejects.toBe(full);
  await expect(places.through(() => Promise.reject(full))).rejects.toBe(full);
  expect(await places.through(async () => 'free')).toBe('free');
});

test('one that waits for several things at once has one place afterwards', async () => {
  const places = makePlaces(() => 1);
  await places.through(({ aside }) => Promise.all([aside(settle()), aside(settle().then(settle)), aside(Promise.resolve())]));
  let inside = 0;
  await Promise.all([1, 2].map(() => places.through(async () => {
    expect((inside += 1)).toBe(1);
    await settle();
    inside -= 1;
  })));
});

test('with one place records keep their order; with more some wait for the disk', () => {
  expect([1, 2, 8, 250].map(inHandFor)).toEqual([1, 4, 16, 274]);
});
