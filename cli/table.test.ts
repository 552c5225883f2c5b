import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

test('columns are aligned, numbers to the right, and accents do not push them out', () => {
  expect(formatTable(['order', 'amount', 'who'], [['17', '9.50', 'Zoë'], ['118', '1200.00', 'Bakkerij De Linde']], ['amount'])).toBe(
    ['order   amount  who', '─────  ───────  ─────────────────', '17        9.50  Zoë', '118    1200.00  Bakkerij De Linde'].join('\n'),
  );
});

test('a row that is short leaves its cells empty', () => {
  expect(formatTable(['a', 'b'], [['1']])).toBe('a  b\n─  ─\n1');
});
