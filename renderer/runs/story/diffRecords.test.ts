import { expect, test } from 'vitest';
import { diffRecords } from './diffRecords.ts';

test('two versions of a record differ by what changed, came and went; empty is the same as not there', () => {
  const before = { number: '7', total: '29.04', note: 'by phone', gone: '', lines: [{ sku: '1' }, { sku: '2' }] };
  const after = { number: '7', total: '31.00', lines: [{ sku: '1' }, { sku: '3' }, { sku: '4' }] };
  expect(diffRecords(before, after)).toEqual([
    { path: 'total', before: '29.04', after: '31.00' },
    { path: 'lines[1].sku', before: '2', after: '3' },
    { path: 'lines[2].sku', after: '4' },
    { path: 'note', before: 'by phone' },
  ]);
  expect(diffRecords(before, before)).toEqual([]);
});
