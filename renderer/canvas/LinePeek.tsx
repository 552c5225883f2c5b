import { useQuery } from '@tanstack/react-query';
import { useReactFlow, useStore, type ReactFlowState } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { portRef } from '#shared/flow/document.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useConnecting } from '#renderer/state/connectingStore.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { goToRecord } from '#renderer/runs/goTo.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { edgeId, type CanvasEdge, type CanvasNode } from './canvasNodes.ts';
import { curveOf, middleOf } from './lines.ts';
import { lineSamples } from './lineSamples.ts';
import { usePeek } from './peekStore.ts';

/** A hand on its way somewhere else is not asking. */
const waitMs = 220;
const viewOf = (state: ReactFlowState) => state.transform.join(' ');

/** What went along a line last, while the pointer rests on it or it is the one selected thing. */
export function LinePeek({ nodes, edges }: { readonly nodes: readonly CanvasNode[]; readonly edges: readonly CanvasEdge[] }) {
  const hovered = usePeek((state) => state.line);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const selectedIds = useEditor((state) => state.selectedIds);
  const connecting = useConnecting((state) => state.from !== null);
  const only = selectedIds.length === 0 && selectedEdges.length === 1 ? edges.find((edge) => edge.data!.lines.some((line) => edgeId(line) === edgeId(selectedEdges[0]!))) : undefined;
  const wanted = connecting ? null : (hovered ?? only?.id ?? null);
  const [line, setLine] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLine(wanted), wanted ? waitMs : 120);
    return () => clearTimeout(timer);
  }, [wanted]);
  const drawn = line === null ? undefined : edges.find((edge) => edge.id === line);
  if (!drawn || connecting) return null;
  return <Peek key={drawn.id} line={drawn} nodes={nodes} />;
}

function Peek({ line, nodes }: { readonly line: CanvasEdge; readonly nodes: readonly CanvasNode[] }) {
  const { t } = useTranslation(['editor', 'ui']);
  const flow = useEditor((state) => state.flow);
  const run = useRun((state) => (flow ? state.latest[flow.id] : undefined));
  const counts = run ? line.data!.lines.flatMap(({ from }) => run.nodes[portRef(from).node]?.out[portRef(from).port] ?? []) : [];
  const count = counts.reduce((sum, each) => sum + each, 0);
  const ids = new Set(line.data!.lines.map(edgeId));
  // While a run goes on it is asked again at most about every few hundred records.
  const samples = useQuery({
    queryKey: [...keys.recordsOf(run?.runId ?? ''), 'line', line.id, run?.status === 'running' ? Math.floor(count / 250) : run?.status],
    queryFn: () => lineSamples(flow!, run!.runId, ids),
    enabled: flow !== null && run !== undefined && count > 0,
    placeholderData: (before) => before,
  });
  const { flowToScreenPosition } = useReactFlow();
  useStore(viewOf);
  const curve = curveOf(line, new Map(nodes.map((node) => [node.id, node])));
  if (!run || counts.length === 0 || !curve) return null;
  const at = flowToScreenPosition(middleOf(curve));
  const isLow = at.y > window.innerHeight - 300;
  const [first] = samples.data ?? [];
  return createPortal(
    <div
      role="region"
      aria-label={t('line.samples')}
      className="fixed z-30 w-72 animate-appear rounded-8 bg-raised p-1 text-13 shadow-float"
      style={{ left: Math.max(8, Math.min(at.x - 144, window.innerWidth - 296)), ...(isLow ? { bottom: window.innerHeight - at.y + 16 } : { top: at.y + 16 }) }}
      onPointerEnter={() => usePeek.setState({ line: line.id })}
      onPointerLeave={() => usePeek.setState({ line: null })}
    >
      <p className="flex items-center justify-between px-2 py-1 text-12 text-muted">
        <span>{t('line.lastRecords')}</span>
        <span className="tabular">{t('line.count', { count })}</span>
      </p>
      {samples.isLoading && <Skeleton className="m-2 h-16" />}
      {samples.data?.length === 0 && <p className="px-2 pb-2 text-12 text-faint">{t('line.noSample')}</p>}
      {samples.data?.map(({ row }) => (
        <button key={row.seq} type="button" onClick={() => goToRecord(row.flowId, { runId: row.runId, seq: row.seq })} className="flex h-7 w-full items-center gap-2 rounded-4 px-2 text-left hover:bg-hover">
          <span className="min-w-0 flex-1 truncate font-medium">{row.title}</span>
          <OutcomeBadge outcome={row.outcome} planned={run.dryRun} look="bare" />
        </button>
      ))}
      {first?.value && <Fields record={first.value} />}
    </div>,
    document.body,
  );
}

/** The first plain fields of a record: enough to recognise it by. */
const mostFields = 7;

function Fields({ record }: { readonly record: SourceRecord }) {
  const rows = plainFields(record, '').slice(0, mostFields);
  return (
    <dl data-selectable className="mx-2 my-1 grid grid-cols-[auto_1fr] gap-x-3 border-t border-line pt-1.5 text-12">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function plainFields(record: { readonly [key: string]: Value }, before: string): readonly (readonly [string, string])[] {
  return Object.entries(record).flatMap(([key, value]): (readonly [string, string])[] => {
    if (value === null || value === '') return [];
    if (Array.isArray(value)) return [[before + key, `× ${value.length}`]];
    if (typeof value === 'object') return before === '' ? [...plainFields(value as { readonly [key: string]: Value }, `${key}.`)] : [];
    return [[before + key, String(value)]];
  });
}
