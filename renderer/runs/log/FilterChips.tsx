import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '../story/CopyButton.tsx';
import type { LogNarrow } from '../logState.ts';
import { shortDateTime } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';
import { filterText, type LogFilter } from './filterText.ts';

interface FilterChipsProps {
  readonly filter: LogFilter;
  readonly nodeName: (id: string) => string;
  readonly onChange: (narrow: LogNarrow) => void;
  readonly onClear: () => void;
}

/** What the log is narrowed down to: each part can be taken away, and the whole be sent to somebody as text. */
export function FilterChips({ filter, nodeName, onChange, onClear }: FilterChipsProps) {
  const { t } = useTranslation('records');
  const locale = useLocale();
  const { outcomes: _outcomes, search: _search, ...narrow } = filter;
  const { reasons = [], nodes = [], from, until } = narrow;
  if (reasons.length + nodes.length === 0 && from === undefined && until === undefined) return null;
  const without = (key: 'from' | 'until') => {
    const { [key]: _gone, ...others } = narrow;
    onChange(others);
  };
  const moment = (at: number) => shortDateTime(at, Date.now(), locale);
  return (
    <div role="group" aria-label={t('filtered')} className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line px-3 py-1">
      {from !== undefined && <Chip text={t('since', { time: moment(from) })} onRemove={() => without('from')} />}
      {until !== undefined && <Chip text={t('before', { time: moment(until) })} onRemove={() => without('until')} />}
      {nodes.map((node) => <Chip key={node} text={t('atNode', { node: nodeName(node) })} onRemove={() => onChange({ ...narrow, nodes: nodes.filter((one) => one !== node) })} />)}
      {reasons.map((code) => <Chip key={code} text={code} isCode onRemove={() => onChange({ ...narrow, reasons: reasons.filter((one) => one !== code) })} />)}
      <span className="flex-1" />
      <CopyButton words label={t('copyFilter')} text={() => filterText(filter)} />
      <Button size="small" look="quiet" onClick={onClear}>{t('clearFilter')}</Button>
    </div>
  );
}

function Chip({ text, isCode = false, onRemove }: { readonly text: string; readonly isCode?: boolean; readonly onRemove: () => void }) {
  const { t } = useTranslation('records');
  return (
    <span className="inline-flex h-6 max-w-72 items-center gap-1 rounded-full border border-line-strong bg-sunken pr-0.5 pl-2 text-12">
      <span className={isCode ? 'truncate font-mono' : 'truncate'}>{text}</span>
      <button type="button" aria-label={t('removeFilter', { filter: text })} onClick={onRemove} className="rounded-full p-0.5 text-muted hover:bg-hover hover:text-text">
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
