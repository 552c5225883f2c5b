import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { portRef, type FlowEdge, type FlowNode } from '#shared/flow/document.ts';
import { canConnect, connect, removeEdges } from '#shared/flow/edit.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';
import { nameOf } from '#renderer/canvas/summary.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';

/** The lines at a node as a list, and a way to draw one without a pointer. */
export function Lines({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation(['editor', 'settings']);
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  if (!flow) return null;
  const named = (id: string) => {
    const other = flow.nodes.find((candidate) => candidate.id === id);
    return other ? nameOf(other, catalog, t) : id;
  };
  const port = (name: string, kind: FlowNode['kind'], side: 'in' | 'out') => (nodeKindInfo[kind].ports[side].length > 1 ? ` · ${t(`port.${name}`, { defaultValue: name })}` : '');
  const into = flow.edges.filter((edge) => portRef(edge.to).node === node.id);
  const outOf = flow.edges.filter((edge) => portRef(edge.from).node === node.id);
  /** The lines that could be drawn from and to this node. */
  const possible = () => {
    const others = flow.nodes.filter((other) => other.id !== node.id);
    return [
      ...nodeKindInfo[node.kind].ports.out.flatMap((out) => others.flatMap((other) => nodeKindInfo[other.kind].ports.in.map((input) => ({ edge: { from: `${node.id}.${out.name}`, to: `${other.id}.${input.name}` }, label: () => `${t('lines.to', { name: named(other.id) })}${port(out.name, node.kind, 'out')}` })))),
      ...nodeKindInfo[node.kind].ports.in.flatMap((input) => others.flatMap((other) => nodeKindInfo[other.kind].ports.out.map((out) => ({ edge: { from: `${other.id}.${out.name}`, to: `${node.id}.${input.name}` }, label: () => `${t('lines.from', { name: named(other.id) })}${port(out.name, other.kind, 'out')}` })))),
    ].filter(({ edge }) => canConnect(flow, catalog, edge));
  };
  const draw = (value: string) => {
    const [from = '', to = ''] = value.split(' ');
    useEditor.getState().edit((current) => connect(current, { from, to }));
  };
  const row = (edge: FlowEdge, label: string) => (
    <li key={`${edge.from} ${edge.to}`} className="flex h-7 items-center gap-2">
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <IconButton size="small" icon={X} label={t('lines.remove', { label })} onClick={() => useEditor.getState().edit((current) => removeEdges(current, [edge]))} />
    </li>
  );
  return (
    <section aria-label={t('lines.title')} className="px-4 py-4">
      <h3 className="mb-2 text-13 font-semibold">{t('lines.title')}</h3>
      <ul className="mb-2">
        {into.map((edge) => row(edge, `${t('lines.from', { name: named(portRef(edge.from).node) })}${port(portRef(edge.from).port, flow.nodes.find((other) => other.id === portRef(edge.from).node)?.kind ?? 'map', 'out')}`))}
        {outOf.map((edge) => row(edge, `${t('lines.to', { name: named(portRef(edge.to).node) })}${port(portRef(edge.from).port, node.kind, 'out')}`))}
      </ul>
      <Combobox label={t('lines.connect')} placeholder={t('lines.connect')} value="" onChange={draw} options={() => possible().map(({ edge, label }) => ({ value: `${edge.from} ${edge.to}`, label: label() }))} />
    </section>
  );
}
