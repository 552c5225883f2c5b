import { checkFlow } from '#shared/flow/check.ts';
import { makeCatalog } from '#host/registry.ts';
import { problemOutcomes } from '#shared/records/outcomes.ts';
import type { RunSummary } from '#shared/records/runs.ts';
import { exitCodes, numberOption, textOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { findFlow, isFlowFile, readFlowFile, workspaceOfFile } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';
import { describeCauses, describeRun, exitCodeOf, outcomeWords, runJson } from '../runReport.ts';
import { describeIssues } from './check.ts';

export const run: Command = {
  name: 'run',
  args: 'FLOW',
  summary: 'Runs a flow of the workspace (by id or name), or a flow file, once.',
  options: {
    ...workspaceOptions,
    'dry-run': { type: 'boolean', help: 'do everything but the writes' },
    limit: { type: 'string', value: 'N', help: 'read at most N records' },
    only: { type: 'string', value: 'KEY', help: 'run only the record with this key' },
  },
  run: async ({ args, values, output, signal }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw new WrongCall('Name one flow to run.');
    const file = isFlowFile(name) ? await readFlowFile(name) : null;
    const ownWorkspace = file && !textOption(values, 'workspace') ? workspaceOfFile(name) : null;
    const json = values['json'] === true;
    let shown = 0;
    const host = await openCliHost(values, {
      ...(ownWorkspace && { workspaceDir: ownWorkspace }),
      ...(file && { flowOverride: file }),
      emit: (event, payload) => {
        if (event !== 'run.progress' || json || !output.isTerminal || Date.now() - shown < 1000) return;
        shown = Date.now();
        const summary = payload as RunSummary;
        output.say(`  … read ${summary.read}: ${outcomeWords(summary.outcomes)}`);
      },
    });
    try {
      const flow = file ?? (await findFlow(host.workspace.flows, name));
      const issues = checkFlow(flow, makeCatalog(), await host.connections.list()).filter((issue) => issue.severity === 'error');
      if (issues.length > 0) {
        output.say(describeIssues(flow.name, issues));
        return exitCodes.wrongCall;
      }
      const handle = await host.runs.start({ flowId: flow.id, dryRun: values['dry-run'] === true, limit: numberOption(values, 'limit', { min: 1 }), onlyKey: textOption(values, 'only'), trigger: 'cli' });
      signal.addEventListener('abort', () => handle.stop(), { once: true });
      const summary = await handle.finished;
      output.tell(describeRun(summary));
      const waiting = await host.workspace.store.records({ runId: summary.runId, outcomes: [...problemOutcomes], limit: 500 });
      if (waiting.rows.length > 0) output.tell(describeCauses(waiting.rows));
      if (json) output.result(JSON.stringify(runJson(summary)));
      return exitCodeOf(summary);
    } finally {
      await host.close();
    }
  },
};
