import { readAbove } from '#host/above.ts';
import { preflight } from '#host/preflight/preflight.ts';
import { makeCatalog } from '#host/registry.ts';
import { checkFlow, type FlowIssue } from '#shared/flow/check.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import type { Preflight } from '#shared/setup/preflight.ts';
import { exitCodes, numberOption, stoppedCode, textOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { findFlow, isFlowFile, readFlowFile, workspaceOfFile } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';
import { describePreflight } from '../preflightReport.ts';
import { whenAborted } from '../whenAborted.ts';
import { chosenSettings, describeSettings } from '../settingsReport.ts';

/** Records of the dry run that `--live` makes. */
const liveRecords = 50;

export const check: Command = {
  name: 'check',
  args: 'FLOW',
  summary: 'Says what keeps a flow from running, per node and field, without touching a service; with --live also what real records would meet.',
  options: {
    ...workspaceOptions,
    settings: { type: 'boolean', help: 'also list every setting that is not the standard, and where it comes from: node, flow, connection or workspace' },
    live: { type: 'boolean', help: 'also try the connections, make a dry run with real records, and say what to put right before the flow runs by itself' },
    records: { type: 'string', value: 'N', help: `with --live: read at most N records (default ${liveRecords})` },
  },
  run: async ({ args, values, output, signal }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw new WrongCall('Name one flow to check.');
    const live = values['live'] === true;
    const limit = numberOption(values, 'records', { min: 1, max: 10_000 });
    if (limit !== undefined && !live) throw new WrongCall('--records goes together with --live.');
    const file = isFlowFile(name) ? await readFlowFile(name) : null;
    const ownWorkspace = file && !textOption(values, 'workspace') ? workspaceOfFile(name) : null;
    const host = await openCliHost(values, { ...(ownWorkspace && { workspaceDir: ownWorkspace }), ...(file && { flowOverride: file }) });
    try {
      const flow = file ?? (await findFlow(host.workspace.flows, name));
      const catalog = makeCatalog();
      const above = await readAbove(host.workspace);
      const issues = checkFlow(flow, catalog, above.connections, await host.workspace.tables.list(), above.workspace);
      const settings = values['settings'] === true ? chosenSettings(flow, resolveFlow(flow, catalog, above), catalog) : undefined;
      const isBroken = issues.some((issue) => issue.severity === 'error');
      let looked: Preflight | undefined;
      if (live) {
        // What cannot run has no records to show; the rest of the look is of use all the same.
        if (!isBroken) {
          const handle = await host.runs.start({ flowId: flow.id, dryRun: true, limit: limit ?? liveRecords, trigger: 'cli' });
          whenAborted(signal, () => handle.stop());
          await handle.finished;
        }
        // A look at some of the records says nothing about the rest.
        if (signal.aborted) return stoppedCode(signal);
        looked = await preflight({ ...host, catalog }, flow.id, flow);
      }
      output.tell(looked ? describePreflight(flow.name, looked) : issues.length === 0 ? `${flow.name}: ready to run.` : describeIssues(flow.name, issues));
      if (settings) output.tell(describeSettings(settings));
      if (values['json'] === true) output.result(JSON.stringify({ flow: flow.id, issues, ...(settings && { settings }), ...looked }));
      if (isBroken) return exitCodes.wrongCall;
      return looked?.findings.some(({ severity }) => severity === 'error') ? exitCodes.problems : exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

/** The issues of a flow as lines: where, what, how to fix it. */
export function describeIssues(flowName: string, issues: readonly FlowIssue[]): string {
  const lines = issues.map((issue) => {
    const where = [issue.nodeId, issue.field].filter(Boolean).join('.');
    return `  ${issue.severity === 'error' ? '✗' : '!'} ${where ? `${where}: ` : ''}${issue.text}${issue.fix ? `\n    → ${issue.fix}` : ''}`;
  });
  const isBroken = issues.some(({ severity }) => severity === 'error');
  return [isBroken ? `${flowName} cannot run yet:` : `${flowName}: ready to run; worth a look:`, ...lines].join('\n');
}
