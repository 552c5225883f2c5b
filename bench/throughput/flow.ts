import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openHost } from '#host/host.ts';
import { FlowDocumentSchema, type FlowDocument } from '#shared/flow/document.ts';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { root } from '../child.ts';
import { orderMapping } from './job.ts';

const shop = 'shop';
const books = 'books';
const at = (x: number) => ({ x, y: 0 });

/**
 * Source, filter, map, target, as somebody draws it; all settings that are not about this service are the defaults. `batch` 1 sends each record on its own. With a page size of its own
 * the pages are asked for one after another, by the mark in the answer.
 */
export function ordersFlow(batch: number, pageSize?: number): FlowDocument {
  return FlowDocumentSchema.parse({
    fluxo: 1,
    id: 'bench-sales',
    name: 'Orders into sales',
    nodes: [
      {
        id: 'orders',
        kind: 'source',
        connection: shop,
        position: at(0),
        settings: { stream: 'http.orders', path: '/orders', listPath: 'orders', ...(pageSize === undefined ? { paging: 'page', pageSize: 1000 } : { paging: 'cursor', pageParameter: 'page', nextPath: 'next', pageSize }), sizeParameter: 'limit', fields: 'asIs', keyField: 'id', changedField: 'changed' },
      },
      { id: 'open', kind: 'filter', position: at(300), settings: { conditions: { join: 'all', rows: [{ field: 'columns.state', op: 'notEquals', value: 'cancelled' }] } } },
      { id: 'map', kind: 'map', position: at(600), settings: { mapping: orderMapping } },
      {
        id: 'sales',
        kind: 'target',
        connection: books,
        position: at(900),
        settings: { target: 'http.orderService', path: '/sales', amountsAsNumbers: false, repeat: 'key', ...(batch > 1 && { batchSize: batch, batchPath: '/sales/batch' }) },
      },
    ],
    edges: [
      { from: 'orders.records', to: 'open.records' },
      { from: 'open.kept', to: 'map.records' },
      { from: 'map.records', to: 'sales.records' },
    ],
  });
}

/** A new workspace with the connection and the flow; returns the flow's id. */
export async function prepareWorkspace(folder: string, baseUrl: string, batch: number, pageSize?: number): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const host = await openHost({
    kind: 'cli',
    version: 'bench',
    workspaceDir: folder,
    resourcesDir: path.join(root, 'resources'),
    secrets: chooseSecrets({ env: { FLUXO_PASSPHRASE: 'nothing to guard' }, file: path.join(folder, 'secrets.json') }),
    preferences: { get: async () => ({}), set: async (change) => change },
  });
  try {
    for (const id of [shop, books]) await host.connections.save({ id, connector: 'http', name: id, environment: 'demo', settings: { baseUrl: `${baseUrl}/v1`, auth: 'none', testPath: '/me' } });
    const flow = ordersFlow(batch, pageSize);
    await host.workspace.flows.save(flow, null);
    return flow.id;
  } finally {
    await host.close();
  }
}
