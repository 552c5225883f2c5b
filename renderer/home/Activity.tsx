import { ChartColumn, Table } from 'lucide-react';
import { Suspense, lazy, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity } from '#renderer/queries/runs.ts';
import { dayText } from '#renderer/runs/text/timeText.ts';
import { useLocale, useNow } from '#renderer/runs/text/Time.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { EmptyState, Skeleton } from '#renderer/ui/states.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { activityDays, localDay, parts, totalOf, type ActivityDay, type ActivityPart } from './activityDays.ts';
import { Section } from './Section.tsx';

// The chart brings its library with it; the page opens without waiting for that.
const ActivityChart = lazy(() => import('./ActivityChart.tsx').then((module) => ({ default: module.ActivityChart })));

export const ACTIVITY_DAYS = 30;
const dots: Readonly<Record<ActivityPart, string>> = { arrived: 'bg-created', untouched: 'bg-unchanged', waiting: 'bg-parked' };

/** How many records came through on each of the last days, as a picture or as a table. */
export function Activity() {
  const { t } = useTranslation('home');
  const rows = useActivity(ACTIVITY_DAYS);
  // Anew at midnight, not at every tick.
  const today = localDay(useNow());
  const days = useMemo(() => activityDays(rows.data ?? [], ACTIVITY_DAYS, Date.parse(`${today}T12:00:00`)), [rows.data, today]);
  const [look, setLook] = useState<'chart' | 'table'>('chart');
  const [at, setAt] = useState<number | null>(null);
  const locale = useLocale();
  const count = (value: number) => value.toLocaleString(locale);
  const summary = parts.map((part) => `${t(`activity.${part}`)} ${count(totalOf(days, part))}`).join(', ');
  const shown = at === null ? undefined : days[at];
  return (
    <Section
      title={t('activity.title')}
      aside={
        <Segmented<'chart' | 'table'>
          label={t('activity.look')}
          value={look}
          onChange={setLook}
          options={[
            { value: 'chart', label: <ChartColumn size={14} aria-hidden />, name: t('activity.chart') },
            { value: 'table', label: <Table size={14} aria-hidden />, name: t('activity.table') },
          ]}
        />
      }
    >
      <div className="flex h-52 flex-auto flex-col px-4 pt-3 pb-2">
        {rows.isPending ? (
          <Skeleton className="flex-1" />
        ) : rows.isError ? (
          <p className="text-13 text-muted">{t('unreadable')}</p>
        ) : days.every((day) => parts.every((part) => day[part] === 0)) ? (
          <EmptyState icon={ChartColumn} title={t('activity.none')} />
        ) : look === 'table' ? (
          <DayTable days={days} />
        ) : (
          <>
            <Suspense fallback={<Skeleton className="flex-1" />}>
              <ActivityChart days={days} label={t('activity.summary', { days: ACTIVITY_DAYS, summary })} onPoint={setAt} />
            </Suspense>
            <p className="mt-2 flex h-5 shrink-0 items-center gap-4 text-12 whitespace-nowrap text-muted">
              <span className="tabular min-w-24 font-medium text-text">{shown ? dayText(shown.day, locale) : t('activity.all', { days: ACTIVITY_DAYS })}</span>
              {parts.map((part) => (
                <span key={part} className="flex items-center gap-1.5">
                  <span aria-hidden className={classes('size-2 rounded-full', dots[part])} />
                  {t(`activity.${part}`)} <span className="tabular text-text">{count(shown ? shown[part] : totalOf(days, part))}</span>
                </span>
              ))}
            </p>
          </>
        )}
      </div>
    </Section>
  );
}

/** The figures of the chart, the newest day first. */
function DayTable({ days }: { readonly days: readonly ActivityDay[] }) {
  const { t } = useTranslation('home');
  const locale = useLocale();
  return (
    // Its rows are more than fit, so it can be reached and scrolled by the keyboard.
    <div tabIndex={0} role="region" aria-label={t('activity.table')} className="scroll-y -mx-4 min-h-0 flex-1 px-4">
      <table className="w-full text-12" data-selectable>
        <thead className="sticky top-0 bg-surface">
          <tr className="text-muted">
            <th scope="col" className="py-1 text-left font-normal">{t('activity.day')}</th>
            {parts.map((part) => (
              <th key={part} scope="col" className="py-1 text-right font-normal">{t(`activity.${part}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day} className="border-t border-line">
              <th scope="row" className="py-0.5 text-left font-normal">{dayText(day.day, locale)}</th>
              {parts.map((part) => (
                <td key={part} className={classes('tabular py-0.5 text-right', day[part] === 0 && 'text-faint')}>{day[part].toLocaleString(locale)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
