import { expect, test } from 'vitest';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { improvements, keepBaseline, withRuleAt, type Baseline } from './baseline.ts';
import { changedTargets, setRule } from './mappingEdit.ts';

const path = (target: string, from: string) => ({ target, from: { kind: 'path' as const, path: from } });
const standard: Mapping = { entity: 'order', fields: [path('number', 'no'), path('date', 'day'), path('note', 'text')], lists: [{ target: 'lines', source: 'rows', fields: [path('sku', 'plu')] }] };
const own = setRule(standard, { list: null, target: 'number' }, { from: { kind: 'template', text: 'X{no}' } });
const base = keepBaseline(undefined, undefined, own, standard);
/** A later release: order numbers and article numbers are read from elsewhere, a field is new. */
const better: Mapping = { ...standard, fields: [path('number', 'fullNo'), path('date', 'day'), path('note', 'text'), path('email', 'mail')], lists: [{ target: 'lines', source: 'rows', fields: [path('sku', 'barcode')] }] };

test('only fields that were changed have their old default written down', () => {
  expect(base).toEqual({ number: path('number', 'no') });
});

test('while the default stays as it is there is nothing to decide', () => {
  expect(improvements(own, base, standard)).toEqual([]);
});

test('a later default is told apart from own changes: was, is, mine', () => {
  expect(improvements(own, base, better)).toEqual([
    { path: 'number', was: path('number', 'no'), theirs: path('number', 'fullNo'), mine: { target: 'number', from: { kind: 'template', text: 'X{no}' } }, untouched: false },
    { path: 'email', was: null, theirs: path('email', 'mail'), mine: null, untouched: true },
    { path: 'lines[].sku', was: path('sku', 'plu'), theirs: path('sku', 'barcode'), mine: path('sku', 'plu'), untouched: true },
  ]);
});

test('a field taken over is not asked about again, nor is one that was kept; the others still are', () => {
  const taken = withRuleAt(own, 'email', path('email', 'mail'));
  const after = keepBaseline(own, base, taken, better, ['email']);
  expect(improvements(taken, after, better).map((each) => each.path)).toEqual(['number', 'lines[].sku']);
  const kept = keepBaseline(taken, after, taken, better, ['number']);
  expect(improvements(taken, kept, better).map((each) => each.path)).toEqual(['lines[].sku']);
});

test('an edit of one field does not decide about another', () => {
  const edited = setRule(own, { list: null, target: 'note' }, { from: { kind: 'constant', value: 'Hi' } });
  expect(improvements(edited, keepBaseline(own, base, edited, better), better).map((each) => each.path)).toEqual(['number', 'email', 'lines[].sku']);
});

test('a kept field comes up once more when its default changes yet again', () => {
  const kept = keepBaseline(own, base, own, better, ['number', 'email', 'lines[].sku']);
  const best = { ...better, fields: better.fields.map((rule) => (rule.target === 'number' ? path('number', 'invoiceNo') : rule)) };
  expect(improvements(own, kept, best).map(({ path: at, was }) => [at, was])).toEqual([['number', path('number', 'fullNo')]]);
});

test('where a list comes from is compared as well', () => {
  const moved = { ...standard, lists: [{ ...standard.lists[0]!, source: 'positions' }] };
  const [update] = improvements(own, base, moved);
  expect([update?.path, update?.untouched]).toEqual(['lines[]', true]);
  expect(withRuleAt(own, 'lines[]', update!.theirs).lists[0]?.source).toBe('positions');
});

test('a file that keeps the parts of a rule in another order has nothing that differs', () => {
  const turned = { ...own, fields: own.fields.map(({ target, ...rest }) => ({ ...rest, target })) };
  expect(improvements(turned, base, standard)).toEqual([]);
  expect(changedTargets(turned, standard)).toEqual(['number']);
});

test('a file from before baselines is left alone', () => {
  expect(improvements(own, undefined as Baseline | undefined, better)).toEqual([]);
});
