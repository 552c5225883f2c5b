import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formulaFunctions } from '#shared/formulas/functionHelp.ts';
import { signatures } from '#shared/formulas/signatures.ts';
import { callAt } from './callAt.ts';
import { completeFormula, type FormulaWords } from './completeFormula.ts';
import { errorRange } from './errorRange.ts';

const words: FormulaWords = {
  fields: [{ path: 'customer.first', label: 'First name', type: 'text' }, { path: 'customer.last', label: 'Last name', type: 'text' }, { path: 'lines', label: 'Lines', type: 'list' }, { path: 'lines[].price', label: 'Price', type: 'decimal' }],
  scope: { customer: { first: 'Anke', last: 'Berg' }, lines: [{ price: '4.25', 'Art. nr': '7' }], total: '4.25' },
  helpOf: (name) => `help of ${name}`,
  signatureOf: () => '(text)',
  fieldsTitle: 'Fields',
  functionsTitle: 'Functions',
};
const offered = (text: string, explicit = false) => {
  const state = EditorState.create({ doc: text });
  const result = completeFormula(() => words)(new CompletionContext(state, text.length, explicit));
  if (result instanceof Promise) throw new Error('not at once');
  return result && { from: result.from, options: result.options };
};
const labels = (text: string) => offered(text)?.options.map(({ label }) => label);

test('at a name the fields come with their values, those the connector does not describe as well, and then the functions', () => {
  const found = offered('cus')!;
  expect(found.from).toBe(0);
  expect(found.options.slice(0, 3).map(({ label, detail }) => [label, detail])).toEqual([['customer', undefined], ['lines', '1 ×'], ['total', '4.25']]);
  expect(found.options.some(({ label }) => label === '$round')).toBe(true);
});

test('behind a point the fields of the group, of a list those of its items; names with blanks in backticks', () => {
  expect(offered('1 & customer.')).toMatchObject({ from: 13, options: [{ label: 'first', detail: 'Anke' }, { label: 'last', detail: 'Berg' }] });
  expect(labels('$sum(lines.p')).toEqual(['price', '`Art. nr`']);
});

test('behind a dollar sign the functions, each with its signature and help', () => {
  expect(offered('$up')?.from).toBe(0);
  expect(offered('$')?.options.find(({ label }) => label === '$uppercase')).toMatchObject({ detail: '(text)', info: 'help of uppercase' });
});

test('inside a text in quotes nothing is offered', () => {
  expect(offered('"cus')).toBeNull();
  expect(offered('"a" & cus')).not.toBeNull();
});

test('an error is marked where it is: the name, the text or the sign that ends there', () => {
  expect(errorRange('$upper(name) & ', 15)).toEqual({ from: 13, to: 14 });
  expect(errorRange('price * 2', 7)).toEqual({ from: 6, to: 7 });
  expect(errorRange('$nothing(1)', 8)).toEqual({ from: 0, to: 8 });
  expect(errorRange('(', 1)).toEqual({ from: 0, to: 1 });
  expect(errorRange('', 0)).toBeNull();
});

test('the function around the caret and its part are found, quotes and inner brackets stepped over', () => {
  expect(callAt('$round(price, ', 14)).toEqual({ name: 'round', part: 1 });
  expect(callAt('$join(lines.($string(a)), ", (', 30)).toEqual({ name: 'join', part: 1 });
  expect(callAt('$trim(name) & x', 15)).toBeNull();
  expect(callAt('$max([1, 2, ', 12)).toEqual({ name: 'max', part: 0 });
});

test('every function offered tells its parts, as many as JSONata knows, in words every language has', () => {
  for (const { name, args } of formulaFunctions) {
    const known = signatures.get(name);
    if (known) expect([name, args.filter((arg) => !arg.endsWith('?')).length <= known.params.length, args.length >= Math.min(1, known.params.length)]).toEqual([name, true, true]);
  }
  const parts = Object.keys((JSON.parse(readFileSync(new URL('../../../../resources/translations/en/inspect.json', import.meta.url), 'utf8')) as { formula: { part: object } }).formula.part);
  expect(parts.toSorted()).toEqual([...new Set(formulaFunctions.flatMap(({ args }) => args.map((arg) => arg.replace('?', ''))))].toSorted());
});
