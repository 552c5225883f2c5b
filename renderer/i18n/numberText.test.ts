import i18next from 'i18next';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addFormats } from './formats.ts';
import { numberText, sayNumbers } from './numberText.ts';
import { speaker } from './useSpoken.ts';

async function speak(language: string) {
  const read = (area: string) => JSON.parse(readFileSync(new URL(`../../resources/translations/${language}/${area}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
  const i18n = i18next.createInstance();
  addFormats(i18n);
  await i18n.init({ lng: language, resources: { [language]: { ...Object.fromEntries(['reasons', 'errors', 'words', 'settings'].map((area) => [area, read(area)])), own: { lines_one: '{{count}}', lines_other: '{{count}}', lines_many: '{{count}}', left: '{{left}}/{{right}}', both: '{{count}}, $t(own:lines, {"count": {{more, plain}} })' } } }, interpolation: { escapeValue: false }, returnNull: false });
  return { t: (key: string, params: object) => String(i18n.t(key, params)), ...speaker(i18n.t, i18n) };
}

test('a number is written as the language writes it, in any sentence', async () => {
  const dutch = await speak('nl');
  expect(dutch.t('own:lines', { count: 12_500 })).toBe('12.500');
  expect(dutch.t('own:left', { left: 0.5, right: 'x' })).toBe('0,5/x');
  expect(dutch.t('own:both', { count: 2000, more: 1500 })).toBe('2.000, 1.500');
  expect((await speak('pt')).t('own:lines', { count: 12_500 })).toBe('12.500');
  expect(numberText(12_500.25, 'en')).toBe('12,500.25');
});

test('amounts in the sentences of reasons and errors have the comma of Dutch and Portuguese', async () => {
  const reason = { code: 'quickbooks.decided', text: 'Becomes a sales receipt of 1234.50, tax 214.26 (NL).', params: { type: 'SalesReceipt', total: '1234.50', tax: '214.26', country: 'NL' } };
  expect((await speak('nl')).ofReason(reason).what).toBe('Wordt verkoopbon van 1.234,50, btw 214,26 (NL).');
  expect((await speak('pt')).ofReason(reason).what).toContain('1.234,50');
  const read = { code: 'mplus.order_read', text: 'Read order 17 of 29.04 EUR.', params: { title: '17', amount: '29.04 EUR' } };
  expect((await speak('nl')).ofReason(read).what).toContain('(€ 29,04)'.replace(' ', '\u00a0'));
});

test('ids, article numbers and what a source sent are quoted as they are, and English keeps its point', () => {
  const params = { id: '20260117', number: '40031', sku: '12.50', value: '12.50', version: '1.2', wanted: '20260117', total: 'free', amount: '1250.5' };
  expect(sayNumbers(params, 'nl')).toEqual({ ...params, amount: '1.250,5' });
  expect(sayNumbers({ total: '12.50', wanted: '12.50' }, 'en')).toEqual({ total: '12.50', wanted: '12.50' });
  expect(sayNumbers({ wanted: '12.50' }, 'pt')).toEqual({ wanted: '12,50' });
});
