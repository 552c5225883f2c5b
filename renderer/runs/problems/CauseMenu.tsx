import { Ban, Crosshair, Ellipsis, RefreshCw, ScrollText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProblemCause } from '#shared/records/problems.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { goToLog, goToNode } from '../goTo.ts';
import { placeOf } from './placeOf.ts';

/** What else can be done about a cause. */
export function CauseMenu({ cause, onReadAgain, onDismiss }: { readonly cause: ProblemCause; readonly onReadAgain: () => void; readonly onDismiss: () => void }) {
  const { t } = useTranslation(['problems', 'runs']);
  const place = placeOf(cause);
  return (
    <Menu
      trigger={<IconButton size="small" icon={Ellipsis} label={t('more')} />}
      entries={[
        { label: t(place.field ? 'runs:goToSetting' : 'runs:goToNode'), icon: Crosshair, onSelect: () => goToNode(cause.flowId, place.nodeId, place.field) },
        { label: t('showInLog'), icon: ScrollText, onSelect: () => goToLog(cause.flowId, { outcomes: [cause.outcome], reasons: [cause.error.code] }) },
        { label: t('readAgain'), icon: RefreshCw, onSelect: onReadAgain },
        'line',
        { label: t('dismiss'), icon: Ban, onSelect: onDismiss },
      ]}
    />
  );
}
