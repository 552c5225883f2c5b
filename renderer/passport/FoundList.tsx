import { ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FoundRecord } from '#shared/records/passport.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { InlineAmount } from '#renderer/runs/text/InlineAmount.tsx';
import { Time } from '#renderer/runs/text/Time.tsx';
import type { LookInside } from './useLookInside.ts';
import { usePlaceWords } from './usePlaceWords.ts';

interface FoundListProps {
  readonly rows: readonly FoundRecord[];
  readonly search: string;
  readonly isOpen: (one: FoundRecord) => boolean;
  readonly onOpen: (one: FoundRecord) => void;
  readonly inside: LookInside;
}

/** What was found, the last seen first; and the way to look inside everything that was read and sent. */
export function FoundList({ rows, search, isOpen, onOpen, inside }: FoundListProps) {
  const { t } = useTranslation('records');
  const { ofStream, ofConnection } = usePlaceWords();
  return (
    <>
      {rows.length > 0 && (
        <ul aria-label={t('passport.found')} className="scroll-y min-h-0 flex-1">
          {rows.map((one) => (
            <li key={JSON.stringify(one.identity)} className="border-b border-line">
              <button type="button" aria-current={isOpen(one) || undefined} onClick={() => onOpen(one)} className={classes('flex w-full flex-col gap-0.5 px-4 py-2 text-left focus-visible:outline-offset-[-2px]', isOpen(one) ? 'bg-accent-soft' : 'hover:bg-hover')}>
                <span className="flex w-full items-center gap-2">
                  <span className="tabular shrink-0 truncate text-13 font-medium">{one.row.title}</span>
                  <span className="min-w-0 flex-1 truncate text-13 text-muted">{one.row.subtitle}</span>
                  {one.row.amount && <InlineAmount amount={one.row.amount} className="text-12" />}
                </span>
                <span className="flex w-full items-center gap-2 text-12 text-muted">
                  <span className="min-w-0 flex-1 truncate">
                    {ofStream(one.identity.stream)} · {ofConnection(one.identity.connectionId)}
                    {one.as !== undefined && ` · ${t('passport.as', { id: one.as })}`}
                  </span>
                  <Time at={one.row.at} className="shrink-0" />
                </span>
                <span className="flex w-full items-center gap-2 text-12 text-muted">
                  <OutcomeBadge outcome={one.row.outcome} planned={one.dryRun} look="bare" />
                  {one.times > 1 && <span className="tabular">{t('passport.times', { count: one.times })}</span>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes('shrink-0 p-3 text-12 text-muted', rows.length > 0 && 'border-t border-line')}>
        {rows.length === 0 && inside.state !== 'looking' && <p className="pb-2 text-13">{t(inside.state === 'done' ? 'passport.nothingAtAll' : 'passport.nothing', { search })}</p>}
        {inside.state === 'idle' && search.length >= 3 && (
          <>
            <Button icon={ScanSearch} onClick={inside.start}>{t('passport.lookInside')}</Button>
            <p className="pt-1.5">{t('passport.lookInsideHelp')}</p>
          </>
        )}
        {inside.state === 'looking' && (
          <div className="flex items-center gap-2" role="status">
            <span className="flex-1">
              {t('passport.looking')} {inside.lookedBackTo !== null && <Time at={inside.lookedBackTo} look="date" />}
            </span>
            <Button size="small" onClick={inside.stop}>{t('passport.stop')}</Button>
          </div>
        )}
        {inside.state === 'done' && rows.length > 0 && <p role="status">{t('passport.looked')}</p>}
        {inside.error && <ErrorNote error={inside.error} />}
      </div>
    </>
  );
}
