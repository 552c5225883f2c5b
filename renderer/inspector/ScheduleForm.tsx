import { useTranslation } from 'react-i18next';
import { setSchedule } from '#shared/flow/edit.ts';
import { nextDue, ScheduleSchema, weekdays, type Schedule } from '#shared/flow/schedule.ts';
import { Time, useLocale, useNow } from '#renderer/runs/text/Time.tsx';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { FluxoError } from '#shared/errors.ts';

type When = Schedule['when'];
type Kind = When['kind'];

const minuteChoices = [5, 15, 30, 60, 120, 240, 480, 720, 1440];
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What each kind begins with. */
const first: { readonly [K in Kind]: () => Extract<When, { kind: K }> } = {
  interval: () => ({ kind: 'interval', minutes: 15 }),
  calendar: () => ({ kind: 'calendar', days: ['mon', 'tue', 'wed', 'thu', 'fri'], times: ['07:00'], timeZone: ownZone() }),
  cron: () => ({ kind: 'cron', cron: '0 7 * * 1-5', timeZone: ownZone() }),
};

/** When the flow runs by itself, and when that is next. */
export function ScheduleForm() {
  const { t } = useTranslation(['editor', 'versions']);
  const schedule = useEditor((state) => state.flow?.schedule);
  const when = schedule?.when ?? first.interval();
  const change = (next: Schedule) => {
    if (ScheduleSchema.safeParse(next).success) useEditor.getState().edit((flow) => setSchedule(flow, next));
    else toastError(new FluxoError({ code: 'schedule.bad', kind: 'data', what: t('schedule.bad'), fix: t('schedule.badFix') }));
  };
  const changeWhen = (next: When) => change({ enabled: schedule?.enabled ?? true, when: next });
  return (
    <section className="flex flex-col gap-4 border-b border-line p-4">
      <div className="flex items-center justify-between gap-2">
        <h3 id="schedule-title" className="text-13 font-semibold">{t('schedule.title')}</h3>
        <Switch label={t('schedule.title')} checked={schedule?.enabled ?? false} onChange={(enabled) => change({ enabled, when })} />
      </div>
      {!schedule?.enabled && <p className="text-12 text-faint">{t('versions:live.switchHelp')}</p>}
      {schedule?.enabled && (
        <>
          <Segmented<Kind> label={t('schedule.kind')} value={when.kind} onChange={(kind) => changeWhen(first[kind]())} options={(['interval', 'calendar', 'cron'] as const).map((kind) => ({ value: kind, label: t(`schedule.${kind}`) }))} />
          {when.kind === 'interval' && <IntervalFields when={when} change={changeWhen} />}
          {when.kind === 'calendar' && <CalendarFields when={when} change={changeWhen} />}
          {when.kind === 'cron' && <Field label={t('schedule.pattern')} help={t('schedule.patternHelp')}>{(ids) => <CommitInput whenDone {...ids} className="tabular" value={when.cron} onCommit={(cron) => changeWhen({ ...when, cron: cron.trim() })} />}</Field>}
          {when.kind !== 'interval' && <Field label={t('schedule.timeZone')}>{(ids) => <CommitInput whenDone {...ids} value={when.timeZone} onCommit={(timeZone) => changeWhen({ ...when, timeZone: timeZone.trim() })} />}</Field>}
          <NextRuns schedule={schedule} />
        </>
      )}
    </section>
  );
}

function IntervalFields({ when, change }: { readonly when: Extract<When, { kind: 'interval' }>; readonly change: (when: When) => void }) {
  const { t } = useTranslation('editor');
  const choices = minuteChoices.includes(when.minutes) ? minuteChoices : [when.minutes, ...minuteChoices];
  const label = (minutes: number) => (minutes % 60 === 0 ? t('schedule.hours', { count: minutes / 60 }) : t('schedule.minutes', { count: minutes }));
  return <Field label={t('schedule.every')}>{(ids) => <Select {...ids} value={String(when.minutes)} onChange={(minutes) => change({ ...when, minutes: Number(minutes) })} options={choices.map((minutes) => ({ value: String(minutes), label: label(minutes) }))} />}</Field>;
}

function CalendarFields({ when, change }: { readonly when: Extract<When, { kind: 'calendar' }>; readonly change: (when: When) => void }) {
  const { t } = useTranslation('editor');
  const locale = useLocale();
  // 1 January 2024 was a Monday.
  const name = (index: number, weekday: 'short' | 'long') => new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + index)));
  const toggle = (day: (typeof weekdays)[number]) => {
    const days = weekdays.filter((other) => (other === day) !== when.days.includes(other));
    if (days.length > 0) change({ ...when, days });
  };
  return (
    <>
      <div role="group" aria-label={t('schedule.days')} className="flex flex-wrap gap-1">
        {weekdays.map((day, index) => (
          <button key={day} type="button" aria-pressed={when.days.includes(day)} title={name(index, 'long')} onClick={() => toggle(day)} className={classes('h-7 min-w-9 rounded-6 border px-1.5 text-12', when.days.includes(day) ? 'border-accent bg-accent text-on-accent' : 'border-line-strong text-muted hover:border-faint')}>
            {name(index, 'short').replace('.', '')}
          </button>
        ))}
      </div>
      <Field label={t('schedule.times')} help={t('schedule.timesHelp')}>
        {(ids) => <CommitInput whenDone {...ids} className="tabular" value={when.times.join(', ')} onCommit={(text) => change({ ...when, times: text.split(/[,;\s]+/).filter((time) => time !== '').map((time) => time.padStart(5, '0')) })} />}
      </Field>
    </>
  );
}

function NextRuns({ schedule }: { readonly schedule: Schedule }) {
  const { t } = useTranslation('editor');
  const now = useNow();
  const next: number[] = [];
  for (let at = nextDue(schedule, now); at !== null && next.length < 3; at = nextDue(schedule, at)) next.push(at);
  return (
    <p className="text-12 text-muted">
      {t('schedule.next')}{' '}
      {next.map((at, index) => (
        <span key={at} className="tabular">
          {index > 0 && ' · '}
          <Time at={at} look="date" />
        </span>
      ))}
    </p>
  );
}
