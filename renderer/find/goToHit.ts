import type { Hit } from '#shared/flow/find.ts';
import { navigate } from '#renderer/app/route.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useFind } from './findStore.ts';

/** Shows the place of something found: selects its owner and opens the field; in another flow once that is open. */
export function goToHit(flowId: string, hit: Hit, centre: (id: string) => void): void {
  const { flow, select, focusField } = useEditor.getState();
  if (flow?.id !== flowId) {
    useFind.setState({ next: { flowId, hit } });
    navigate({ page: 'flow', flowId });
    return;
  }
  if (hit.ownerId === undefined) {
    select([]);
    useLayout.getState().showInspector();
    return;
  }
  select([hit.ownerId]);
  centre(hit.ownerId);
  if (hit.of !== 'node') return;
  const isMapping = hit.path?.[3] === 'mapping' && hit.part !== 'name';
  useLayout.getState().showInspector(isMapping ? 'mapping' : 'settings');
  const target = isMapping ? targetOf(flow.nodes, hit) : hit.key;
  if (target !== undefined) focusField({ nodeId: hit.ownerId, field: target });
}

/** The mapped field whose rule a hit is in, as the mapper knows it. */
function targetOf(nodes: readonly { readonly settings: Readonly<Record<string, unknown>> }[], { path = [] }: Hit): string | undefined {
  let value: unknown = nodes[Number(path[1])]?.settings;
  let list = '';
  for (const part of path.slice(3)) {
    value = (value as Record<string | number, unknown> | undefined)?.[part];
    if (typeof value !== 'object' || value === null || !('target' in value) || typeof value.target !== 'string') continue;
    if (!('fields' in value)) return list + value.target;
    list = `${value.target}[].`;
  }
  return undefined;
}
