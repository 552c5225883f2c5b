import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { Minus, PencilLine, Plus, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { portTop } from '#renderer/canvas/geometry.ts';
import { NodeMark } from '#renderer/canvas/nodes/NodeMark.tsx';
import { Tip } from '#renderer/ui/Tip.tsx';
import { classes } from '#renderer/ui/classes.ts';

export type Fate = 'same' | 'added' | 'removed' | 'changed';

export interface VersionCardData extends Record<string, unknown> {
  readonly kind: NodeKind;
  readonly name: string;
  readonly connector: string;
  readonly fate: Fate;
  readonly sentences: readonly string[];
}
export type VersionNode = Node<VersionCardData, 'version'>;

const icons: Readonly<Record<Exclude<Fate, 'same'>, LucideIcon>> = { added: Plus, removed: Minus, changed: PencilLine };
const looks: Readonly<Record<Fate, string>> = {
  same: 'border-line-strong bg-surface text-muted',
  added: 'border-accent bg-surface ring-4 ring-accent-line',
  changed: 'border-accent bg-surface ring-4 ring-accent-line',
  removed: 'border-dashed border-faint bg-sunken text-muted',
};

/** A node in the picture of what changed: what came and what changed glows, what went is a shadow; each says so in words. */
export const VersionCard = memo(function VersionCard({ data, selected }: NodeProps<VersionNode>) {
  const { t } = useTranslation('versions');
  const { ports } = nodeKindInfo[data.kind];
  const Icon = data.fate === 'same' ? null : icons[data.fate];
  const card = (
    <div className={classes('relative flex h-full w-full items-center gap-3 rounded-8 border px-3 text-left', looks[data.fate], selected && 'outline-2 outline-accent')}>
      {Icon && data.fate !== 'same' && (
        <span className={classes('absolute -top-2.5 left-3 inline-flex h-5 items-center gap-1 rounded-full px-2 text-12 font-medium', data.fate === 'removed' ? 'bg-unchanged-soft text-muted' : 'bg-accent text-on-accent')}>
          <Icon size={12} aria-hidden />
          {t(`fate.${data.fate}`)}
        </span>
      )}
      <div className={classes('flex', data.fate === 'removed' && 'opacity-50 grayscale')}>
        <NodeMark kind={data.kind} connector={data.connector} />
      </div>
      <div className="min-w-0 flex-1">
        <p className={classes('line-clamp-2 text-13 leading-4.25 break-words', data.fate === 'removed' ? 'line-through' : 'font-medium')}>{data.name}</p>
        {data.fate === 'changed' && <p className="text-12 text-muted">{t('changes', { count: data.sentences.length })}</p>}
      </div>
      {ports.in.map((port, index) => <Handle key={port.name} id={port.name} type="target" position={Position.Left} isConnectable={false} style={{ top: portTop(data.kind, 'in', index), opacity: 0 }} />)}
      {ports.out.map((port, index) => <Handle key={port.name} id={port.name} type="source" position={Position.Right} isConnectable={false} style={{ top: portTop(data.kind, 'out', index), opacity: 0 }} />)}
    </div>
  );
  if (data.sentences.length === 0) return card;
  return (
    <Tip side="top" text={<span className="flex flex-col gap-1 py-0.5">{data.sentences.slice(0, 8).map((sentence) => <span key={sentence}>{sentence}</span>)}</span>}>
      {card}
    </Tip>
  );
});
