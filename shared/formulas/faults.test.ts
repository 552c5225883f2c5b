import { expect, test } from 'vitest';
import { evaluateGuarded } from './evaluateGuarded.ts';
import { faultError } from './faults.ts';

const record = { name: 'Anke Smit', list: ['Anke Smit', 3] };
const failed = async (text: string) => faultError(await evaluateGuarded(text, record).then(() => null, (thrown: unknown) => thrown), 'data', undefined, text).data;

test.each(['{list: 1}', '$decodeUrl("%E0" & name)', '$encodeUrl(name & "\ud800")', '$parseInteger(name, name)', 'list^($)'])('what a record holds is in no error of a formula: %s', async (text) => {
  const error = await failed(text);
  expect(error.code).toBe('formula.failed');
  expect(error.what).toContain('…');
  expect(JSON.stringify(error)).not.toContain('Anke');
});

test.each(['$error("no such country")', "$error('no such country')", '$assert(false, "no such country")'])('what the author of a formula wrote for this case is told as it is written: %s', async (text) => {
  expect(await failed(text)).toMatchObject({ code: 'formula.failed', what: expect.stringContaining('no such country') as string });
});

test.each(['$error("no country of " & name)', '$error(name)', '$assert(false, name & " has none")', '$error(list[0])'])('what it made of the record for this case is content of the record, apart from what is told of the error: %s', async (text) => {
  const { words, ...told } = await failed(text);
  expect(words).toContain('Anke Smit');
  expect(told).toMatchObject({ code: 'formula.refused', kind: 'data' });
  expect(JSON.stringify(told)).not.toContain('Anke');
});
