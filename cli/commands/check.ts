import { makeCatalog } from '#host/registry.ts';
import { checkFlow, type FlowIssue } from '#shared/flow/check.ts';
import { exitCodes, textOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { findFlow, isFlowFile, readFlowFile, workspaceOfFile } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';

export const check: Command = {
  name: 'check',
  args: 'FLOW',
  summary: 'Says what keeps a flow from running, per node and field, without touching a service.',
  options: workspaceOptions,
  run: async ({ args, values, output }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw new WrongCall('Name one flow to check.');
    const file = isFlowFile(name) ? await readFlowFile(name) : null;
    const ownWorkspace = file && !textOption(values, 'workspace') ? workspaceOfFile(name) : null;
    const host = await openCliHost(values, ownWorkspace ? { workspaceDir: ownWorkspace } : {});
    try {
      const flow = file ?? (await findFlow(host.workspace.flows, name));
      const issues = checkFlow(flow, makeCatalog(), await host.connections.list());
      output.tell(issues.length === 0 ? `${flow.name}: ready to run.` : describeIssues(flow.name, issues));
      if (values['json'] === true) output.result(JSON.stringify({ flow: flow.id, issues }));
      return issues.some((issue) => issue.severity === 'error') ? exitCodes.wrongCall : exitCodes.done;
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
  return [`${flowName} cannot run yet:`, ...lines].join('\n');
}
