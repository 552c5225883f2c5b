import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError, asFluxoError, type ErrorData } from '#shared/errors.ts';
import { IdSchema, type FlowDocument } from '#shared/flow/document.ts';
import type { Schedule } from '#shared/flow/schedule.ts';
import { readDocument, writeDocument } from './jsonDocument.ts';
import { flowKind } from './readFlow.ts';

const ending = '.flow.json';

export interface FlowFileItem {
  readonly id: string;
  readonly name: string;
  /** Milliseconds, of the file. */
  readonly updatedAt: number;
  readonly nodeCount: number;
  readonly schedule?: Schedule;
  readonly policy?: NonNullable<FlowDocument['policy']>;
  /** Set when the file cannot be used; it is listed all the same, so that nothing vanishes. */
  readonly broken?: ErrorData;
}

export interface FlowFiles {
  /** By name. */
  list(): Promise<readonly FlowFileItem[]>;
  /** Throws `flow.not_found`, `flow.broken_file`, `flow.newer_version`, `flow.wrong_id`. */
  get(flowId: string): Promise<{ readonly document: FlowDocument; readonly revision: string }>;
  /** `revision` = the one that was edited, or null for a new flow. Throws `flow.changed_elsewhere` when the file has another one by now. */
  save(document: FlowDocument, revision: string | null): Promise<{ readonly revision: string }>;
  remove(flowId: string): Promise<void>;
}

/** Runs `work` while nobody else in any process works under the same name. */
export type Alone = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** The flows of a workspace: `flows/<id>.flow.json`, one file each. */
export function makeFlowFiles(workspace: string, alone: Alone): FlowFiles {
  const folder = path.join(workspace, 'flows');
  const fileOf = (flowId: string) => {
    if (!IdSchema.safeParse(flowId).success) throw notFound(flowId);
    return path.join(folder, flowId + ending);
  };

  async function get(flowId: string) {
    const found = await readDocument(fileOf(flowId), `flows/${flowId}${ending}`, flowKind).catch((thrown: unknown) => {
      throw thrown instanceof FluxoError && thrown.code === 'flow.no_file' ? notFound(flowId) : thrown;
    });
    if (found.document.id !== flowId) {
      throw new FluxoError({ code: 'flow.wrong_id', kind: 'setup', what: `The flow file flows/${flowId}${ending} holds the id “${found.document.id}”; file name and id must be the same.`, where: { file: `flows/${flowId}${ending}`, field: 'id' }, fix: `Set its “id” to “${flowId}”, or name the file ${found.document.id}${ending}.`, params: { file: `flows/${flowId}${ending}`, id: found.document.id, wanted: flowId } });
    }
    return found;
  }

  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      const items = await Promise.all(
        names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).map(async (name): Promise<FlowFileItem> => {
          const id = name.slice(0, -ending.length);
          const updatedAt = await stat(path.join(folder, name)).then((found) => Math.round(found.mtimeMs), () => 0);
          try {
            if (!IdSchema.safeParse(id).success) throw new FluxoError({ code: 'flow.bad_name', kind: 'setup', what: `The flow file flows/${name} has a name Fluxo cannot use as an id.`, where: { file: `flows/${name}` }, fix: 'Name it with letters, digits, dash and underscore only, and give it the same id.', params: { file: `flows/${name}` } });
            const { document } = await get(id);
            return { id, name: document.name, updatedAt, nodeCount: document.nodes.length, ...(document.schedule && { schedule: document.schedule }), ...(document.policy && { policy: document.policy }) };
          } catch (thrown) {
            return { id, name: id, updatedAt, nodeCount: 0, broken: asFluxoError(thrown).data };
          }
        }),
      );
      return items.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
    },
    get,
    async save(document, revision) {
      const file = fileOf(document.id);
      return alone(`flows/${document.id}`, async () => {
        await mkdir(folder, { recursive: true });
        const now = await currentRevision(file, document.id);
        if (now !== revision) throw new FluxoError({ code: 'flow.changed_elsewhere', kind: 'setup', what: `“${document.name}” was changed elsewhere meanwhile.`, where: { flow: document.id, file: `flows/${document.id}${ending}` }, fix: 'Load it again, or save your version as a copy.', params: { flow: document.name } });
        return { revision: await writeDocument(file, `flows/${document.id}${ending}`, 'flow', inOrder(document)) };
      });
    },
    async remove(flowId) {
      const file = fileOf(flowId);
      await rm(file).catch((thrown: unknown) => {
        throw thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' ? notFound(flowId) : thrown;
      });
    },
  };
}

function notFound(flowId: string): FluxoError {
  return new FluxoError({ code: 'flow.not_found', kind: 'setup', what: `There is no flow “${flowId}” in this workspace.`, where: { flow: flowId }, fix: 'Look at the list of flows.', params: { flow: flowId } });
}

/** Null when there is no file. A broken file counts as another version, so that saving never paints over somebody's half-finished edit. */
async function currentRevision(file: string, flowId: string): Promise<string | null> {
  try {
    return (await readDocument(file, flowId, flowKind)).revision;
  } catch (thrown) {
    return thrown instanceof FluxoError && thrown.code === 'flow.no_file' ? null : 'broken';
  }
}

/** The same flow always gives the same text, whatever order an editor built it in, so that a diff shows changes only. */
function inOrder(flow: FlowDocument): object {
  return {
    fluxo: flow.fluxo,
    id: flow.id,
    name: flow.name,
    ...(flow.description !== undefined && { description: flow.description }),
    nodes: flow.nodes.map((node) => ({
      id: node.id,
      kind: node.kind,
      ...(node.name !== undefined && { name: node.name }),
      ...(node.connection !== undefined && { connection: node.connection }),
      ...(node.disabled !== undefined && { disabled: node.disabled }),
      ...(node.frame !== undefined && { frame: node.frame }),
      position: { x: node.position.x, y: node.position.y },
      settings: sorted(node.settings),
    })),
    edges: flow.edges.map((edge) => ({ from: edge.from, to: edge.to })),
    ...(flow.frames && { frames: flow.frames.map(idFirst) }),
    ...(flow.notes && { notes: flow.notes.map(idFirst) }),
    ...(flow.bookmarks && { bookmarks: flow.bookmarks.map(idFirst) }),
    ...(flow.schedule && { schedule: sorted(flow.schedule) }),
    ...(flow.policy && { policy: sorted(flow.policy) }),
  };
}

const idFirst = ({ id, ...rest }: { readonly id: string }) => ({ id, ...(sorted(rest) as object) });

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
