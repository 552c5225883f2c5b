import { Circle, CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { testStages, type TestStage } from '#shared/catalog/catalog.ts';
import type { TestReport } from '#shared/ipc/contract.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { classes } from '#renderer/ui/classes.ts';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { Spinner } from '#renderer/ui/Spinner.tsx';

const looks = {
  ok: { icon: CircleCheck, text: 'text-created' },
  failed: { icon: CircleX, text: 'text-failed' },
  skipped: { icon: CircleMinus, text: 'text-faint' },
  waiting: { icon: Circle, text: 'text-faint' },
} as const;

/** The four stages of a test with what each one found; the first that fails says what is wrong and how to fix it. */
export function StagedTest({ report, testing }: { readonly report: TestReport | undefined; readonly testing: boolean }) {
  const { t } = useTranslation('connections');
  const { ofReason } = useSpoken();
  const stageOf = (stage: TestStage) => (testing ? undefined : report?.stages.find((one) => one.stage === stage));
  return (
    <ol aria-label={t('test.label')} aria-busy={testing || undefined} className="flex flex-col">
      {testStages.map((stage, index) => {
        const result = stageOf(stage);
        const { icon: Icon, text } = looks[result?.state ?? 'waiting'];
        return (
          <li key={stage} className="flex gap-2 py-1.5">
            <span className="flex size-5 shrink-0 items-center justify-center">{testing && index === 0 ? <Spinner className="text-accent" /> : <Icon size={14} aria-hidden className={text} />}</span>
            <div className="min-w-0 flex-1">
              <p className="text-13">
                <span className={classes('font-medium', !result && !testing && 'text-muted')}>{t(`test.stage.${stage}`)}</span>{' '}
                <span className="sr-only">{result ? t(`test.state.${result.state}`) : ''}</span>
              </p>
              {result?.state === 'ok' && <p className="text-12 break-words text-muted" data-selectable>{result.reason ? ofReason(result.reason).what : result.text}</p>}
              {result?.state === 'skipped' && <p className="text-12 text-faint">{t('test.skipped')}</p>}
              {!result && <p className="text-12 text-faint">{t(`test.about.${stage}`)}</p>}
              {result?.error && <ErrorNote error={result.error} className="mt-1" />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
