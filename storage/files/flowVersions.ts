import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { FluxoError, asFluxoError } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { sameJson } from '#shared/flow/history/patch.ts';
import { FlowVersionSchema, thinOut, type FlowVersion } from '#shared/flow/versions.ts';
import { cleanFiles, type CleanText } from '#storage/privacy/cleanText.ts';
import type { Alone } from './flows.ts';
import { flowInOrder } from './flowInOrder.ts';
import { readDocument, writeDocument, type FileKind } from './jsonDocument.ts';
import { flowKind } from './readFlow.ts';

const ending = '.flow.json';
const ListSchema = z.strictObject({ fluxo: z.literal(1), versions: z.array(FlowVersionSchema) });
const listKind: FileKind<z.infer<typeof ListSchema>> = { area: 'flow', called: 'list of versions', version: 1, schema: ListSchema };

export interface FlowVersions {
  /** Newest first. */
  list(flowId: string): Promise<readonly FlowVersion[]>;
  /** Throws `version.not_found`. */
  get(flowId: string, versionId: string): Promise<FlowDocument>;
  /** Keeps the flow as it is in `document`; an automatic version that shows nothing new is not kept, and old ones are thinned out. */
  keep(document: FlowDocument, version: Pick<FlowVersion, 'at' | 'kind' | 'name'>, now: number): Promise<FlowVersion | null>;
  /** Gives it another name; an automatic version with a name stays for good. */
  rename(flowId: string, versionId: string, name: string): Promise<FlowVersion>;
  remove(flowId: string, versionId: string): Promise<void>;
  /** Takes a person out of all of them, and out of their names. Returns how many files name them. */
  clean(flowId: string, person: CleanText, only?: 'look'): Promise<number>;
}

/** The kept states of a workspace's flows: `.fluxo/flows/<id>/versions/<version>.flow.json`, each an ordinary flow file, and `versions.json`, which says what they are. */
export function makeFlowVersions(folderOf: (flowId: string) => string, alone: Alone): FlowVersions {
  const fileOf = (flowId: string, versionId: string) => path.join(folderOf(flowId), 'versions', versionId + ending);
  const listFile = (flowId: string) => path.join(folderOf(flowId), 'versions.json');

  async function list(flowId: string): Promise<readonly FlowVersion[]> {
    try {
      return (await readDocument(listFile(flowId), 'versions.json', listKind)).document.versions;
    } catch (thrown) {
      if (asFluxoError(thrown).code === 'flow.no_file') return [];
      // A list that cannot be read is made again from the versions themselves.
      return found(flowId);
    }
  }

  async function found(flowId: string): Promise<readonly FlowVersion[]> {
    const names = await readdir(path.join(folderOf(flowId), 'versions')).catch(() => []);
    const all = await Promise.all(
      names.filter((name) => name.endsWith(ending) && !name.startsWith('.')).map(async (name): Promise<readonly FlowVersion[]> => {
        const id = name.slice(0, -ending.length);
        const { mtimeMs } = await stat(fileOf(flowId, id));
        return readDocument(fileOf(flowId, id), name, flowKind).then(({ document }) => [{ id, at: Math.round(mtimeMs), kind: 'named' as const, nodeCount: document.nodes.length }], () => []);
      }),
    );
    return all.flat().toSorted((a, b) => b.at - a.at);
  }

  const write = (flowId: string, versions: readonly FlowVersion[]) => writeDocument(listFile(flowId), 'versions.json', 'flow', { fluxo: 1, versions });

  async function get(flowId: string, versionId: string): Promise<FlowDocument> {
    const known = FlowVersionSchema.shape.id.safeParse(versionId).success;
    if (!known) throw notFound(flowId);
    return readDocument(fileOf(flowId, versionId), `${versionId}${ending}`, flowKind).then(({ document }) => document, (thrown: unknown) => {
      throw asFluxoError(thrown).code === 'flow.no_file' ? notFound(flowId) : thrown;
    });
  }

  const change = <T>(flowId: string, work: (versions: readonly FlowVersion[]) => Promise<T>): Promise<T> => alone(`versions/${flowId}`, async () => work(await list(flowId)));

  return {
    list,
    get,
    keep: (document, { at, kind, name }, now) =>
      change(document.id, async (versions) => {
        const newest = versions[0];
        if (kind === 'automatic' && newest && sameJson(await get(document.id, newest.id).catch(() => null), document)) return null;
        await mkdir(path.join(folderOf(document.id), 'versions'), { recursive: true, mode: 0o700 });
        const id = freeId(versions, at);
        await writeDocument(fileOf(document.id, id), `${id}${ending}`, 'flow', flowInOrder(document));
        const version: FlowVersion = { id, at, kind, ...(name !== undefined && { name }), nodeCount: document.nodes.length };
        const all = [version, ...versions].toSorted((a, b) => b.at - a.at);
        const gone = new Set(thinOut(all, now).map((old) => old.id));
        await write(document.id, all.filter((old) => !gone.has(old.id)));
        for (const old of gone) await rm(fileOf(document.id, old), { force: true });
        return version;
      }),
    rename: (flowId, versionId, name) =>
      change(flowId, async (versions) => {
        const before = versions.find(({ id }) => id === versionId);
        if (!before) throw notFound(flowId);
        const { name: _old, ...bare } = before;
        const after: FlowVersion = name === '' ? bare : { ...bare, name, kind: before.kind === 'automatic' ? 'named' : before.kind };
        await write(flowId, versions.map((version) => (version === before ? after : version)));
        return after;
      }),
    clean: (flowId, person, only) =>
      alone(`versions/${flowId}`, async () => {
        const names = await readdir(path.join(folderOf(flowId), 'versions')).catch(() => []);
        return cleanFiles([listFile(flowId), ...names.filter((name) => name.endsWith(ending)).map((name) => path.join(folderOf(flowId), 'versions', name))], person, only);
      }),
    remove: (flowId, versionId) =>
      change(flowId, async (versions) => {
        if (!versions.some(({ id }) => id === versionId)) throw notFound(flowId);
        await write(flowId, versions.filter(({ id }) => id !== versionId));
        await rm(fileOf(flowId, versionId), { force: true });
      }),
  };
}

/** `20261122-094512-123`, and further where two came in the same moment. */
function freeId(versions: readonly FlowVersion[], at: number): string {
  const base = new Date(at).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').replace('.', '-').replace('Z', '');
  let id = base;
  for (let count = 2; versions.some((version) => version.id === id); count += 1) id = `${base}-${count}`;
  return id;
}

function notFound(flowId: string): FluxoError {
  return new FluxoError({ code: 'version.not_found', kind: 'setup', what: 'This version is not kept any more.', where: { flow: flowId }, fix: 'Choose another one of the list.' });
}
