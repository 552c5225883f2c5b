import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { FluxoError } from '#shared/errors.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { readFlowText } from '#storage/files/readFlow.ts';
import type { FlowFiles } from '#storage/files/flows.ts';
import { oneNamed } from './oneNamed.ts';

/** True when FLOW names a file rather than a flow of the workspace. */
export function isFlowFile(flow: string): boolean {
  return flow.endsWith('.json') || flow.includes(path.sep);
}

/** The workspace a flow file lives in (`…/flows/x.flow.json`), or null when it lies elsewhere. */
export function workspaceOfFile(file: string): string | null {
  const folder = path.dirname(path.resolve(file));
  return path.basename(folder) === 'flows' ? path.dirname(folder) : null;
}

/** Reads a flow file from anywhere. Throws a `setup` error that names file and place in it. */
export async function readFlowFile(file: string): Promise<FlowDocument> {
  if (!existsSync(file)) {
    throw new FluxoError({ code: 'flow.no_such_file', kind: 'setup', what: 'There is no such flow file.', where: { file }, fix: 'Check the path, or name a flow of the workspace by its id.' });
  }
  return readFlowText(await readFile(file, 'utf8'), file);
}

/** A flow of the workspace by id, else by name (case-insensitive). Throws a `setup` error that lists what there is, and `WrongCall` for a name that several have. */
export async function findFlow(flows: FlowFiles, flow: string): Promise<FlowDocument> {
  const list = await flows.list();
  const found = oneNamed(list, flow, 'flows');
  if (!found) {
    throw new FluxoError({ code: 'flow.unknown', kind: 'setup', what: `There is no flow “${flow}” in this workspace.`, where: { flow }, fix: list.length > 0 ? `Choose one of: ${list.map((item) => item.id).join(', ')}.` : 'The workspace is empty; make a flow in the app or put a file into its folder flows/.' });
  }
  return (await flows.get(found.id)).document;
}
