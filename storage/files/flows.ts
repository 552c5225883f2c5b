import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError, asFluxoError, type ErrorData } from '#shared/errors.ts';
import { IdSchema, type FlowDocument } from '#shared/flow/document.ts';
import type { Schedule } from '#shared/flow/schedule.ts';
import { asItRuns, doSame } from '#shared/flow/versions.ts';
import { flowInOrder } from './flowInOrder.ts';
import { readDocument, writeDocument } from './jsonDocument.ts';
import { flowKind } from './readFlow.ts';

const ending = '.flow.json';
const liveEnding = '.live.json';

export interface FlowFileItem {
  readonly id: string;
  readonly name: string;
  /** Milliseconds, of the file. */
  readonly updatedAt: number;
  readonly nodeCount: number;
  readonly schedule?: Schedule;
  readonly policy?: NonNullable<FlowDocument['policy']>;
  /** Set when the schedule runs another version than the one that is drawn. */
  readonly isDraft?: true;
  /** Set when the file cannot be used; it is listed all the same, so that nothing vanishes. */
  readonly broken?: ErrorData;
}

/** What a save wrote over, and since when that had been there (milliseconds). */
export interface Replaced {
  readonly document: FlowDocument;
  readonly at: number;
}

export interface FlowFiles {
  /** By name. */
  list(): Promise<readonly FlowFileItem[]>;
  /** Throws `flow.not_found`, `flow.broken_file`, `flow.newer_version`, `flow.wrong_id`. */
  get(flowId: string): Promise<{ readonly document: FlowDocument; readonly revision: string }>;
  /** `revision` = the one that was edited, or null for a new flow. Throws `flow.changed_elsewhere` when the file has another one by now. */
  save(document: FlowDocument, revision: string | null): Promise<{ readonly revision: string; readonly replaced: Replaced | null }>;
  /** The version that was made live last, and since when; it runs while the schedule is switched on. Throws `flow.broken_file` … as `get` does. */
  live(flowId: string): Promise<Replaced | null>;
  /** Makes this the version that the schedule runs. */
  setLive(document: FlowDocument): Promise<void>;
  /** What the schedule runs: the live version with the name and schedule of today, else what is drawn. */
  running(flowId: string): Promise<FlowDocument>;
  /** With its live version. */
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

  async function live(flowId: string): Promise<Replaced | null> {
    if (!IdSchema.safeParse(flowId).success) return null;
    const file = path.join(folder, flowId + liveEnding);
    const at = await stat(file).then((found) => Math.round(found.mtimeMs), () => null);
    if (at === null) return null;
    const { document } = await readDocument(file, `flows/${flowId}${liveEnding}`, flowKind);
    return { document: { ...document, id: flowId }, at };
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
            const runs = await live(id).catch(() => null);
            return { ...(runs && document.schedule?.enabled && !doSame(runs.document, document) && { isDraft: true as const }), id, name: document.name, updatedAt, nodeCount: document.nodes.length, ...(document.schedule && { schedule: document.schedule }), ...(document.policy && { policy: document.policy }) };
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
        const now = await currentFile(file, document.id);
        if (now.revision !== revision) throw new FluxoError({ code: 'flow.changed_elsewhere', kind: 'setup', what: `“${document.name}” was changed elsewhere meanwhile.`, where: { flow: document.id, file: `flows/${document.id}${ending}` }, fix: 'Load it again, or save your version as a copy.', params: { flow: document.name } });
        return { revision: await writeDocument(file, `flows/${document.id}${ending}`, 'flow', flowInOrder(document)), replaced: now.replaced };
      });
    },
    live,
    setLive: async (document) => {
      fileOf(document.id);
      await alone(`flows/${document.id}`, () => writeDocument(path.join(folder, document.id + liveEnding), `flows/${document.id}${liveEnding}`, 'flow', flowInOrder(document)));
    },
    running: async (flowId) => {
      const [{ document }, runs] = await Promise.all([get(flowId), live(flowId)]);
      return runs && document.schedule?.enabled ? asItRuns(runs.document, document) : document;
    },
    async remove(flowId) {
      const file = fileOf(flowId);
      await rm(file).catch((thrown: unknown) => {
        throw thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' ? notFound(flowId) : thrown;
      });
      await rm(path.join(folder, flowId + liveEnding), { force: true });
    },
  };
}

function notFound(flowId: string): FluxoError {
  return new FluxoError({ code: 'flow.not_found', kind: 'setup', what: `There is no flow “${flowId}” in this workspace.`, where: { flow: flowId }, fix: 'Look at the list of flows.', params: { flow: flowId } });
}

/** What is in the file, if there is one. A broken file counts as another version, so that saving never paints over somebody's half-finished edit. */
async function currentFile(file: string, flowId: string): Promise<{ readonly revision: string | null; readonly replaced: Replaced | null }> {
  try {
    const at = await stat(file).then((found) => Math.round(found.mtimeMs), () => 0);
    const { document, revision } = await readDocument(file, flowId, flowKind);
    return { revision, replaced: { document, at } };
  } catch (thrown) {
    return { revision: thrown instanceof FluxoError && thrown.code === 'flow.no_file' ? null : 'broken', replaced: null };
  }
}
