import { expect, test } from 'vitest';
import { makeOverlap } from './overlap.ts';

/** Works that end when told to. */
function makeWorks() {
  const ends = new Map<string, () => void>();
  const told: string[] = [];
  return { told, end: (name: string) => ends.get(name)!(), work: (name: string) => () => new Promise<void>((resolve) => (told.push(name), ends.set(name, resolve))) };
}
const soon = () => new Promise(setImmediate);

test('pages with different records go side by side, as many as there is room for', async () => {
  const { told, end, work } = makeWorks();
  const overlap = makeOverlap(2);
  await overlap.begin(['a'], work('one'));
  await overlap.begin(['b'], work('two'));
  const third = overlap.begin(['c'], work('three'));
  await soon();
  expect(told).toEqual(['one', 'two']);
  end('two');
  await third;
  expect(told).toEqual(['one', 'two', 'three']);
  end('one');
  end('three');
  await overlap.drain();
});

test('a page with a record that is still under way waits for it', async () => {
  const { told, end, work } = makeWorks();
  const overlap = makeOverlap(3);
  await overlap.begin(['a', 'b'], work('one'));
  const second = overlap.begin(['b'], work('two'));
  await soon();
  expect(told).toEqual(['one']);
  end('one');
  await second;
  expect(told).toEqual(['one', 'two']);
  end('two');
});

test('what one page failed with ends the next', async () => {
  const overlap = makeOverlap(2);
  await overlap.begin(['a'], () => Promise.reject(new Error('no')));
  await expect(overlap.drain()).rejects.toThrow('no');
  await expect(overlap.begin(['b'], async () => undefined)).rejects.toThrow('no');
});
