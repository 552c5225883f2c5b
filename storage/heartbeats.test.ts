import { expect, test } from 'vitest';
import { useWorkspace } from './testing/useWorkspace.ts';

const used = useWorkspace();

test('what is expected of a flow counts from when its rule was made, and from now on when the clock was ahead then', async () => {
  const { heartbeats } = used.workspace;
  const [now, year] = [1_800_000_000_000, 365 * 86_400_000];
  expect(await heartbeats.expectedSince('sales', 'every hour', now)).toBe(now);
  expect(await heartbeats.expectedSince('sales', 'every hour', now + 5000)).toBe(now);
  expect(await heartbeats.expectedSince('sales', 'every day', now + year)).toBe(now + year);
  expect(await heartbeats.expectedSince('sales', 'every day', now + 9000)).toBe(now + 9000);
  expect(await heartbeats.expectedSince('sales', 'every day', now + 20_000)).toBe(now + 9000);
});
