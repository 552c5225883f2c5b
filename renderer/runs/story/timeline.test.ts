import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange, RecordStory, StoryStep } from '#shared/records/story.ts';
import { timeline } from './timeline.ts';

const exchange = (operation: string): Exchange => ({ connection: 'books', operation, method: 'GET', url: 'http://127.0.0.1/v3', status: 200, startedAt: 1, ms: 3 });
const call = (node: string, operation: string): StoryStep => ({ kind: 'exchange', at: 1, node, exchange: exchange(operation) });
const note = (node: string, text: string): StoryStep => ({ kind: 'note', at: 2, node, text: { code: 'x.y', text } });

const story = (steps: readonly StoryStep[], mapped = true): RecordStory => ({
  row: { runId: 'r', seq: 1, flowId: 'f', nodeId: 'till', key: 'k', title: '20260117', outcome: 'created', at: 9, ms: 5 },
  source: { orderNumber: '117' },
  mapped: mapped ? { number: '117' } : null,
  steps,
  payloadsKept: true,
});

test('a call stands under the sentence it led to', () => {
  const rows = timeline(story([call('books', 'query Customer'), note('books', 'Found customer 58.'), call('books', 'POST salesreceipt'), note('books', 'Created 1450.')]));
  expect(rows.map((row) => row.kind)).toEqual(['read', 'mapped', 'note', 'note']);
  expect(rows.map((row) => row.exchanges.map((one) => one.operation))).toEqual([[], [], ['query Customer'], ['POST salesreceipt']]);
});

test('a call that no sentence follows stands alone, also when another node speaks next', () => {
  const rows = timeline(story([call('books', 'query Item'), note('other', 'Something else.'), call('other', 'POST x')]));
  expect(rows.map((row) => row.kind)).toEqual(['read', 'mapped', 'exchange', 'note', 'exchange']);
});

test('the call that read the page belongs to the reading', () => {
  const rows = timeline(story([call('till', 'getOrders'), call('books', 'query Item')]));
  expect(rows.map((row) => [row.kind, row.exchanges.map((one) => one.operation)])).toEqual([['read', ['getOrders']], ['mapped', []], ['exchange', ['query Item']]]);
});

test('what the source did comes before the mapping, and a record that was never mapped shows none', () => {
  const rows = timeline(story([call('till', 'getOrders'), note('till', 'Read from page 3.'), note('books', 'Created.')]));
  expect(rows.map((row) => row.kind)).toEqual(['read', 'note', 'mapped', 'note']);
  expect(timeline(story([note('till', 'Read.')], false)).map((row) => row.kind)).toEqual(['read', 'note']);
});

test('a dry run does not say that something was made that it only made up an id for; the calls that led there stay', () => {
  const made: StoryStep = { kind: 'note', at: 2, node: 'books', text: { code: 'quickbooks.created', text: 'Created invoice dry-run.', params: { id: 'dry-run' } } };
  expect(timeline(story([note('books', 'Create invoice: not sent, this is a dry run.'), made])).map((row) => row.kind)).toEqual(['read', 'mapped', 'note']);
  expect(timeline(story([call('books', 'query Item'), made])).map((row) => row.kind)).toEqual(['read', 'mapped', 'note']);
});

test('no call and no sentence of a story is ever lost or doubled, and row ids are unique', () => {
  const step = fc.tuple(fc.constantFrom('till', 'map', 'books'), fc.boolean()).map(([node, isCall]) => ({ node, isCall }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (drawn) => {
      const steps = drawn.map((one, index) => (one.isCall ? call(one.node, String(index)) : note(one.node, String(index))));
      const rows = timeline(story(steps));
      const calls = rows.flatMap((row) => row.exchanges.map((one) => one.operation));
      expect(calls).toEqual(drawn.flatMap((one, index) => (one.isCall ? [String(index)] : [])));
      expect(rows.filter((row) => row.kind === 'note')).toHaveLength(drawn.filter((one) => !one.isCall).length);
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    }),
  );
});
