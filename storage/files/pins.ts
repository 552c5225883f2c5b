import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { FluxoError } from '#shared/errors.ts';
import { IdSchema } from '#shared/flow/document.ts';
import type { Pin } from '#shared/records/pins.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import type { Alone } from './flows.ts';
import { readDocument, writeDocument, type FileKind } from './jsonDocument.ts';

const version = 1;
const FileSchema = z.strictObject({
  fluxo: z.literal(version),
  flow: IdSchema,
  node: IdSchema,
  records: z.array(z.strictObject({ key: z.string().max(200), title: z.string().max(500), record: z.record(z.string(), z.json()) })).max(50),
});
const kind: FileKind<z.infer<typeof FileSchema>> = { area: 'pins', called: 'file', version, schema: FileSchema };

export interface PinFiles {
  /** Those of one flow, or of all. A file that is no pin is left out: pins are for trying things out, never for a run. */
  list(flowId?: string): Promise<readonly Pin[]>;
  /** The newest first; one with the same key is written over. */
  save(pin: Pin): Promise<void>;
  /** Without a key all of a node's, without a node all of a flow's. */
  remove(flowId: string, nodeId?: string, key?: string): Promise<void>;
}

const ending = '.pins.json';
const ignored = '# Pins are copies of customers’ records. Remove this file if they may go where the flows go.\n*\n';

/** Records a person keeps to try a node on: `pins/<flow>/<node>.pins.json`, readable and editable, in the workspace. */
export function makePinFiles(workspace: string, alone: Alone): PinFiles {
  const folder = path.join(workspace, 'pins');
  const shown = (flowId: string, nodeId: string) => `pins/${flowId}/${nodeId}${ending}`;
  const fileOf = (flowId: string, nodeId: string) => path.join(folder, IdSchema.parse(flowId), `${IdSchema.parse(nodeId)}${ending}`);

  const read = async (flowId: string, nodeId: string): Promise<z.infer<typeof FileSchema>['records']> => {
    try {
      return (await readDocument(fileOf(flowId, nodeId), shown(flowId, nodeId), kind)).document.records;
    } catch (thrown) {
      if (thrown instanceof FluxoError && thrown.code.startsWith('pins.')) return [];
      throw thrown;
    }
  };
  const write = async (flowId: string, nodeId: string, records: z.infer<typeof FileSchema>['records']): Promise<void> => {
    const file = fileOf(flowId, nodeId);
    if (records.length === 0) return rm(file, { force: true });
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, '.gitignore'), ignored, { flag: 'wx' }).catch(() => undefined);
    await writeDocument(file, shown(flowId, nodeId), 'pins', { fluxo: version, flow: flowId, node: nodeId, records });
    await chmod(file, 0o600);
  };
  const entries = (dir: string) => readdir(dir).catch(() => [] as string[]);
  const nodesOf = async (flowId: string) => (await entries(path.join(folder, flowId))).flatMap((file) => (file.endsWith(ending) && IdSchema.safeParse(file.slice(0, -ending.length)).success ? [file.slice(0, -ending.length)] : []));

  return {
    list: async (flowId) => {
      const flows = flowId === undefined ? (await entries(folder)).filter((name) => IdSchema.safeParse(name).success) : [flowId];
      const found: Pin[] = [];
      for (const flow of flows) for (const node of await nodesOf(flow)) for (const { key, title, record } of await read(flow, node)) found.push({ flowId: flow, nodeId: node, key, title, record: record as SourceRecord });
      return found;
    },
    save: ({ flowId, nodeId, key, title, record }) =>
      alone(`pins-${flowId}`, async () => {
        const others = (await read(flowId, nodeId)).filter((each) => each.key !== key);
        await write(flowId, nodeId, [{ key, title, record: record as never }, ...others].slice(0, 50));
      }),
    remove: (flowId, nodeId, key) =>
      alone(`pins-${flowId}`, async () => {
        for (const node of nodeId === undefined ? await nodesOf(flowId) : [nodeId]) await write(flowId, node, key === undefined ? [] : (await read(flowId, node)).filter((each) => each.key !== key));
      }),
  };
}
