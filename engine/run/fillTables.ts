import type { EnginePorts } from '#engine/ports.ts';
import { FluxoError } from '#shared/errors.ts';
import { switchedOff } from '#shared/flow/frames.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { tableReferences, withTables, wrongKind } from '#shared/tables/shared.ts';
import type { TableDocument } from '#shared/tables/table.ts';

/**
 * The flow with the rows of the workspace's tables in its settings. Throws a `setup` error that names node and file for a table that is not there,
 * cannot be read or is of the wrong kind; what only switched-off nodes use is not asked for.
 */
export async function fillTables(flow: FlowDocument, ports: Pick<EnginePorts, 'tables'>): Promise<FlowDocument> {
  const off = switchedOff(flow);
  const tables = new Map<string, TableDocument>();
  for (const { nodeId, tableId, kind } of tableReferences(flow)) {
    if (off.has(nodeId)) continue;
    let table = tables.get(tableId);
    if (!table) {
      table = await ports.tables.get(tableId).catch((thrown: unknown) => {
        throw thrown instanceof FluxoError ? thrown.at({ flow: flow.id, node: nodeId }) : thrown;
      });
      tables.set(tableId, table);
    }
    if (table.kind !== kind) throw wrongKind(table, nodeId).at({ flow: flow.id });
  }
  return withTables(flow, (id) => tables.get(id));
}
