import { Circle, CircleAlert, CircleCheck, CircleDashed, CirclePause, CircleSlash, LoaderCircle, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Tip } from '#renderer/ui/Tip.tsx';
import { classes } from '#renderer/ui/classes.ts';

export type NodeStateName = 'idle' | 'missing' | 'off' | 'running' | 'ok' | 'problems' | 'stopped' | 'failed';

const looks: Readonly<Record<NodeStateName, { readonly icon: LucideIcon; readonly look: string }>> = {
  idle: { icon: Circle, look: 'text-faint' },
  missing: { icon: CircleAlert, look: 'text-parked' },
  off: { icon: CircleSlash, look: 'text-faint' },
  running: { icon: LoaderCircle, look: 'text-accent animate-turn' },
  ok: { icon: CircleCheck, look: 'text-created' },
  problems: { icon: TriangleAlert, look: 'text-parked' },
  stopped: { icon: CirclePause, look: 'text-faint' },
  failed: { icon: CircleDashed, look: 'text-failed' },
};

/** The state of a node: an icon with a name, never a colour alone. */
export function NodeState({ state }: { readonly state: NodeStateName }) {
  const { t } = useTranslation('editor');
  const { icon: Icon, look } = looks[state];
  return (
    <Tip text={t(`state.${state}`)} side="top">
      <span role="img" aria-label={t(`state.${state}`)} className="absolute -right-1.5 -bottom-1.5 flex size-4 items-center justify-center rounded-full bg-surface">
        <Icon size={12} strokeWidth={2.5} aria-hidden className={classes(look)} />
      </span>
    </Tip>
  );
}
