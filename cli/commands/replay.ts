import { outcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { Problem } from '#shared/records/problems.ts';
import type { RecordChoice, WayAgain } from '#shared/records/recordChoice.ts';
import { FluxoError } from '#shared/errors.ts';
import type { RunStore } from '#engine/ports.ts';
import { textOption, WrongCall, workspaceOptions, type Command, type Values } from '../command.ts';
import { findFlow } from '../findFlow.ts';
import { followRun, showProgress } from '../followRun.ts';
import { openCliHost } from '../openCliHost.ts';

/** Open problems a cause is looked for in. */
const mostProblems = 100_000;

export const replay: Command = {
  name: 'replay',
  args: '[RUN]',
  summary: 'Runs records of a run (`latest` = the last one) once more, or with --problems the open problems of a flow. What was done is not done again.',
  options: {
    ...workspaceOptions,
    record: { type: 'string', value: 'N', multiple: true, help: 'only record N of the run, as `fluxo log` numbers them; may be given several times' },
    outcome: { type: 'string', value: 'OUTCOME', multiple: true, help: `only these: ${outcomes.join(', ')}` },
    search: { type: 'string', value: 'TEXT', help: 'only records with this text in number, customer, key or reason' },
    problems: { type: 'string', value: 'FLOW', help: 'the open problems of this flow instead of a run' },
    cause: { type: 'string', value: 'TEXT', help: 'only records whose open problem has this text in its cause' },
    'read-again': { type: 'boolean', help: 'take the records as their source has them now; without it, as they were read then' },
    'as-new': { type: 'boolean', help: 'send them as if they never had been, where the target does not find them by itself' },
    'dry-run': { type: 'boolean', help: 'do everything but the writes' },
  },
  run: async ({ args, values, output, signal }) => {
    const asked = readCall(args, values);
    const json = values['json'] === true;
    const host = await openCliHost(values, { emit: showProgress(output, json) });
    try {
      const { store } = host.workspace;
      const { flowId, records } = asked.kind === 'problems' ? await ofProblems(store, (await findFlow(host.workspace.flows, asked.flow)).id, asked.cause) : await ofRun(store, asked);
      if (asked.way === 'new' && values['dry-run'] !== true) output.say('Sent as new: what was sent before is sent once more, unless the target finds it.');
      const handle = await host.runs.start({ flowId, dryRun: values['dry-run'] === true, records, way: asked.way, trigger: 'cli' });
      return await followRun(host, handle, { output, signal, json });
    } finally {
      await host.close();
    }
  },
};

type Asked = { readonly way: WayAgain; readonly cause: string | undefined } & (
  | { readonly kind: 'problems'; readonly flow: string }
  | { readonly kind: 'run'; readonly run: string; readonly seqs: readonly number[]; readonly outcomes: readonly Outcome[]; readonly search: string | undefined }
);

function readCall(args: readonly string[], values: Values): Asked {
  const [run] = args;
  const flow = textOption(values, 'problems');
  const [seqs, wanted] = [many(values, 'record'), many(values, 'outcome')];
  const search = textOption(values, 'search');
  if (values['read-again'] && values['as-new']) throw new WrongCall('--read-again and --as-new do not go together.');
  const way: WayAgain = values['read-again'] ? 'read' : values['as-new'] ? 'new' : 'recorded';
  const cause = textOption(values, 'cause');
  if (flow !== undefined) {
    if (run !== undefined || seqs.length > 0 || wanted.length > 0 || search !== undefined) throw new WrongCall('--problems takes no run, and only --cause beside it.');
    return { kind: 'problems', way, cause, flow };
  }
  if (run === undefined || args.length > 1) throw new WrongCall('Name one run (or `latest`), or --problems FLOW. `fluxo runs` lists the runs.');
  const bad = seqs.find((text) => !/^[1-9]\d{0,8}$/.test(text));
  if (bad !== undefined) throw new WrongCall(`--record takes the number of a record, not “${bad}”.`);
  const unknown = wanted.find((outcome) => !(outcomes as readonly string[]).includes(outcome));
  if (unknown !== undefined) throw new WrongCall(`“${unknown}” is no outcome. They are: ${outcomes.join(', ')}.`);
  return { kind: 'run', way, cause, run, seqs: seqs.map(Number), outcomes: wanted as Outcome[], search };
}

const many = (values: Values, name: string): readonly string[] => (Array.isArray(values[name]) ? (values[name] as readonly unknown[]).map(String) : []);

interface Chosen {
  readonly flowId: string;
  readonly records: RecordChoice;
}

async function ofProblems(store: RunStore, flowId: string, cause: string | undefined): Promise<Chosen> {
  return { flowId, records: { problems: { ...(cause !== undefined && { causes: await causesWith(store, flowId, cause) }) } } };
}

async function ofRun(store: RunStore, { run, seqs, outcomes: wanted, search, cause }: Extract<Asked, { kind: 'run' }>): Promise<Chosen> {
  const runId = run === 'latest' ? (await store.runs({ limit: 1 }))[0]?.runId : run;
  const found = runId === undefined ? null : await store.run(runId);
  if (!found) throw new FluxoError({ code: 'log.no_such_run', kind: 'setup', what: `There is no run “${run}”.`, fix: '`fluxo runs` lists the runs of this workspace.' });
  const filter = { ...(wanted.length > 0 && { outcomes: [...wanted] }), ...(search !== undefined && { search }), ...(cause !== undefined && { causes: await causesWith(store, found.flowId, cause) }) };
  return { flowId: found.flowId, records: { runId: found.runId, ...(seqs.length > 0 && { seqs: [...seqs] }), ...(Object.keys(filter).length > 0 && { filter }) } };
}

/** The causes of open problems in which the text stands: in their code or in what they say. Throws `setup` when there is none. */
async function causesWith(store: RunStore, flowId: string, text: string): Promise<string[]> {
  const wanted = text.toLowerCase();
  const says = ({ cause, error }: Problem) => `${cause}\n${error.what}`.toLowerCase().includes(wanted);
  const found = (await store.problems({ flowId, state: 'open', limit: mostProblems })).filter(says);
  if (found.length === 0) throw new FluxoError({ code: 'log.no_such_cause', kind: 'setup', what: `No open problem of this flow has a cause with “${text}” in it.`, fix: '`fluxo problems FLOW` lists them by cause.' });
  return [...new Set(found.map((problem) => problem.cause))];
}
