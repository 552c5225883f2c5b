import { NodeToolbar, Position } from '@xyflow/react';
import { Ban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { whyNot, type Refusal } from '#shared/flow/edit.ts';
import { nodeById } from '#shared/flow/graph.ts';
import { nodeKindInfo, type PortType } from '#shared/flow/nodes.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog } from '#renderer/state/useFlowFacts.ts';

/** Over a card a line cannot end at, while one is drawn over it: the reason in one sentence. */
export function WhyNot({ id }: { readonly id: string }) {
  const { t } = useTranslation('editor');
  const catalog = useCatalog().data ?? noCatalog;
  const from = useConnecting((state) => state.from);
  const flow = useEditor((state) => state.flow);
  const node = flow && nodeById(flow, id);
  if (!from || !flow || !node) return null;
  const refusals = nodeKindInfo[node.kind].ports[from.side === 'out' ? 'in' : 'out'].flatMap(({ name }): Refusal | readonly Refusal[] => {
    const ref = `${id}.${name}`;
    return whyNot(flow, catalog, from.side === 'out' ? { from: from.ref, to: ref } : { from: ref, to: from.ref }) ?? [];
  });
  const refusal = refusals[0] ?? { code: 'no_port' };
  const kind = (type: PortType) => t(`portKind.${type}`, { defaultValue: type });
  const words = refusal.code === 'type' ? { given: kind(refusal.given), wanted: kind(refusal.wanted) } : {};
  const code = refusal.code === 'type' && refusal.given === 'source' ? 'needsMap' : refusal.code === 'no_port' ? `no_port_${from.side === 'out' ? 'in' : 'out'}` : refusal.code;
  return (
    <NodeToolbar isVisible position={Position.Bottom} offset={6}>
      <p role="status" className="flex max-w-64 items-center gap-1.5 rounded-6 bg-raised px-2 py-1 text-12 shadow-float">
        <Ban size={12} aria-hidden className="shrink-0 text-parked" />
        {t(`refusal.${code}`, words)}
      </p>
    </NodeToolbar>
  );
}
