#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { describeError, asFluxoError } from '#shared/errors.ts';
import { commandHelp, exitCodes, parseOptions, WrongCall, type Command, type ExitCode, type Output } from './command.ts';
import { check } from './commands/check.ts';
import { connections } from './commands/connections.ts';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { log } from './commands/log.ts';
import { problems } from './commands/problems.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { sandbox } from './commands/sandbox.ts';
import { version } from './version.ts';

const commands: readonly Command[] = [demo, sandbox, run, check, runs, log, problems, connections, doctor];

function overview(): string {
  const width = Math.max(...commands.map((command) => command.name.length + command.args.length)) + 5;
  return [
    `Fluxo ${version}: data flows between a till, a mailing list and the books, on your own machine.`,
    '',
    'fluxo COMMAND [options]',
    ...commands.map((command) => `  ${`${command.name} ${command.args}`.trim().padEnd(width)}${command.summary}`),
    '',
    'fluxo COMMAND --help tells more. Exit codes: 0 done, 1 done with problems, 2 wrong call or invalid flow, 3 failed, 4 a connection needs its owner.',
  ].join('\n');
}

/** Runs one command line and says how it ended; never throws. */
export async function main(argv: readonly string[], output: Output, signal: AbortSignal): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.result(overview());
    return name === undefined ? exitCodes.wrongCall : exitCodes.done;
  }
  if (name === '--version') {
    output.result(version);
    return exitCodes.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    output.say(`There is no command “${name}”. \`fluxo --help\` lists them.`);
    return exitCodes.wrongCall;
  }
  try {
    const { values, positionals } = parseArgs({ args: rest, options: parseOptions(command), allowPositionals: true, strict: true });
    if (values['help']) {
      output.result(commandHelp(command));
      return exitCodes.done;
    }
    return await command.run({ args: positionals, values, output, signal });
  } catch (thrown) {
    if (thrown instanceof WrongCall || (thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'))) {
      output.say(`${thrown.message}\n  → fluxo ${command.name} --help`);
      return exitCodes.wrongCall;
    }
    const error = asFluxoError(thrown).data;
    output.say(describeError(error));
    if (error.kind === 'bug' && process.env['FLUXO_DEBUG']) output.say(String(thrown instanceof Error ? thrown.stack : thrown));
    return error.needsOwner ? exitCodes.needsOwner : error.kind === 'setup' ? exitCodes.wrongCall : exitCodes.failed;
  }
}

if (import.meta.main) {
  const stopper = new AbortController();
  // The first signal asks for a clean stop after the records in hand, the second ends at once.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => (stopper.signal.aborted ? process.exit(130) : stopper.abort()));
  }
  // A reader that goes away (`fluxo log … | head`) is no error.
  process.stdout.on('error', () => process.exit(0));
  process.exitCode = await main(
    process.argv.slice(2),
    { say: (line = '') => void process.stderr.write(`${line}\n`), result: (text) => void process.stdout.write(`${text}\n`), isTerminal: process.stderr.isTTY === true },
    stopper.signal,
  );
}
