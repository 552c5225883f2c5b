import i18next from 'i18next';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { addFormats } from './formats.ts';
import { speaker } from './useSpoken.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../resources/translations/pt/${file}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
const i18n = i18next.createInstance();
const words = { Invoice: 'fatura', GivenName: 'nome', 'line #': 'linha #', 'from # to #': 'de # a #' };

beforeAll(async () => {
  const areas = ['reasons', 'errors', 'entities', 'settings'];
  addFormats(i18n);
  await i18n.init({ lng: 'pt', fallbackLng: 'en', resources: { pt: { ...Object.fromEntries(areas.map((area) => [area, read(area)])), words } }, interpolation: { escapeValue: false }, returnNull: false });
});
const say = (sentence: string, params: Record<string, string>) => String(i18n.t('none', { defaultValue: sentence, ...params }));
const what = (code: string, params: Record<string, string>) => speaker(i18n.t, i18n).ofError({ code, kind: 'data', what: 'In English.', fix: 'Do this.', params });

test('words of code are said in the language of the reader, whatever numbers they hold', () => {
  expect(say('{{a, word}}', { a: 'Invoice' })).toBe('fatura');
  expect(say('{{a, word}}', { a: 'line 12' })).toBe('linha 12');
  expect(say('{{a, word}}', { a: 'from 3 to 45' })).toBe('de 3 a 45');
  expect(say('{{a, words}}', { a: 'GivenName, Invoice, Unheard' })).toBe('nome, fatura, Unheard');
});

test('what a language has no word for stays as it came, and nothing is made of a customer’s own text', () => {
  expect(say('{{a, word}}', { a: 'Unheard' })).toBe('Unheard');
  expect(say('{{a, word}}', { a: 'toString' })).toBe('toString');
  expect(say('{{a}}', { a: 'Invoice' })).toBe('Invoice');
  expect(say('{{a, word}} e {{b}}', { a: 'Invoice', b: '$t(errors:fluxo.bug.what) {{a}}' })).toBe('fatura e $t(errors:fluxo.bug.what) {{a}}');
});

test('a value in brackets leaves none behind when it is empty', () => {
  expect(say('Imposto{{country, brackets}}.', { country: 'NL' })).toBe('Imposto (NL).');
  expect(say('Imposto{{country, brackets}}.', { country: '' })).toBe('Imposto.');
});

test('fields and settings go by the labels that the forms have', () => {
  expect(what('record.missing_field', { entity: 'order', field: 'lines[2].quantity' }).what).toBe('Falta Quantidade (lines[2].quantity).');
  expect(what('record.missing_field', { entity: 'order', field: 'lines[2].new' }).what).toBe('Falta lines[2].new.');
  expect(what('setting.missing', { owner: 'quickbooks.sales', field: 'defaultDebtor', node: 'Contabilidade' }).what).toBe('Falta preencher: Cliente padrão (Contabilidade).');
  expect(what('quickbooks.settings_unknown', { owner: 'quickbooks.sales', settings: 'paymentMethod, term', values: '“Tikkie”' }).what).toContain('Forma de pagamento, Prazo de pagamento (“Tikkie”)');
});

test('a paused run tells in the same language what the last record failed for', () => {
  const said = what('run.paused', { alike: '12', last: '20', cause: 'quickbooks.product_missing', sku: '4003' });
  expect(said.what).toBe('Em pausa: 12 dos últimos 20 registros falharam pelo mesmo motivo. O último: O artigo 4003 não está no QuickBooks.');
  expect(said.fix).toMatch(/^Acrescente no QuickBooks .* Os registros ainda não tentados seguem na próxima execução\.$/);
  expect(what('run.paused', { alike: '12', last: '20', cause: 'new.service' }).what).toMatch(/O último: veja o log\.$/);
});
