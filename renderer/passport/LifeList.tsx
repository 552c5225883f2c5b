import { ArrowRight, ChevronRight, GitCompareArrows, PenLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LifeRow, WriteMade } from '#shared/records/passport.ts';
import { useStory } from '#renderer/queries/records.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { goToRecord } from '#renderer/runs/goTo.ts';
import { ChangeTable } from '#renderer/runs/story/ChangeTable.tsx';
import { diffRecords } from '#renderer/runs/story/diffRecords.ts';
import { useTargetText } from '#renderer/runs/text/targetText.ts';
import { absoluteTime, isSameDay, shortDateTime } from '#renderer/runs/text/timeText.ts';
import { useLocale } from '#renderer/runs/text/Time.tsx';
import { useWhyText } from '#renderer/runs/text/whyText.ts';
import { usePlaceWords } from './usePlaceWords.ts';

/** Each time a record went through a flow, newest first; a row opens what was written and what had changed since the time before. */
export function LifeList({ rows, writes, more }: { readonly rows: readonly LifeRow[]; readonly writes: readonly WriteMade[]; readonly more: boolean }) {
  const { t } = useTranslation('records');
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section aria-label={t('passport.lifeTitle')} className="rounded-8 border border-line bg-surface">
      <h3 className="border-b border-line px-3 py-1.5 text-12 font-medium text-muted">{t('passport.lifeTitle')}</h3>
      <ol>
        {rows.map((row, index) => {
          const name = `${row.runId}/${row.seq}`;
          const before = rows.slice(index + 1).find((one) => one.identity.connectionId === row.identity.connectionId && one.identity.key === row.identity.key);
          return <LifeEntry key={name} row={row} before={before} newDay={index === 0 || !isSameDay(rows[index - 1]!.at, row.at)} writes={writes.filter((write) => write.runId === row.runId && write.seq === row.seq)} open={open === name} onToggle={() => setOpen(open === name ? null : name)} />;
        })}
      </ol>
      {more && <p className="border-t border-line px-3 py-1.5 text-12 text-muted">{t('passport.more', { count: rows.length })}</p>}
    </section>
  );
}

interface LifeEntryProps {
  readonly row: LifeRow;
  readonly before: LifeRow | undefined;
  readonly newDay: boolean;
  readonly writes: readonly WriteMade[];
  readonly open: boolean;
  readonly onToggle: () => void;
}

function LifeEntry({ row, before, newDay, writes, open, onToggle }: LifeEntryProps) {
  const { t } = useTranslation('records');
  const { ofFlow } = usePlaceWords();
  const why = useWhyText()(row, row.dryRun);
  const targetText = useTargetText();
  const locale = useLocale();
  return (
    <li className={classes('border-b border-line last:border-b-0', newDay && 'border-t-0')}>
      <div className={classes('flex items-start gap-3 px-3 py-2', open ? 'bg-accent-soft' : 'hover:bg-hover')}>
        <button type="button" aria-expanded={open} onClick={onToggle} className="flex min-w-0 flex-1 items-start gap-3 rounded-4 text-left">
          <ChevronRight size={14} aria-hidden className={classes('mt-1 shrink-0 text-faint transition-transform', open && 'rotate-90')} />
          <time dateTime={new Date(row.at).toISOString()} title={absoluteTime(row.at, locale)} className="tabular w-28 shrink-0 text-12 leading-5 text-muted">{shortDateTime(row.at, Date.now(), locale)}</time>
          <OutcomeBadge outcome={row.outcome} planned={row.dryRun} look="bare" className="w-24 shrink-0" />
          <span className="min-w-0 flex-1 text-13">
            <span className="block break-words">{why}</span>
            <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
              <span>{ofFlow(row.flowId)}</span>
              {row.dryRun && <Badge tone="accent">{t('passport.dryRun')}</Badge>}
              {row.target && <span className="tabular inline-flex items-center gap-1"><ArrowRight size={12} aria-hidden className="text-faint" />{targetText(row.target)}</span>}
            </span>
          </span>
        </button>
        <Button size="small" onClick={() => goToRecord(row.flowId, { runId: row.runId, seq: row.seq })}>{t('passport.story')}</Button>
      </div>
      {open && (
        <div className="flex flex-col gap-3 border-t border-line px-3 py-2.5 pl-10">
          {writes.map((write, index) => (
            <p key={index} className="flex items-center gap-2 text-13">
              <PenLine size={14} aria-hidden className="text-muted" />
              {t(`passport.write_${write.adopted ? 'adopted' : write.state}`, { what: write.type === undefined ? write.effect : targetText({ type: write.type, id: write.id ?? '', ...(write.label !== undefined && { label: write.label }) }) })}
            </p>
          ))}
          {before ? <ChangedSince row={row} before={before} /> : <p className="text-12 text-muted">{t('passport.firstTime')}</p>}
        </div>
      )}
    </li>
  );
}

/** What the source said otherwise the time before. */
function ChangedSince({ row, before }: { readonly row: LifeRow; readonly before: LifeRow }) {
  const { t } = useTranslation('records');
  const locale = useLocale();
  const now = useStory(row.runId, row.seq);
  const then = useStory(before.runId, before.seq);
  if (now.isPending || then.isPending) return <Skeleton className="h-3 w-48" />;
  if (!now.data?.source || !then.data?.source) return <p className="text-12 text-muted">{t('passport.dataGone')}</p>;
  const changes = diffRecords(then.data.source, now.data.source);
  const heads = { before: shortDateTime(before.at, Date.now(), locale), after: shortDateTime(row.at, Date.now(), locale) };
  if (changes.length === 0) return <p className="flex items-center gap-1.5 text-12 text-muted"><GitCompareArrows size={14} aria-hidden />{t('passport.sameAsBefore', { time: heads.before })}</p>;
  return (
    <div className="overflow-hidden rounded-6 border border-line bg-sunken">
      <ChangeTable changes={changes} isUpdate heads={heads} />
    </div>
  );
}
