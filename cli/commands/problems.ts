import type { Host } from '#host/host.ts';
import type { OpenQuestion } from '#shared/ipc/contract.ts';
import type { Problem, ProblemCause } from '#shared/records/problems.ts';
import { describeError } from '#shared/errors.ts';
import { exitCodes, numberOption, WrongCall, workspaceOptions, type Command, type ExitCode, type Output, type Values } from '../command.ts';
import { findFlow } from '../findFlow.ts';
import { openCliHost } from '../openCliHost.ts';
import { describeRun, exitCodeOf, runJson } from '../runReport.ts';

export const problems: Command = {
  name: 'problems',
  args: '[FLOW] | answer QUESTION [VALUE]',
  summary: 'Lists the records that need a person, grouped by cause; answers a question once for all records that wait for it.',
  options: {
    ...workspaceOptions,
    limit: { type: 'string', value: 'N', help: 'how many records (default 200)' },
    set: { type: 'string', value: 'COLUMN=VALUE', multiple: true, help: 'answer: a column of a row with several' },
    flow: { type: 'string', value: 'FLOW', multiple: true, help: 'answer: only in these flows (default: all that ask)' },
    replace: { type: 'boolean', help: 'answer: put it in the place of an answer that is there already' },
  },
  run: async ({ args, values, output, signal }) => {
    const answers = args[0] === 'answer';
    const misplaced = (answers ? ['limit'] : ['set', 'flow', 'replace']).find((option) => values[option] !== undefined);
    if (misplaced !== undefined) throw new WrongCall(answers ? `--${misplaced} is for the list.` : `--${misplaced} goes together with \`answer\`${misplaced === 'flow' ? '; name the flow without it to see its problems' : ''}.`);
    if (!answers && args.length > 1) throw new WrongCall(`“${args[1]}” is one word too many: name one flow, or \`answer\` first.`);
    const host = await openCliHost(values);
    try {
      if (answers) return await answer(host, args.slice(1), values, output, signal);
      const flow = args[0] === undefined ? null : await findFlow(host.workspace.flows, args[0]);
      const of = flow ? { flowId: flow.id } : {};
      const { store } = host.workspace;
      const [rows, causes, counts, questions] = await Promise.all([store.problems({ state: 'open', limit: numberOption(values, 'limit', { min: 1, max: 1000 }) ?? 200, ...of }), store.problemCauses({ state: 'open', ...of }), store.openProblems(), host.questions.open(flow?.id)]);
      const total = flow ? (counts[flow.id] ?? 0) : Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (values['json'] === true) output.result(JSON.stringify({ problems: rows, total, questions }));
      else if (rows.length === 0) output.tell('No open problems.');
      else output.result(byCause(causes, rows, questions));
      return rows.length > 0 ? exitCodes.problems : exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

/** Causes with most records first. How many there are is counted; their names are those among the newest `rows`. */
function byCause(all: readonly ProblemCause[], rows: readonly Problem[], questions: readonly OpenQuestion[]): string {
  return [...Map.groupBy(all, ({ cause }) => cause).values()]
    .map((group) => ({ group, first: group[0]!, count: group.reduce((sum, { count }) => sum + count, 0) }))
    .toSorted((a, b) => b.count - a.count)
    .map(({ group, first, count }) => {
      const titles = rows.filter(({ cause }) => cause === first.cause).map(({ title }) => title);
      const members = [...titles, ...(titles.length < count ? [`… ${count - titles.length} more`] : [])].join(', ');
      const asked = questions.filter(({ waiting }) => waiting.some(({ flowId, causes }) => causes.includes(first.cause) && group.some((one) => one.flowId === flowId)));
      const advice = asked.length > 0 ? asked.map((question) => `  ${question.answered ? `✓ ${describeQuestion(question)} is answered (${Object.values(question.answered).join(', ')})` : `? ${describeQuestion(question)}\n  → fluxo problems answer ${question.id} ${question.columns.length === 1 ? 'VALUE' : question.columns.map(({ key }) => `--set ${key}=VALUE`).join(' ')}`}`) : first.error.fix ? [`  → ${first.error.fix}`] : [];
      return [`${first.outcome} (${count}): ${first.error.what}`, ...advice, `  ${members}`].join('\n');
    })
    .join('\n\n');
}

/** The question in words, such as “Payment method: what is “TIKKIE”?” */
export function describeQuestion({ label, value, row }: Pick<OpenQuestion, 'label' | 'value' | 'row'>): string {
  const place = row && [row.country, ...Object.entries(row.keys).filter(([, key]) => key !== '').map(([name, key]) => `${name} ${key}`)].join(', ');
  return `${label}: what is ${place ?? (value.trim() === '' ? 'to stand where the record says nothing' : `“${value}”`)}?`;
}

async function answer(host: Host, args: readonly string[], values: Values, output: Output, signal: AbortSignal): Promise<ExitCode> {
  const [id, told, ...rest] = args;
  if (id === undefined || rest.length > 0) throw new WrongCall('Name one question and its answer. `fluxo problems` lists the questions.');
  const question = (await host.questions.open()).find((open) => open.id === id);
  if (!question) throw new WrongCall(`No record waits for an answer to “${id}”. \`fluxo problems\` lists the open questions.`);
  const given = answersFrom(question, told, values);
  if (Object.keys(given).length === 0) {
    output.say(`${describeQuestion(question)}\n${await choices(host, question)}`);
    throw new WrongCall(question.columns.length === 1 ? 'Say what it is to be.' : `Say it column by column: ${question.columns.map(({ key }) => `--set ${key}=VALUE`).join(' ')}`);
  }
  const only = (Array.isArray(values['flow']) ? values['flow'] : []) as string[];
  const flowIds = only.length === 0 ? undefined : await Promise.all(only.map(async (name) => (await findFlow(host.workspace.flows, name)).id));
  const { flows, begun } = await host.questions.answer({ questionId: id, values: given, flowIds, replace: values['replace'] === true, trigger: 'cli' });
  for (const { flowId, error, more, runId } of flows) {
    if (error) output.say(`${flowId}: the answer is kept; its records could not go on: ${describeError(error)}`);
    else if (more) output.say(`${flowId}: the answer is kept; its records wait for a further one. \`fluxo problems\` lists it.`);
    else if (runId === null) output.say(`${flowId}: the answer is kept; its records go on when what runs now has ended. (Ctrl-C leaves that to the next run.)`);
  }
  signal.addEventListener('abort', () => void host.later.close(), { once: true });
  const runs = (await Promise.all(begun.map(async (handle) => (await handle)?.finished))).filter((run) => run !== undefined);
  for (const run of runs) output.tell(describeRun(run));
  if (values['json'] === true) output.result(JSON.stringify({ question: id, flows, runs: runs.map(runJson) }));
  if (flows.some(({ error }) => error)) return exitCodes.failed;
  return runs.map((run) => exitCodeOf(run, signal)).toSorted((a, b) => b - a)[0] ?? exitCodes.done;
}

function answersFrom(question: OpenQuestion, told: string | undefined, values: Values): Record<string, string> {
  const given: Record<string, string> = {};
  const keys = question.columns.map(({ key }) => key);
  if (told !== undefined) {
    if (keys.length !== 1) throw new WrongCall(`This row has several columns: ${keys.map((key) => `--set ${key}=VALUE`).join(' ')}`);
    given[keys[0]!] = told;
  }
  for (const pair of (Array.isArray(values['set']) ? values['set'] : []) as string[]) {
    const at = pair.indexOf('=');
    if (at < 1 || !keys.includes(pair.slice(0, at))) throw new WrongCall(`--set takes COLUMN=VALUE with a column of this row (${keys.join(', ')}), not “${pair}”.`);
    given[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return given;
}

/** What the service offers, for whoever asks before answering. */
async function choices(host: Host, question: OpenQuestion): Promise<string> {
  const lines = await Promise.all(
    question.columns.map(async ({ key, list }) => {
      if (!list) return `  ${key}: any text`;
      const options = await host.handlers['lists.get'](list).catch((thrown: unknown) => String(thrown instanceof Error ? thrown.message : thrown));
      return typeof options === 'string' ? `  ${key}: the list cannot be read now (${options})` : `  ${key}: ${options.map(({ label }) => label).join(', ')}`;
    }),
  );
  return lines.join('\n');
}
