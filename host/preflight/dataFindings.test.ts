import { expect, test } from 'vitest';
import type { RecordStory, SourceRecord } from '#shared/records/story.ts';
import { dataFindings } from './dataFindings.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const story = (title: string, mapped: SourceRecord | null): RecordStory => ({ row: { runId: 'r', seq: 1, flowId: 'f', nodeId: 'n', key: title, title, outcome: 'created', at: now, ms: 1 }, source: null, mapped, steps: [], payloadsKept: true });
const codes = (entity: string, records: readonly SourceRecord[]) => dataFindings(records.map((record, index) => story(String(index), record)), entity, 'n', now).map(({ said, count, examples }) => [said.by === 'look' && said.reason.code, count, examples]);

test('an order of the day after tomorrow points at a clock, one of tomorrow does not', () => {
  expect(codes('order', [{ date: '2026-03-11' }, { date: '2026-03-12' }])).toEqual([['preflight.dated_ahead', 1, ['1']]]);
});

test('one currency is nothing to tell, a second one is', () => {
  expect(codes('order', [{ date: '2026-03-01', currency: 'EUR' }, { date: '2026-03-01', currency: 'eur' }])).toEqual([]);
  expect(codes('order', [{ currency: 'EUR' }, { currency: 'USD' }])).toEqual([['preflight.currencies', 1, ['1']]]);
});

test('customers are alike by their address whatever its case, products by their number; empty ones are nobody’s twin', () => {
  expect(codes('customer', [{ email: 'A@x.nl' }, { email: 'a@x.nl ' }, { email: '' }, { email: '' }])).toEqual([['preflight.same_email', 2, ['0', '1']]]);
  expect(codes('stock', [{ sku: '1' }, { sku: '1' }])).toEqual([['preflight.same_sku', 2, ['0', '1']]]);
});

test('a product without a price, or with one of nought, is named', () => {
  expect(codes('product', [{ sku: '1', priceIncl: '2.50' }, { sku: '2', priceExcl: '0.00' }, { sku: '3' }])).toEqual([['preflight.no_price', 2, ['1', '2']]]);
});

test('a record that was not mapped has nothing to look at', () => {
  expect(dataFindings([story('1', null)], 'order', 'n', now)).toEqual([]);
});
