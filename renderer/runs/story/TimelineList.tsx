import { ArrowDownToLine, ArrowLeftRight, CircleX, ClipboardList, Dot, Fingerprint, Shuffle, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import { durationText } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import type { TimelineRow } from './timeline.ts';

const icons: Readonly<Record<TimelineRow['kind'], LucideIcon>> = { read: ArrowDownToLine, mapped: Shuffle, note: Dot, warning: TriangleAlert, error: CircleX, plan: ClipboardList, exchange: ArrowLeftRight, life: Fingerprint };
const tones: Readonly<Partial<Record<TimelineRow['kind'], string>>> = { warning: 'text-parked', error: 'text-failed' };

interface TimelineListProps {
  readonly rows: readonly TimelineRow[];
  readonly openId: string;
  readonly onOpen: (id: string) => void;
  /** With it the open row shows its details under itself. */
  readonly renderDetail?: (row: TimelineRow) => ReactNode;
}

/** What happened to the record, one step a row; the open one is marked. */
export function TimelineList({ rows, openId, onOpen, renderDetail }: TimelineListProps) {
  const { t } = useTranslation(['runs', 'records']);
  const { ofReason, ofError } = useSpoken();
  const locale = useLocale();
  const text = (row: TimelineRow) => {
    switch (row.kind) {
      case 'read':
        return t('story.read');
      case 'mapped':
        return t('story.mapped');
      case 'exchange':
        return row.exchanges.map((one) => one.operation).join(', ');
      case 'plan':
        return row.decision.writes.length === 0 ? t('story.planNothing') : t('story.plan', { count: row.decision.writes.length });
      case 'life':
        return t('records:life.row');
      case 'error':
        return ofError(row.error).what;
      default:
        return ofReason(row.text).what;
    }
  };
  return (
    <ol aria-label={t('story.timeline')} className="flex flex-col py-1">
      {rows.map((row, index) => {
        const Icon = icons[row.kind];
        const open = row.id === openId;
        return (
          <li key={row.id} className="relative">
            {index < rows.length - 1 && <span aria-hidden className="absolute top-6 -bottom-1 left-[21px] w-px bg-line" />}
            <button
              type="button"
              aria-expanded={open}
              aria-current={open ? 'step' : undefined}
              onClick={() => onOpen(row.id)}
              className={classes('relative flex w-full items-start gap-2 py-1 pr-3 pl-3 text-left text-13 focus-visible:outline-offset-[-2px]', open ? 'bg-accent-soft' : 'hover:bg-hover')}
            >
              <span className={classes('mt-px flex size-4.5 shrink-0 items-center justify-center rounded-full border border-line bg-surface', tones[row.kind] ?? 'text-muted')}>
                <Icon size={row.kind === 'note' ? 16 : 10} aria-hidden />
              </span>
              <span className="min-w-0 flex-1">
                <span className={classes('block break-words', row.kind === 'error' && 'text-failed', row.kind === 'warning' && 'text-parked')}>{text(row)}</span>
                {row.exchanges.length > 0 && (
                  <span className="tabular block text-12 text-faint">
                    {t('story.calls', { count: row.exchanges.length })} · {durationText(row.exchanges.reduce((sum, one) => sum + one.ms, 0), locale)}
                  </span>
                )}
              </span>
            </button>
            {open && renderDetail && <div className="relative border-y border-line bg-surface p-3">{renderDetail(row)}</div>}
          </li>
        );
      })}
    </ol>
  );
}
