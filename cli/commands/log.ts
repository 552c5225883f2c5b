import { outcomes, type Outcome } from '#shared/records/outcomes.ts';
import type { RecordRow, RecordStory } from '#shared/records/story.ts';
import { FluxoError, describeError } from '#shared/errors.ts';
import { exitCodes, numberOption, textOption, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';
import { describeWrite } from '../planReport.ts';
import { formatTable } from '../table.ts';

/** Rows shown at once. */
const mostRows = 500;

export const log: Command = {
  name: 'log',
  args: 'RUN',
  summary: 'Shows what became of the records of a run (`latest` = the last run); with --record one record’s whole story.',
  options: {
    ...workspaceOptions,
    outcome: { type: 'string', value: 'OUTCOME', multiple: true, help: `only these: ${outcomes.join(', ')}` },
    search: { type: 'string', value: 'TEXT', help: 'only records with this text in number, customer, key or reason' },
    record: { type: 'string', value: 'N', help: 'the story of record N of the run' },
    limit: { type: 'string', value: 'N', help: 'how many rows (default 100)' },
  },
  run: async ({ args, values, output }) => {
    const [name] = args;
    if (name === undefined || args.length > 1) throw new WrongCall('Name one run, or `latest`. `fluxo runs` lists them.');
    const wanted = (Array.isArray(values['outcome']) ? values['outcome'] : []) as string[];
    const unknown = wanted.find((outcome) => !(outcomes as readonly string[]).includes(outcome));
    if (unknown !== undefined) throw new WrongCall(`“${unknown}” is no outcome. They are: ${outcomes.join(', ')}.`);

    const host = await openCliHost(values);
    try {
      const { store } = host.workspace;
      const runId = name === 'latest' ? (await store.runs({ limit: 1 }))[0]?.runId : name;
      const run = runId === undefined ? null : await store.run(runId);
      if (runId === undefined || !run) throw new FluxoError({ code: 'log.no_such_run', kind: 'setup', what: `There is no run “${name}”.`, fix: '`fluxo runs` lists the runs of this workspace.' });

      // Its rows and stories speak as a real run would.
      if (run.dryRun) output.say('A dry run: nothing of this was written, it is what would be.');
      const seq = numberOption(values, 'record', { min: 1 });
      if (seq !== undefined) {
        const story = await store.story(runId, seq);
        if (!story) throw new FluxoError({ code: 'log.no_such_record', kind: 'setup', what: `Run ${runId} has no record ${seq}.`, fix: '`fluxo log RUN` lists its records.' });
        output.result(values['json'] === true ? JSON.stringify(story) : tellStory(story));
        return exitCodes.done;
      }
      const search = textOption(values, 'search');
      const limit = numberOption(values, 'limit', { min: 1, max: mostRows }) ?? 100;
      const { rows, total, atLeast } = await store.records({ runId, limit, ...(wanted.length > 0 && { outcomes: wanted as Outcome[] }), ...(search !== undefined && { search }) });
      if (values['json'] === true) output.result(JSON.stringify({ runId, total, ...(atLeast && { atLeast }), records: rows }));
      else {
        output.result(formatTable(['#', 'record', 'who', 'amount', 'outcome', 'why'], rows.map(columns), ['#', 'amount']));
        if (total > rows.length) output.say(`${rows.length} of ${total}${atLeast ? '+' : ''}; ${limit < mostRows ? '--limit shows more' : '--outcome and --search show others'}.`);
      }
      return exitCodes.done;
    } finally {
      await host.close();
    }
  },
};

const columns = (row: RecordRow): readonly string[] => [String(row.seq), row.title, row.subtitle ?? '', row.amount ?? '', row.outcome, [row.reason?.text, row.target && `${row.target.type} ${row.target.label ?? row.target.id}`].filter(Boolean).join(' · ')];

/** A record's story as indented lines. */
function tellStory({ row, source, mapped, steps, payloadsKept }: RecordStory): string {
  const lines = [`${row.title}${row.subtitle ? ` · ${row.subtitle}` : ''}: ${row.outcome}`, ...(row.reason ? [`  ${row.reason.text}${row.reason.fix ? `\n  → ${row.reason.fix}` : ''}`] : [])];
  lines.push(`  key ${row.key}`);
  if (!payloadsKept) lines.push('  (its payloads were removed after their time)');
  for (const step of steps) {
    switch (step.kind) {
      case 'note':
        lines.push(`  • ${step.text.text}`);
        break;
      case 'warning':
        lines.push(`  ! ${step.text.text}`);
        break;
      case 'error':
        lines.push(`  ✗ ${describeError(step.error).replaceAll('\n', '\n    ')}`, ...(step.error.words ? [`    “${step.error.words.replaceAll('\n', '\n    ')}”`] : []));
        break;
      case 'plan':
        lines.push(step.decision.writes.length === 0 ? '  ☐ nothing would be written' : step.decision.writes.map(describeWrite).join('\n'));
        break;
      case 'exchange':
        lines.push(`  ⇄ ${step.exchange.operation} → ${step.exchange.status ?? step.exchange.error ?? 'no answer'} (${step.exchange.ms} ms)`);
        break;
    }
  }
  const block = (title: string, value: unknown) => (value === null ? [] : ['', title, JSON.stringify(value, null, 2)]);
  return [...lines, ...block('source', source), ...block('mapped', mapped)].join('\n');
}
