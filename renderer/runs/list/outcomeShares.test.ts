import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noOutcomes, outcomes } from '#shared/records/outcomes.ts';
import { outcomeShares } from './outcomeShares.ts';

test('one rejected record among a hundred thousand can still be seen', () => {
  const shares = outcomeShares({ ...noOutcomes(), created: 100_000, rejected: 1 });
  expect(shares.map((share) => share.outcome)).toEqual(['created', 'rejected']);
  expect(shares[1]?.share).toBeGreaterThan(1.5);
});

test('a bar is full, holds every outcome that occurred and keeps their order of size', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1_000_000), { minLength: outcomes.length, maxLength: outcomes.length }), (numbers) => {
      const counts = Object.fromEntries(outcomes.map((outcome, index) => [outcome, numbers[index] ?? 0])) as ReturnType<typeof noOutcomes>;
      const shares = outcomeShares(counts);
      expect(shares.length).toBe(numbers.filter((count) => count > 0).length);
      if (shares.length > 0) expect(shares.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(100);
      for (const a of shares) for (const b of shares) if (a.count > b.count) expect(a.share).toBeGreaterThanOrEqual(b.share);
    }),
  );
});
