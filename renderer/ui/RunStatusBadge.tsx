import { CircleCheck, CircleX, CloudOff, OctagonPause, Play, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunStatus } from '#shared/records/outcomes.ts';
import { classes } from './classes.ts';

const looks: Readonly<Record<RunStatus, { readonly icon: LucideIcon; readonly text: string }>> = {
  running: { icon: Play, text: 'text-accent' },
  succeeded: { icon: CircleCheck, text: 'text-created' },
  problems: { icon: TriangleAlert, text: 'text-parked' },
  stopped: { icon: OctagonPause, text: 'text-unchanged' },
  failed: { icon: CircleX, text: 'text-failed' },
  interrupted: { icon: CloudOff, text: 'text-parked' },
};

/** How a run stands or ended: icon and word. */
export function RunStatusBadge({ status, className }: { readonly status: RunStatus; readonly className?: string }) {
  const { t } = useTranslation('ui');
  const { icon: Icon, text } = looks[status];
  return (
    <span className={classes('inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap', text, className)}>
      <Icon size={12} aria-hidden className={classes('shrink-0', status === 'running' && 'animate-breathe')} />
      {t(`runStatus.${status}`)}
    </span>
  );
}
