import { CircleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { useTriedRule } from './useTriedRule.ts';

/** What a formula gives for the current record, or in words what is wrong and at which letter. */
export function FormulaResult({ text, scope }: { readonly text: string; readonly scope: unknown }) {
  const { t } = useTranslation('editor');
  const rule = useMemo((): FieldRule | undefined => (text.trim() === '' ? undefined : { target: 'value', from: { kind: 'formula', text } }), [text]);
  const tried = useTriedRule(rule, scope);
  if (!tried) return null;
  if ('error' in tried) {
    return (
      <p role="status" className="flex items-start gap-1 text-12 text-failed">
        <CircleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
        <span>
          {tried.error} <span className="text-muted">{tried.fix}</span>
        </span>
      </p>
    );
  }
  return (
    <p role="status" className="text-12 text-muted">
      = <span className={tried.text === '' ? 'text-faint' : 'font-medium text-text'}>{tried.text || t('form.empty')}</span>
    </p>
  );
}
