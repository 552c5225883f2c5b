import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { waysAgain, type RecordChoice, type WayAgain } from '#shared/records/recordChoice.ts';
import { useReplay } from '#renderer/queries/runs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** Records somebody is about to run again. */
export interface ReplayAsked {
  readonly flowId: string;
  readonly records: RecordChoice;
  readonly count: number;
  readonly way?: WayAgain;
}

/** Asks how records are run again, and says what will be repeated and what will not. */
export function ReplayDialog({ asked, onClose, onStarted }: { readonly asked: ReplayAsked | null; readonly onClose: () => void; readonly onStarted?: ((runId: string) => void) | undefined }) {
  return asked && <OpenDialog key={JSON.stringify(asked)} asked={asked} onClose={onClose} onStarted={onStarted} />;
}

function OpenDialog({ asked, onClose, onStarted }: { readonly asked: ReplayAsked; readonly onClose: () => void; readonly onStarted: ((runId: string) => void) | undefined }) {
  const { t } = useTranslation('runs');
  const [way, setWay] = useState<WayAgain>(asked.way ?? 'recorded');
  const replay = useReplay();
  const name = useId();
  const start = (dryRun: boolean) =>
    replay.mutate(
      { flowId: asked.flowId, records: asked.records, way, dryRun },
      {
        onSuccess: ({ runId }) => {
          toast(t(dryRun ? 'again.startedDry' : 'again.started', { count: asked.count }));
          onStarted?.(runId);
          onClose();
        },
        onError: toastError,
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('again.title', { count: asked.count })}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>
            {t('again.cancel')}
          </Button>
          <Button onClick={() => start(true)} busy={replay.isPending && replay.variables?.dryRun === true}>
            {t('again.dryRun')}
          </Button>
          <Button look={way === 'new' ? 'danger' : 'primary'} onClick={() => start(false)} busy={replay.isPending && replay.variables?.dryRun === false}>
            {t(way === 'new' ? 'again.runAsNew' : 'again.run')}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('again.how')}</legend>
        {waysAgain.map((each) => (
          <label key={each} className="flex items-start gap-2 rounded-6 border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft">
            <input type="radio" name={name} value={each} checked={way === each} onChange={() => setWay(each)} aria-describedby={`${name}-${each}`} className="mt-1 accent-accent" />
            <span>
              <span className="block text-13 font-medium">{t(`again.way.${each}`)}</span>
              <span id={`${name}-${each}`} className="block text-12 text-muted">
                {t(`again.wayHelp.${each}`)}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
