import { expect, test } from 'vitest';
import { byteText } from './byteText.ts';

test('a size is said in the unit that keeps it short, as the language writes it', () => {
  expect(byteText(409_600, 'en-GB')).toBe('410 kB');
  expect(byteText(4_240_000, 'en-GB')).toBe('4.2 MB');
  expect(byteText(4_240_000, 'nl-NL')).toBe('4,2 MB');
  expect(byteText(12_300_000_000, 'en-GB')).toBe('12.3 GB');
  expect(byteText(5_000_000_000_000, 'en-GB')).toBe('5,000 GB');
});
