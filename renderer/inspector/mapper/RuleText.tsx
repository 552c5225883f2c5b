import { Braces, Quote, Sigma, Type } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { sourceText } from './sourceText.ts';

const sourceIcons = { path: Type, firstOf: Type, template: Braces, constant: Quote, formula: Sigma } as const;

/** What fills a field: its source, and that a table and functions follow. */
export function RuleText({ rule }: { readonly rule: FieldRule | undefined | null }): ReactNode {
  const { t } = useTranslation('editor');
  if (!rule) return <span className="truncate text-12 text-faint">{t('mapper.unmapped')}</span>;
  const Icon = sourceIcons[rule.from.kind];
  const extras = [...(rule.lookup ? [t('mapper.table')] : []), ...(rule.functions ?? []).map((call) => call.name)];
  return (
    <span className="flex min-w-0 items-center gap-1 text-12">
      <Icon size={12} aria-label={t(`mapper.kind.${rule.from.kind}`)} className="shrink-0 text-faint" />
      <span className="min-w-6 shrink truncate text-muted" title={sourceText(rule.from)}>{sourceText(rule.from)}</span>
      {extras[0] && <span className="max-w-24 shrink-0 truncate rounded-4 bg-sunken px-1 text-muted">{extras[0]}</span>}
      {extras.length > 1 && <span className="shrink-0 text-faint" title={extras.join(' → ')}>+{extras.length - 1}</span>}
      {rule.write && rule.write !== 'both' && <span className="max-w-24 shrink-0 truncate rounded-4 border border-line px-1 text-faint">{t(`mapper.writeMode.${rule.write}`)}</span>}
    </span>
  );
}
