import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { useTargetText } from '../text/targetText.ts';
import { localeOf } from '../text/timeText.ts';

/** What the cells of a row say in the reader's language; the same object until the language changes. */
export interface RowWords {
  readonly locale: string;
  readonly ofReason: ReturnType<typeof useSpoken>['ofReason'];
  /** The sentence alone, made once for each reason: a row may be drawn many times. */
  readonly reasonText: (reason: Reason) => string;
  readonly targetText: ReturnType<typeof useTargetText>;
  readonly outcomeWord: (outcome: RecordRow['outcome']) => string;
}

export function useRowWords(): RowWords {
  const { t, i18n } = useTranslation('ui');
  const { ofReason } = useSpoken();
  const targetText = useTargetText();
  return useMemo(() => {
    const texts = new WeakMap<Reason, string>();
    const reasonText = (reason: Reason): string => {
      let text = texts.get(reason);
      if (text === undefined) texts.set(reason, (text = ofReason(reason).what));
      return text;
    };
    return { locale: localeOf(i18n.language), ofReason, reasonText, targetText, outcomeWord: (outcome) => t(`outcome.${outcome}`) };
  }, [t, i18n.language, ofReason, targetText]);
}
