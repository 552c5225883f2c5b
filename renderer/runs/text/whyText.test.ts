import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { outcomes } from '#shared/records/outcomes.ts';
import { outcomeKey } from '#renderer/ui/OutcomeBadge.tsx';
import { whyText } from './whyText.ts';

const t = ((key: string, { what }: { what: string }) => `${key}(${what})`) as unknown as TFunction<'ui'>;
const why = whyText(t, ({ text }) => ({ what: text }));
const reason = { code: 'quickbooks.created', text: 'Sales receipt made.' };

test('what a dry run would make or change is said as a plan, by its word and by its reason; all else as in any run', () => {
  for (const outcome of outcomes) {
    const isPlan = outcome === 'created' || outcome === 'updated';
    expect(outcomeKey(outcome, true)).toBe(isPlan ? `planned.${outcome}` : `outcome.${outcome}`);
    expect(outcomeKey(outcome, false)).toBe(`outcome.${outcome}`);
    expect(why({ outcome, reason }, true)).toBe(isPlan ? 'planned.reason(Sales receipt made.)' : 'Sales receipt made.');
    expect(why({ outcome, reason }, false)).toBe('Sales receipt made.');
  }
});

test('a record without a reason says nothing', () => {
  expect(why({ outcome: 'created' }, true)).toBeUndefined();
});
