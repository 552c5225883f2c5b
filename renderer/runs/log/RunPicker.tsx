import { useTranslation } from 'react-i18next';
import type { RunSummary } from '#shared/records/runs.ts';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import type { RunChoice } from '../logState.ts';
import { shortDateTime } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';

interface RunPickerProps {
  readonly runs: readonly RunSummary[];
  readonly choice: RunChoice;
  readonly onChoose: (choice: RunChoice) => void;
  readonly loading: boolean;
  /** Only the name of the choice; when it was stands in the list. */
  readonly narrow: boolean;
}

/** Which run the log shows: the newest (also the next one that starts), a chosen one, or all of the flow. */
export function RunPicker({ runs, choice, onChoose, loading, narrow }: RunPickerProps) {
  const { t } = useTranslation(['runs', 'ui']);
  const locale = useLocale();
  const now = Date.now();
  const name = (run: RunSummary) => shortDateTime(run.startedAt, now, locale);
  // A run that went through needs no word for it; its problems stand in the outcomes.
  const wentThrough = (run: RunSummary) => run.status === 'succeeded' || run.status === 'problems';
  const state = (run: RunSummary) => [run.dryRun ? t('dryRun') : '', run.version === 'draft' ? t('version.draft') : '', wentThrough(run) ? '' : t(`ui:runStatus.${run.status}`), run.read.toLocaleString(locale)].filter(Boolean).join(' · ');
  const latest = runs[0];
  const options = [
    { value: 'latest', label: t('latestRun'), detail: latest && !narrow ? name(latest) : undefined },
    { value: 'all', label: t('allRuns'), detail: undefined },
    // The chosen one stands in the button, where only its name and size find room.
    ...runs.map((run) => ({ value: `run ${run.runId}`, label: name(run), detail: choice.kind !== 'run' || choice.runId !== run.runId ? state(run) : narrow ? undefined : run.read.toLocaleString(locale) })),
  ];
  return (
    <Combobox
      label={t('chooseRun')}
      className={narrow ? 'w-40!' : 'w-56!'}
      loading={loading}
      options={options}
      value={choice.kind === 'run' ? `run ${choice.runId}` : choice.kind}
      onChange={(value) => onChoose(value === 'latest' || value === 'all' ? { kind: value } : { kind: 'run', runId: value.slice(4) })}
    />
  );
}
