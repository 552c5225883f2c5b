import type { StartOptions } from '#host/runs.ts';
import { checkFlow, nodeName } from '#shared/flow/check.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { doSame } from '#shared/flow/versions.ts';
import { makeCatalog } from '#host/registry.ts';
import { exitCodes, numberOption, textOption, WrongCall, workspaceOptions, type Command, type Values } from '../command.ts';
import { describeCutOff, mayBeCutOff } from '../cutOff.ts';
import { findFlow, isFlowFile, readFlowFile, workspaceOfFile } from '../findFlow.ts';
import { followRun, showProgress } from '../followRun.ts';
import { openCliHost } from '../openCliHost.ts';
import { describeIssues } from './check.ts';

export const run: Command = {
  name: 'run',
  args: 'FLOW',
  summary: 'Runs a flow of the workspace (by id or name), or a flow file, once.',
  options: {
    ...workspaceOptions,
    'dry-run': { type: 'boolean', help: 'do everything but the writes' },
    apply: { type: 'string', value: 'RUN', help: 'carry out the plan of this dry run: exactly its records, exactly as planned (once)' },
    'live-version': { type: 'boolean', help: 'run the version that the schedule runs, not the draft' },
    limit: { type: 'string', value: 'N', help: 'read at most N records' },
    only: { type: 'string', value: 'KEY', help: 'run only the record with this key, which `fluxo log RUN --record N` shows' },
    to: { type: 'string', value: 'NODE', help: 'let records go up to this node (id or name) and no further; before a target that leaves nothing behind' },
    from: { type: 'string', value: 'NODE', help: 'follow only the ways through this node, with the records of the last run' },
    of: { type: 'string', value: 'RUN', help: 'with --to or --from: take the records of this run (`latest` = the last one) instead of reading' },
  },
  run: async ({ args, values, output, signal }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw new WrongCall('Name one flow to run.');
    const file = isFlowFile(name) ? await readFlowFile(name) : null;
    if (file && values['live-version'] === true) throw new WrongCall('--live-version is for a flow of the workspace, by id or name; a file is run as it is.');
    const ownWorkspace = file && !textOption(values, 'workspace') ? workspaceOfFile(name) : null;
    const json = values['json'] === true;
    const host = await openCliHost(values, { ...(ownWorkspace && { workspaceDir: ownWorkspace }), ...(file && { flowOverride: file }), emit: showProgress(output, json) });
    try {
      const drawn = file ?? (await findFlow(host.workspace.flows, name));
      const live = values['live-version'] === true;
      // A live version that cannot be read keeps only itself from running.
      const running = file ? drawn : await host.workspace.flows.running(drawn.id).catch((thrown: unknown) => {
        if (live) throw thrown;
        return drawn;
      });
      const flow = live ? running : drawn;
      if (!live && !doSame(running, drawn)) output.say(`Running the draft of “${drawn.name}”; its schedule runs another version (--live-version).`);
      const part = partOf(flow, values);
      const issues = part ? [] : checkFlow(flow, makeCatalog(), await host.connections.list(), await host.workspace.tables.list(), await host.workspace.nodeSettings.get()).filter((issue) => issue.severity === 'error');
      if (issues.length > 0) {
        output.say(describeIssues(flow.name, issues));
        return exitCodes.wrongCall;
      }
      const isSuspect = values['dry-run'] !== true && (await mayBeCutOff(host.workspace.store, flow.id));
      const handle = await host.runs.start({ flowId: flow.id, dryRun: values['dry-run'] === true, limit: numberOption(values, 'limit', { min: 1 }), onlyKey: textOption(values, 'only'), ...part, carryOut: planOf(values), version: live ? 'live' : undefined, trigger: 'cli' });
      const cutOff = isSuspect ? await describeCutOff(host.workspace.store, flow.id, handle.runId) : null;
      if (cutOff) output.say(cutOff);
      return await followRun(host, handle, { output, signal, json, command: `fluxo run ${/\s/.test(name) ? `"${name}"` : name}${live ? ' --live-version' : ''}` });
    } finally {
      await host.close();
    }
  },
};

/** The plan to carry out; nothing else can be asked for together with it. */
function planOf(values: Values): string | undefined {
  const plan = textOption(values, 'apply');
  const other = ['dry-run', 'limit', 'only', 'to', 'from', 'of'].find((option) => values[option] !== undefined);
  if (plan !== undefined && other !== undefined) throw new WrongCall(`--apply does not go together with --${other}: the plan says which records and what becomes of them.`);
  return plan;
}

/** What `--to`, `--from` and `--of` ask for; null = the whole flow, whose mistakes then all count. */
function partOf(flow: FlowDocument, values: Values): Pick<StartOptions, 'to' | 'from' | 'records'> | null {
  const [to, from, of] = ['to', 'from', 'of'].map((option) => textOption(values, option));
  if (to === undefined && from === undefined) {
    if (of !== undefined) throw new WrongCall('--of goes together with --to or --from; `fluxo replay RUN` runs the whole flow with the records of a run.');
    return null;
  }
  if (values['only'] !== undefined) throw new WrongCall(`--only does not go together with ${from === undefined ? '--to' : '--from'}.`);
  // What stands in the log is run whole: a limit is about reading.
  if (values['limit'] !== undefined && (from !== undefined || of !== undefined)) throw new WrongCall(`--limit does not go together with ${from === undefined ? '--of' : '--from'}.`);
  return { to: to && nodeNamed(flow, to), from: from && nodeNamed(flow, from), records: of === undefined ? undefined : of === 'latest' ? 'last' : { runId: of } };
}

/** The id of a node by its id, else by what it is called. */
function nodeNamed(flow: FlowDocument, wanted: string): string {
  const catalog = makeCatalog();
  const found = flow.nodes.filter((node) => node.id === wanted);
  const named = found.length > 0 ? found : flow.nodes.filter((node) => nodeName(node, catalog).toLowerCase() === wanted.toLowerCase());
  if (named.length === 1) return named[0]!.id;
  const all = flow.nodes.map((node) => `${node.id} (${nodeName(node, catalog)})`).join(', ');
  throw new WrongCall(`${named.length === 0 ? `The flow has no node “${wanted}”` : `Several nodes are called “${wanted}”`}. Its nodes: ${all}.`);
}
