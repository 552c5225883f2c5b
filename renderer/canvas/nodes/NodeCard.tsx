import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { portRef } from '#shared/flow/document.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import type { NodeCounts, RunSummary } from '#shared/records/runs.ts';
import { useFind } from '#renderer/find/findStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import type { CardData, CardNode } from '../canvasNodes.ts';
import { useTrace } from '../traceStore.ts';
import { NodeActions } from './NodeActions.tsx';
import { useHover } from './useHover.ts';
import { NodeMark } from './NodeMark.tsx';
import { NodeState, type NodeStateName } from './NodeState.tsx';
import { Ports } from './Port.tsx';
import { WhyNot } from './WhyNot.tsx';

/** One card for every kind: they differ in mark, texts and ports, and all of that is data. */
export const NodeCard = memo(function NodeCard({ id, data, selected, dragging }: NodeProps<CardNode>) {
  const flowId = useEditor((state) => state.flow?.id ?? '');
  // Each selects one value, so a progress tick draws only the cards whose numbers changed.
  const counts = useRun((state) => state.latest[flowId]?.nodes[id]);
  const status = useRun((state) => state.latest[flowId]?.status);
  const fit = useConnecting((state) => (!state.from ? null : state.nodes.has(id) ? 'fits' : portRef(state.from.ref).node === id ? 'own' : 'not'));
  const isOnPath = useTrace((state) => state.path?.nodes.has(id) ?? false);
  const isFound = useFind((state) => state.found?.has(id));
  const [hovered, setHovered] = useHover();
  return (
    <div
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      className={classes(
        'node-card relative flex h-full w-full items-center gap-3 rounded-8 border bg-surface pl-3 text-left',
        fit === 'not' && 'misfit',
        isOnPath && 'on-path',
        isFound === true && 'ring-4 ring-accent-line',
        isFound === false && 'bg-sunken grayscale',
        nodeKindInfo[data.kind].ports.out.length > 1 ? 'pr-16' : 'pr-3',
        selected ? 'border-accent ring-2 ring-accent' : fit === 'fits' ? 'border-accent-line hover:border-accent' : 'border-line-strong hover:border-faint',
        data.disabled && 'border-dashed bg-sunken',
      )}
    >
      <Ports nodeId={id} kind={data.kind} side="in" type={data.inType} />
      <div className="relative flex shrink-0">
        <div className={classes('flex', data.disabled && 'opacity-40 grayscale')}>
          <NodeMark kind={data.kind} connector={data.connector} />
        </div>
        <NodeState state={stateOf(data, counts, status)} />
      </div>
      <div className={classes('min-w-0 flex-1', data.disabled && 'opacity-60')}>
        <p className="card-name line-clamp-2 text-13 leading-4.25 font-medium break-words" title={data.name}>{data.name}</p>
        <p className={classes('card-summary truncate text-12 leading-4', data.missing ? 'text-parked' : 'text-muted')} title={data.summary}>{data.summary}</p>
        <DetailLine data={data} counts={counts} status={status} />
      </div>
      <Ports nodeId={id} kind={data.kind} side="out" type={data.outType} />
      {data.disabled && nodeKindInfo[data.kind].ports.in.length > 0 && nodeKindInfo[data.kind].ports.out.length > 0 && <span aria-hidden className="bypass pointer-events-none absolute inset-x-0 top-1/2 border-t border-dashed border-faint" />}
      {fit === 'not' && hovered && <WhyNot id={id} />}
      {!dragging && <NodeActions id={id} disabled={data.disabled} source={data.kind === 'source'} hovered={hovered} onHover={setHovered} />}
    </div>
  );
}, sameLook);

/** Where a card lies is React Flow's to set; only what it shows makes it draw again, so a drag draws it twice and not at every move. */
function sameLook(before: NodeProps<CardNode>, after: NodeProps<CardNode>): boolean {
  return before.id === after.id && before.data === after.data && before.selected === after.selected && before.dragging === after.dragging;
}

function stateOf(data: CardData, counts: NodeCounts | undefined, status: RunSummary['status'] | undefined): NodeStateName {
  if (data.disabled) return 'off';
  if (data.missing) return 'missing';
  if (!counts || !status) return 'idle';
  if (status === 'running') return 'running';
  if (counts.problems > 0) return 'problems';
  if (status === 'failed') return 'failed';
  return status === 'stopped' || status === 'interrupted' ? 'stopped' : 'ok';
}

function DetailLine({ data, counts, status }: { readonly data: CardData; readonly counts: NodeCounts | undefined; readonly status: RunSummary['status'] | undefined }) {
  const { t, i18n } = useTranslation('editor');
  if (data.disabled || data.missing || !counts || !status) return data.detail && <p className="card-detail truncate text-12 leading-4 text-faint">{data.detail}</p>;
  const through = data.kind === 'source' ? Object.values(counts.out).reduce((total, each) => total + each, 0) : counts.in;
  return (
    <p className="card-detail tabular truncate text-12 leading-4 text-faint">
      {t(data.kind === 'source' ? 'card.read' : 'card.in', { count: through, formatted: through.toLocaleString(i18n.language) })}
      {counts.problems > 0 && <span className="font-medium text-parked">{` · ${t('card.problems', { count: counts.problems })}`}</span>}
    </p>
  );
}
