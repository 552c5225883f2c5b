import { tableReferences } from '#shared/tables/shared.ts';
import type { TableUse } from '#shared/ipc/contract.ts';
import type { Workspace } from '#storage/workspace.ts';

/** Where each table is used, over all flows of the workspace that can be read. */
export async function tableUses({ flows }: Pick<Workspace, 'flows'>): Promise<ReadonlyMap<string, readonly TableUse[]>> {
  const uses = new Map<string, TableUse[]>();
  for (const { id, broken } of await flows.list()) {
    const flow = broken ? null : await flows.get(id).then(({ document }) => document, () => null);
    for (const { nodeId, tableId, at } of flow ? tableReferences(flow) : []) {
      uses.set(tableId, [...(uses.get(tableId) ?? []), { flowId: id, flowName: flow!.name, nodeId, at }]);
    }
  }
  return uses;
}
