import { CircleCheck, CircleDashed, CircleX, KeyRound, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { classes } from '#renderer/ui/classes.ts';

const looks: Readonly<Record<ConnectionInfo['status'], { readonly icon: LucideIcon; readonly text: string }>> = {
  ok: { icon: CircleCheck, text: 'text-created' },
  failing: { icon: CircleX, text: 'text-failed' },
  needsOwner: { icon: KeyRound, text: 'text-parked' },
  unknown: { icon: CircleDashed, text: 'text-faint' },
};

/** What the last test or run found: icon and word. */
export function ConnectionStatus({ status, className }: { readonly status: ConnectionInfo['status']; readonly className?: string }) {
  const { t } = useTranslation('connections');
  const { icon: Icon, text } = looks[status];
  return (
    <span className={classes('inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap', text, className)}>
      <Icon size={12} aria-hidden className="shrink-0" />
      {t(`status.${status}`)}
    </span>
  );
}
