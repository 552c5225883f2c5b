import { useMemo, useRef } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { findStream } from '#shared/catalog/catalog.ts';
import type { FlowIssue } from '#shared/flow/check.ts';
import { switchedOff } from '#shared/flow/frames.ts';
import { inputType, sourceOf } from '#shared/flow/graph.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useIssues, useMeaning, useResolvedFlow } from '#renderer/state/useFlowFacts.ts';
import { makeDrawer, toCanvasEdges, toCanvasNodes, toFrameNodes, toNoteNodes, type CanvasEdge, type CanvasNode, type CardData, type Drawn } from './canvasNodes.ts';
import { inFlowOrder, outputTypes } from './flowTypes.ts';
import { connectorOfNode, nameOf, summaryOf } from './summary.ts';

const noneOff: ReadonlySet<string> = new Set();
/** Stand for two names in a sentence; nobody types them. */
const marks = { from: '\u0001', to: '\u0002' };

/** Cards, frames, notes and lines for React Flow, made from the document. */
export function useCards(): { readonly nodes: CanvasNode[]; readonly edges: CanvasEdge[] } {
  const { t: translate } = useTranslation(['editor', 'settings']);
  // Thousands of cards say the same few things.
  const t = useMemo(() => remembered(translate), [translate]);
  const flow = useEditor((state) => state.flow);
  const meaning = useMeaning();
  const whole = useResolvedFlow()?.flow ?? null;
  const selectedIds = useEditor((state) => state.selectedIds);
  const selectedEdges = useEditor((state) => state.selectedEdges);
  const catalog = useCatalog().data ?? noCatalog;
  const connections = useConnections().data;
  const issues = useIssues();
  const drawn = useRef(new Map<string, Drawn>());
  const drawnLines = useRef(new Map<string, CanvasEdge>());

  const types = useMemo(() => (meaning ? outputTypes(meaning, catalog) : new Map()), [meaning, catalog]);
  const order = useMemo(() => (meaning ? inFlowOrder(meaning).map((node) => node.id) : []), [meaning]);
  const off = useMemo(() => (meaning ? switchedOff(meaning) : noneOff), [meaning]);

  const texts = useMemo(() => {
    const byNode = Map.groupBy(issues, (issue) => issue.nodeId ?? '');
    const none: readonly FlowIssue[] = [];
    const made = new Map<string, CardData>();
    const resolved = new Map((whole === meaning ? [] : (whole?.nodes ?? [])).map((node) => [node.id, node]));
    for (const node of meaning?.nodes ?? []) {
      const own = (byNode.get(node.id) ?? none).filter((issue) => issue.severity === 'error');
      const defaultMapping = node.kind === 'map' && meaning ? findStream(catalog, sourceOf(meaning, node.id)?.settings['stream'])?.defaultMapping : undefined;
      const facts = { catalog, connections: connections ?? [], t, defaultMapping, label: (owner: string, field: { key: string; label: string }) => t(`settings:${owner}.${field.key}.label`, { defaultValue: field.label }) };
      const connection = connections?.find((candidate) => candidate.id === node.connection);
      const disabled = off.has(node.id);
      made.set(node.id, {
        kind: node.kind,
        name: nameOf(node, catalog, t),
        summary: disabled ? t(node.disabled ? 'editor:summary.off' : 'editor:summary.offByFrame') : summaryOf(resolved.get(node.id) ?? node, own, facts),
        detail: connection ? connection.name : '',
        connector: connectorOfNode(node),
        missing: !disabled && own.length > 0,
        disabled,
        inType: inputType(catalog, node),
        outType: types.get(node.id) ?? 'any',
      });
    }
    return made;
  }, [meaning, whole, catalog, connections, issues, types, off, t]);

  const frames = flow?.frames;
  const memberships = meaning?.nodes;
  const { foldedInto, inside } = useMemo(() => {
    const folded = new Set(frames?.filter((frame) => frame.collapsed).map(({ id }) => id));
    const framed = frames && frames.length > 0 ? (memberships ?? []).filter((node) => node.frame !== undefined) : [];
    return {
      foldedInto: new Map(framed.flatMap((node) => (folded.has(node.frame!) ? [[node.id, node.frame!] as const] : []))),
      inside: new Map([...Map.groupBy(framed, (node) => node.frame!)].map(([id, nodes]) => [id, nodes.map((node) => node.id).join(' ')])),
    };
  }, [frames, memberships]);

  const nodes = useMemo((): CanvasNode[] => {
    const byId = new Map(flow?.nodes.map((node) => [node.id, node]));
    const ordered = order.flatMap((id) => byId.get(id) ?? []).filter((node) => texts.has(node.id) && !foldedInto.has(node.id));
    const folded = new Set(flow?.frames?.filter((frame) => frame.collapsed).map(({ id }) => id));
    const drawer = makeDrawer(drawn.current, new Set(selectedIds));
    // Cards first: Tab walks them in flow order, then what lies around them.
    const made = [
      ...toCanvasNodes(ordered, (node) => texts.get(node.id)!, drawer),
      ...toFrameNodes(flow?.frames ?? [], (id) => inside.get(id) ?? '', (frame) => t('editor:frame.label', { title: frame.title || t('editor:frame.untitled') }), drawer),
      ...toNoteNodes((flow?.notes ?? []).filter((note) => note.frame === undefined || !folded.has(note.frame)), (note) => t('editor:note.label', { text: note.text.slice(0, 80) }), drawer),
    ];
    drawer.end();
    return made;
  }, [flow, order, texts, selectedIds, foldedInto, inside, t]);

  const label = useMemo(() => {
    // Looked up once: thousands of lines differ in the two names alone.
    const sentence = t('editor:line.label', { from: marks.from, to: marks.to });
    return (from: string, to: string) => sentence.replace(marks.from, () => texts.get(from)?.name ?? from).replace(marks.to, () => texts.get(to)?.name ?? to);
  }, [t, texts]);
  const edges = useMemo(() => (meaning ? toCanvasEdges(meaning, { selected: selectedEdges, types, off, foldedInto, label }, drawnLines.current) : []), [meaning, selectedEdges, types, off, foldedInto, label]);
  return { nodes, edges };
}

/** The same translations, each looked up once. */
function remembered(t: TFunction): TFunction {
  const known = new Map<string, string>();
  const look = (...asked: Parameters<TFunction>) => {
    const key = JSON.stringify(asked);
    const before = known.get(key);
    if (before !== undefined) return before;
    const text = String(t(...asked));
    known.set(key, text);
    return text;
  };
  return look as TFunction;
}
