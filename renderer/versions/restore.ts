import type { FlowDocument } from '#shared/flow/document.ts';
import { call } from '#renderer/bridge.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { useEditor } from '#renderer/state/editorStore.ts';

/** An earlier state in the place of this one; when the flow runs by itself is no part of it. */
export function restored(now: FlowDocument, version: FlowDocument): FlowDocument {
  const { schedule: _old, ...rest } = version;
  return { ...rest, id: now.id, ...(now.schedule && { schedule: now.schedule }) };
}

/** One earlier node with its choices, where it was and as it was connected then. */
export function restoredNode(now: FlowDocument, version: FlowDocument, nodeId: string): FlowDocument {
  const node = version.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) return now;
  const { frame, ...bare } = node;
  const own = { ...bare, ...(frame !== undefined && now.frames?.some(({ id }) => id === frame) && { frame }) };
  if (now.nodes.some(({ id }) => id === nodeId)) return { ...now, nodes: now.nodes.map((candidate) => (candidate.id === nodeId ? { ...own, position: candidate.position } : candidate)) };
  const ids = new Set([...now.nodes.map(({ id }) => id), nodeId]);
  const isOwn = (ref: string) => ref.startsWith(`${nodeId}.`);
  const lines = version.edges.filter(({ from, to }) => (isOwn(from) || isOwn(to)) && [from, to].every((ref) => ids.has(ref.slice(0, ref.indexOf('.')))));
  return { ...now, nodes: [...now.nodes, own], edges: [...now.edges, ...lines] };
}

/** Brings an earlier state back as one step of undo; the present state is kept as a version before. Throws what kept it from being saved. */
export async function restore(version: FlowDocument): Promise<void> {
  const flowId = useEditor.getState().flow?.id;
  if (flowId === undefined || !(await saveNow())) return;
  await call('versions.keep', { flowId, name: '', kind: 'restored' });
  useEditor.getState().edit((now) => restored(now, version));
  await saveNow();
}
