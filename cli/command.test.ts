import { expect, test } from 'vitest';
import { numberOption, textOption, WrongCall } from './command.ts';

test('an option given empty is a wrong call, one left out is not', () => {
  expect(textOption({ only: 'k1' }, 'only')).toBe('k1');
  expect(textOption({}, 'only')).toBeUndefined();
  expect(() => textOption({ only: '' }, 'only')).toThrow(WrongCall);
  expect(() => numberOption({ limit: '' }, 'limit')).toThrow('--limit is empty');
});
