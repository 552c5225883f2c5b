import { Filter, Gauge, ListChecks, Shuffle, type LucideIcon } from 'lucide-react';
import type { NodeKind } from '#shared/flow/document.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { classes } from '#renderer/ui/classes.ts';

const icons: Readonly<Partial<Record<NodeKind, LucideIcon>>> = { map: Shuffle, filter: Filter, rules: ListChecks, limit: Gauge };

/** The square at the left of a node: its service, or what the node does. */
export function NodeMark({ kind, connector, size = 'normal' }: { readonly kind: NodeKind; readonly connector: string; readonly size?: 'small' | 'normal' }) {
  const Icon = icons[kind];
  if (!Icon) return <ServiceMark connector={connector || '?'} size={size} />;
  return (
    <span aria-hidden className={classes('inline-flex shrink-0 items-center justify-center border border-line bg-sunken text-muted', size === 'small' ? 'size-5 rounded-4' : 'size-8 rounded-6')}>
      <Icon size={size === 'small' ? 12 : 16} />
    </span>
  );
}
