import type { Catalog } from '#shared/catalog/catalog.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import { tableIdsIn, tableReferences } from '#shared/tables/shared.ts';
import type { TableUse } from '#shared/ipc/contract.ts';
import type { Workspace } from '#storage/workspace.ts';
import { readAboveIfThere } from '../above.ts';

type Files = Pick<Workspace, 'flows' | 'connections' | 'nodeSettings'>;

/** Where each table is used, over all flows of the workspace that can be read; a node also uses the tables of the settings it is given. */
export async function tableUses(workspace: Files, catalog: Catalog): Promise<ReadonlyMap<string, readonly TableUse[]>> {
  const uses = new Map<string, TableUse[]>();
  const { flows } = workspace;
  const above = await readAboveIfThere(workspace);
  for (const { id, broken } of await flows.list()) {
    const flow = broken ? null : await flows.get(id).then(({ document }) => document, () => null);
    for (const { nodeId, tableId, at } of flow ? tableReferences(resolveFlow(flow, catalog, above).flow) : []) {
      uses.set(tableId, [...(uses.get(tableId) ?? []), { flowId: id, flowName: flow!.name, nodeId, at }]);
    }
  }
  return uses;
}

/** Names of what gives the table to nodes: flows, connections, `settings.json`. Counts also where it reaches no node now. */
export async function tableGivers(workspace: Files, tableId: string): Promise<readonly string[]> {
  const above = await workspace.connections.list();
  const flows = await Promise.all((await workspace.flows.list()).filter(({ broken }) => !broken).map(async ({ id }) => (await workspace.flows.get(id)).document));
  const held = [...flows, ...above, { name: 'settings.json', nodeSettings: await workspace.nodeSettings.get() }];
  return held.filter(({ nodeSettings }) => tableIdsIn(nodeSettings).has(tableId)).map(({ name }) => name);
}
