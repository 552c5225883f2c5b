import { PencilLine, Radio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '#renderer/ui/Tip.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { useLiveState } from './useLiveState.ts';
import { openVersions } from './versionsStore.ts';

/** In the top bar of a flow that runs by itself: whether what is drawn is what runs. */
export function LiveBadge({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const live = useLiveState(flowId);
  if (!live) return null;
  const Icon = live.isDraft ? PencilLine : Radio;
  return (
    <Tip text={t(live.isDraft ? 'live.badgeDraftHelp' : 'live.badgeLiveHelp')}>
      <button type="button" onClick={() => openVersions('live')} className={classes('inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-12 font-medium', live.isDraft ? 'bg-sunken text-muted' : 'bg-accent-soft text-accent')}>
        <Icon size={12} aria-hidden />
        {t(live.isDraft ? 'live.badgeDraft' : 'live.badgeLive')}
      </button>
    </Tip>
  );
}
