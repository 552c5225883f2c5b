import { Radio } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '#renderer/runs/text/Time.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { makeLive } from './makeLive.ts';
import { useLiveState } from './useLiveState.ts';
import { useVersions } from './versionsStore.ts';

/** Which version the schedule runs, how far the drawing is from it, and the way to make it the same. */
export function LiveCard({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const live = useLiveState(flowId);
  const isShown = useVersions((state) => state.shown === 'live');
  const [busy, setBusy] = useState(false);
  if (!live) return null;
  const go = () => {
    setBusy(true);
    void makeLive()
      .then((done) => done && toast(t('live.done')), toastError)
      .finally(() => setBusy(false));
  };
  return (
    <div className={classes('flex items-center gap-2 border-b border-line px-4 py-2.5', isShown && 'bg-accent-soft')}>
      <Radio size={16} aria-hidden className="shrink-0 text-accent" />
      <button type="button" aria-pressed={isShown} onClick={() => useVersions.setState({ shown: 'live', nodeId: null })} className="min-w-0 flex-1 rounded-4 text-left">
        <span className="block font-medium">{t(live.isDraft ? 'live.differs' : 'live.same')}</span>
        <span className="block text-12 text-muted">
          {t('live.since')} <Time at={live.at} look="date" />
        </span>
      </button>
      {live.isDraft && <Button size="small" look="primary" busy={busy} onClick={go}>{t('live.make')}</Button>}
    </div>
  );
}
