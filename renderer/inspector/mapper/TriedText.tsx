import { CircleAlert, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import type { Tried } from './tryRule.ts';

/** What a rule or a part of it gives for the current record, or in words what is wrong and how to put it right. */
export function TriedText({ tried }: { readonly tried: Tried }) {
  const { t } = useTranslation('editor');
  const { ofError, ofReason } = useSpoken();
  if ('error' in tried) {
    const { what, fix } = ofError(tried.error);
    return (
      <p role="status" className="flex items-start gap-1 text-12 text-failed">
        <CircleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          {what} <span className="text-muted">{fix}</span>
        </span>
      </p>
    );
  }
  return (
    <p role="status" className="flex items-start gap-1 text-12 text-muted" data-selectable>
      = <span className={tried.text === '' ? 'text-faint' : 'font-medium break-words text-text'}>{tried.text || t('form.empty')}</span>
      {tried.warning && <TriangleAlert size={12} aria-label={ofReason(tried.warning).what} className="mt-0.5 shrink-0 text-parked" />}
    </p>
  );
}
