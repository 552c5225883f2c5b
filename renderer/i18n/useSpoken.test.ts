import i18next from 'i18next';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { addFormats } from './formats.ts';
import { speaker } from './useSpoken.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../resources/translations/pt/${file}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
const i18n = i18next.createInstance();

beforeAll(async () => {
  addFormats(i18n);
  await i18n.init({ lng: 'pt', fallbackLng: 'en', resources: { pt: { reasons: read('reasons'), errors: read('errors'), words: read('words'), settings: { books: { sales: { paymentMethod: { label: 'Método de pagamento' } } } } } }, interpolation: { escapeValue: false }, returnNull: false });
});
const spoken = () => speaker(i18n.t, i18n);

test('a reason is told in the language of the reader, with the words for documents', () => {
  expect(spoken().ofReason({ code: 'quickbooks.already_there', text: 'Already in QuickBooks: invoice 1481.', params: { type: 'Invoice', id: '1481' } })).toEqual({ what: 'Já existe no QuickBooks: fatura 1481.' });
});

test('an error names its setting in the language of the reader', () => {
  const error = { code: 'mapping.parked', kind: 'data', what: 'Payment method: “Tikkie” is not in the table yet.', fix: 'Add a row.', params: { label: 'Payment method', value: 'Tikkie' }, parkedOn: { setting: 'paymentMethod', value: 'Tikkie' } } as const;
  expect(spoken().ofError(error)).toEqual({ what: 'Método de pagamento: “Tikkie” ainda não está na tabela.', fix: 'Acrescente uma linha; os registros em espera seguem na próxima execução.' });
});

test('what a language has no words for is told in English, never as a code or with a hole in it', () => {
  expect(spoken().ofError({ code: 'nothing.known', kind: 'bug', what: 'Plain English.' })).toEqual({ what: 'Plain English.' });
  expect(spoken().ofError({ code: 'mapping.parked', kind: 'data', what: 'No values came along.' }).what).toBe('No values came along.');
});

test('an error without advice gets none from the translation', () => {
  expect(spoken().ofError({ code: 'quickbooks.no_lines', kind: 'data', what: 'The order has no lines.' })).toEqual({ what: 'O pedido não tem linhas.' });
});
