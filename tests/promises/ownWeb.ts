import { openService, type Row } from '#connectors/http/testing/openService.ts';
import type { FlowDocument } from '#shared/flow/document.ts';

/** Stands for a template where a flow goes from one list of a web service into another: many records in one call, under a key. */
export const webToWeb = 'http-to-http';

export interface OwnWeb {
  readonly settings: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
  flow(id: string): FlowDocument;
  /** What the service holds of what was sent to it, a text for each, sorted; twice where it was taken twice. */
  held(): readonly string[];
  close(): Promise<void>;
}

const position = { x: 0, y: 0 };
const customers = 60;

/** A service of its own with a list to read and one to write to. It takes whatever it is sent, as often as it is sent, but for calls under a key it knows. */
export async function openOwnWeb(): Promise<OwnWeb> {
  const rows = Array.from({ length: customers }, (_, index): Row => ({ id: `k-${index}`, name: `Klant ${index}`, email: `k${index}@postvak.example`, updated_at: `2026-06-01T10:${String(index).padStart(2, '0')}:00Z` }));
  const service = await openService({ customers: rows, in: [] });
  const from = { stream: 'http.customers', path: '/customers', listPath: 'data.items', paging: 'page', sizeParameter: 'limit', pageSize: 4, changedParameter: 'since', changedField: 'updated_at' };
  const to = { target: 'http.customerService', path: '/in', repeat: 'key', batchSize: 5, batchPath: '/in/batch', resultsPath: 'results', errorPath: 'error' };
  return {
    settings: { baseUrl: `${service.served.url}/v1`, auth: 'bearer', testPath: '/me' },
    secret: { token: 'open-sesame' },
    flow: (id) => ({
      fluxo: 1,
      id,
      name: 'One list into another',
      nodes: [
        { id: 'from', kind: 'source', connection: 'web', settings: from, position },
        { id: 'map', kind: 'map', settings: {}, position },
        { id: 'to', kind: 'target', connection: 'web', settings: to, position },
      ],
      edges: [
        { from: 'from.records', to: 'map.records' },
        { from: 'map.records', to: 'to.records' },
      ],
    }),
    held: () => service.lists['in']!.map((row) => `${String(row['sourceId'])} ${String(row['name'])}`).toSorted(),
    close: () => service.served.close(),
  };
}
