import type { ReactNode } from 'react';
import { classes } from './classes.ts';

const tones = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  amber: 'bg-parked-soft text-parked',
  red: 'bg-failed-soft text-failed',
} as const;

/** A word on a tinted ground. For outcomes use OutcomeBadge. */
export function Badge({ tone = 'neutral', children, className }: { readonly tone?: keyof typeof tones; readonly children: ReactNode; readonly className?: string }) {
  return <span className={classes('inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-2 text-12 font-medium whitespace-nowrap', tones[tone], className)}>{children}</span>;
}
