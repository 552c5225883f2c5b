import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutBefore, cutText } from './cutText.ts';

test('a text that fits stays as it is', () => {
  expect(cutText('Koksmes 20 cm', 100)).toBe('Koksmes 20 cm');
});

test('sixty emoji are more than a hundred characters and are cut between two of them', () => {
  const cut = cutText('🧀'.repeat(60), 100);
  expect(cut).toBe('🧀'.repeat(50));
});

test('a family, a flag and a letter with its accent are kept or left out whole', () => {
  expect(cutText('ab👨‍👩‍👧', 6)).toBe('ab');
  expect(cutText('a🇳🇱', 4)).toBe('a');
  expect(cutText('caf\u0065\u0301', 4)).toBe('caf');
});

test('what stands behind is never cut', () => {
  expect(cutBefore('🧀'.repeat(60), ' (4711)', 100)).toBe(`${'🧀'.repeat(46)} (4711)`);
});

test('no cut leaves half a sign and none is longer than allowed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 0, max: 60 }), (text, most) => {
      const cut = cutText(text, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.startsWith(cut)).toBe(true);
    }),
  );
});
