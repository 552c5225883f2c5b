import { expect, test } from 'vitest';
import type { RecordRow } from '#shared/records/story.ts';
import { describeCauses } from './runReport.ts';

const row = (seq: number) => ({ seq, title: `Sale ${seq}`, outcome: 'parked', reason: { code: 'x', text: 'Unknown.' } }) as unknown as RecordRow;

test('causes say when they were counted among a part of the records only', () => {
  const rows = Array.from({ length: 5 }, (_, index) => row(index + 1));
  expect(describeCauses(rows)).toBe('  5 parked: Unknown. (Sale 1, Sale 2, Sale 3, …)');
  expect(describeCauses(rows, 900)).toContain('Counted among 5 of 900');
});
