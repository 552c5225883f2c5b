import { expect, test } from 'vitest';
import { flowsOf, lacking, newDraft, readDrafts, toggleSystem, toggleTemplate, unmade, withoutGone, type SetupDraft } from './setupDraft.ts';

const draft = (changes: Partial<SetupDraft> = {}): SetupDraft => ({ ...newDraft('s1'), ...changes });
const chosen = draft({ systems: ['mplus', 'quickbooks'], connections: { mplus: 'till', quickbooks: 'books' }, templates: ['orders', 'stock'], flows: { orders: 'f1' } });

test('two systems are chosen; a third one takes the place of the first', () => {
  const two = ['mplus', 'quickbooks', 'mailchimp'].reduce(toggleSystem, draft());
  expect(two.systems).toEqual(['quickbooks', 'mailchimp']);
  expect(toggleSystem(two, 'mailchimp').systems).toEqual(['quickbooks']);
});

test('a step is open once the steps before it have what it needs', () => {
  expect(lacking(draft(), 'systems')).toBeNull();
  expect(lacking(draft(), 'schedule')).toBe('systems');
  expect(lacking(draft({ systems: ['mplus', 'quickbooks'], connections: { mplus: 'till' } }), 'flows')).toBe('connections');
  expect(lacking(chosen, 'questions')).toBe('flows');
  expect(lacking({ ...chosen, flows: { orders: 'f1', stock: 'f2' } }, 'schedule')).toBeNull();
});

test('flows come in the order in which they were ticked, and one that is not made yet is known', () => {
  expect(flowsOf({ ...chosen, flows: { stock: 'f2', orders: 'f1' } })).toEqual(['f1', 'f2']);
  expect(unmade(chosen)).toEqual(['stock']);
  expect(flowsOf(toggleTemplate(chosen, 'orders'))).toEqual([]);
});

test('what was deleted meanwhile is not part of a draft any more', () => {
  expect(withoutGone(chosen, ['till'], [])).toMatchObject({ connections: { mplus: 'till' }, flows: {}, templates: ['orders', 'stock'] });
});

test('drafts survive their way through the preferences, and what is no draft is left out', () => {
  expect(readDrafts(JSON.parse(JSON.stringify({ s1: chosen, s2: { id: 's2' }, s3: null })))).toEqual([chosen]);
  expect(readDrafts(undefined)).toEqual([]);
});
