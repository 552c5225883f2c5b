import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '#renderer/ui/classes.ts';

const looks = {
  quiet: { ground: 'bg-surface', icon: 'text-muted' },
  waiting: { ground: 'bg-parked-soft', icon: 'text-parked' },
  wrong: { ground: 'bg-failed-soft', icon: 'text-failed' },
} as const;

interface BannerProps {
  readonly label: string;
  readonly icon: LucideIcon;
  /** Absent = `quiet`. */
  readonly look?: keyof typeof looks;
  readonly children: ReactNode;
  /** What can be done about it, or how it is closed. */
  readonly action?: ReactNode;
}

/** Something a person should know before all else on the home page. */
export function Banner({ label, icon: Icon, look = 'quiet', children, action }: BannerProps) {
  const { ground, icon } = looks[look];
  return (
    <section aria-label={label} className={classes('flex items-center gap-3 rounded-8 border border-line px-4 py-2.5', ground)}>
      <Icon size={16} aria-hidden className={classes('shrink-0', icon)} />
      <div className="min-w-0 flex-1 text-13">{children}</div>
      {action}
    </section>
  );
}
