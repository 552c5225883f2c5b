import { useTranslation } from 'react-i18next';
import { Tip } from '#renderer/ui/Tip.tsx';
import { LiveMark } from './LiveMark.tsx';
import { useLiveState } from './useLiveState.ts';
import { openVersions } from './versionsStore.ts';

/** In the top bar of a flow that runs by itself: whether what is drawn is what runs. */
export function LiveBadge({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const live = useLiveState(flowId);
  if (!live) return null;
  return (
    <Tip text={t(live.isDraft ? 'live.badgeDraftHelp' : 'live.badgeLiveHelp')}>
      <button type="button" onClick={() => openVersions('live')} className="inline-flex shrink-0 rounded-full">
        <LiveMark isDraft={live.isDraft} />
      </button>
    </Tip>
  );
}
