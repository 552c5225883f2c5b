import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isPlanned } from '#shared/records/planned.ts';
import type { RecordRow } from '#shared/records/story.ts';
import { useSpoken, type Said } from '#renderer/i18n/useSpoken.ts';

/** Why a record ended as it did, in one sentence; of a dry run what would be done. */
export type WhyText = (row: Pick<RecordRow, 'outcome'> & { readonly reason?: RecordRow['reason'] | undefined }, dryRun: boolean) => string | undefined;

/** The one place that says it, wherever a record's reason stands. `t` speaks the texts of `ui`. */
export function whyText(t: TFunction<'ui'>, ofReason: (reason: NonNullable<RecordRow['reason']>) => Said): WhyText {
  return ({ outcome, reason }, dryRun) => {
    if (!reason) return undefined;
    const { what } = ofReason(reason);
    return isPlanned(outcome, dryRun) ? t('planned.reason', { what }) : what;
  };
}

/** The same function until the language changes. */
export function useWhyText(): WhyText {
  const { t } = useTranslation('ui');
  const { ofReason } = useSpoken();
  return useMemo(() => whyText(t, ofReason), [t, ofReason]);
}
