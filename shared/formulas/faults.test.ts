import { expect, test } from 'vitest';
import { evaluateGuarded } from './evaluateGuarded.ts';
import { faultError } from './faults.ts';

const record = { name: 'Anke Smit', list: ['Anke Smit', 3] };
const failed = async (text: string) => faultError(await evaluateGuarded(text, record).then(() => null, (thrown: unknown) => thrown), 'data').data;

test.each(['{list: 1}', '$decodeUrl("%E0" & name)', '$encodeUrl(name & "\ud800")', '$parseInteger(name, name)', 'list^($)'])('what a record holds is in no error of a formula: %s', async (text) => {
  const error = await failed(text);
  expect(error.code).toBe('formula.failed');
  expect(error.what).toContain('…');
  expect(JSON.stringify(error)).not.toContain('Anke');
});

test('what the author of a formula wrote for this case is told as it is written', async () => {
  expect((await failed('$error("no such country")')).what).toContain('no such country');
});
