import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { connectorOf } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { FlowDocumentSchema, type FlowDocument } from '#shared/flow/document.ts';
import type { TemplateInfo } from '#shared/ipc/contract.ts';

export interface Templates {
  list(): Promise<readonly TemplateInfo[]>;
  get(templateId: string): Promise<FlowDocument>;
}

/** The connectors a flow needs, in the order of its nodes; a template names connections by these. */
function connectorsOf(flow: FlowDocument): readonly string[] {
  const names = flow.nodes.flatMap((node) => [node.settings['stream'], node.settings['target']]).filter((id) => typeof id === 'string');
  return [...new Set(names.map(connectorOf))];
}

const settingOf = (flow: FlowDocument, kind: 'source' | 'target', key: string) => String(flow.nodes.find((node) => node.kind === kind)?.settings[key] ?? '');

/** The flow templates in `resources/templates/*.flow.json`; ordinary flow documents whose connections are named after their connector. */
export function makeTemplates(resourcesDir: string): Templates {
  const dir = path.join(resourcesDir, 'templates');
  const all = async (): Promise<readonly FlowDocument[]> => {
    const files = (await readdir(dir)).filter((file) => file.endsWith('.flow.json')).toSorted();
    return Promise.all(files.map(async (file) => FlowDocumentSchema.parse(JSON.parse(await readFile(path.join(dir, file), 'utf8')))));
  };
  return {
    list: async () => (await all()).map((flow) => ({ id: flow.id, name: flow.name, description: flow.description ?? '', connectors: connectorsOf(flow), stream: settingOf(flow, 'source', 'stream'), target: settingOf(flow, 'target', 'target') })),
    get: async (templateId) => {
      const found = (await all()).find((flow) => flow.id === templateId);
      if (found) return found;
      throw new FluxoError({ code: 'template.unknown', kind: 'setup', what: `There is no template “${templateId}”.`, fix: 'Choose one of the list.', params: { template: templateId } });
    },
  };
}

/** A template as a flow of its own: new id and name, its placeholder connections replaced where `connections` (connector → connection) has one. */
export function flowFromTemplate(template: FlowDocument, flowId: string, name: string, connections: Readonly<Record<string, string>>): FlowDocument {
  return {
    ...template,
    id: flowId,
    name,
    nodes: template.nodes.map(({ connection, ...node }) => {
      const chosen = connection === undefined ? undefined : connections[connection];
      return chosen === undefined ? node : { ...node, connection: chosen };
    }),
  };
}
