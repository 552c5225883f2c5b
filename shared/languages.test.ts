import { expect, test } from 'vitest';
import { pickLanguage } from './languages.ts';

test.each([
  [['nl'], 'nl'],
  [['nl-BE'], 'nl'],
  [['pt_BR'], 'pt'],
  [[undefined, 'nl-NL'], 'nl'],
  [['pt', 'nl-NL'], 'pt'],
  [[undefined, 'fi-FI'], 'en'],
  [['en', 'nl-NL'], 'en'],
  [[], 'en'],
])('of %j it speaks %s', (tags, language) => {
  expect(pickLanguage(...tags)).toBe(language);
});
