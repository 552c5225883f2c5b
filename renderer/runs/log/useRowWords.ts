import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { outcomeKey } from '#renderer/ui/OutcomeBadge.tsx';
import type { Reason } from '#shared/records/outcomes.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { useTargetText } from '../text/targetText.ts';
import { localeOf } from '../text/timeText.ts';
import { useWhyText } from '../text/whyText.ts';
import type { RunFacts } from './useRunFacts.ts';

/** What the cells of a row say in the reader's language; the same object until the language changes. */
export interface RowWords {
  readonly locale: string;
  /** Why it ended as it did, in one sentence, made once for each reason: a row may be drawn many times. */
  readonly whyOf: (row: RecordRow) => string | undefined;
  /** What can be done about it. */
  readonly fixOf: (row: RecordRow) => string | undefined;
  readonly targetText: ReturnType<typeof useTargetText>;
  readonly outcomeWord: (row: RecordRow) => string;
}

export function useRowWords({ isDry, isOver }: RunFacts): RowWords {
  const { t, i18n } = useTranslation('ui');
  const { ofReason } = useSpoken();
  const why = useWhyText();
  const targetText = useTargetText();
  return useMemo(() => {
    const texts = new WeakMap<Reason, string>();
    const whyOf = (row: RecordRow): string | undefined => {
      const { reason } = row;
      if (!reason) return row.outcome === 'pending' && isOver(row.runId) ? t('notTried') : undefined;
      let text = texts.get(reason);
      if (text === undefined && (text = why(row, isDry(row.runId))) !== undefined) texts.set(reason, text);
      return text;
    };
    return { locale: localeOf(i18n.language), whyOf, fixOf: ({ reason }) => reason && ofReason(reason).fix, targetText, outcomeWord: (row) => t(outcomeKey(row.outcome, isDry(row.runId))) };
  }, [t, i18n.language, ofReason, why, targetText, isDry, isOver]);
}
