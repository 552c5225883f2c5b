#!/usr/bin/env -S node --max-semi-space-size=16
import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import { describeError, asFluxoError } from '#shared/errors.ts';
import { commandHelp, exitCodeOfError, exitCodes, exitCodesHelp, parseOptions, WrongCall, type Command, type ExitCode, type Output } from './command.ts';
import { version } from './version.ts';

/** In the order of the help. A command is loaded when it is called, so that none waits for the others. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./commands/demo.ts')).demo,
  sandbox: async () => (await import('./commands/sandbox.ts')).sandbox,
  run: async () => (await import('./commands/run.ts')).run,
  start: async () => (await import('./commands/start.ts')).start,
  check: async () => (await import('./commands/check.ts')).check,
  runs: async () => (await import('./commands/runs.ts')).runs,
  log: async () => (await import('./commands/log.ts')).log,
  replay: async () => (await import('./commands/replay.ts')).replay,
  problems: async () => (await import('./commands/problems.ts')).problems,
  connections: async () => (await import('./commands/connections.ts')).connections,
  tables: async () => (await import('./commands/tables.ts')).tables,
  export: async () => (await import('./commands/export.ts')).exportPerson,
  erase: async () => (await import('./commands/erase.ts')).erase,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map((command) => command.name.length + command.args.length)) + 5;
  return [
    `Fluxo ${version}: data flows between a till, a mailing list and the books, on your own machine.`,
    '',
    'fluxo COMMAND [options]',
    ...all.map((command) => `  ${`${command.name} ${command.args}`.trim().padEnd(width)}${command.summary}`),
    '',
    'fluxo COMMAND --help tells more.',
    '',
    exitCodesHelp,
  ].join('\n');
}

/** Runs one command line and says how it ended; never throws. */
export async function main(argv: readonly string[], output: Output, signal: AbortSignal): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.result(await overview());
    return name === undefined ? exitCodes.wrongCall : exitCodes.done;
  }
  if (name === '--version') {
    output.result(version);
    return exitCodes.done;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    output.say(`There is no command “${name}”. \`fluxo --help\` lists them.`);
    return exitCodes.wrongCall;
  }
  const command = await load();
  try {
    const { values, positionals } = parseArgs({ args: rest, options: parseOptions(command), allowPositionals: true, strict: true });
    if (values['help']) {
      output.result(commandHelp(command));
      return exitCodes.done;
    }
    if (command.args === '' && positionals.length > 0) throw new WrongCall(`“${positionals[0]}” is one word too many.`);
    return await command.run({ args: positionals, values, output: values['json'] === true ? { ...output, tell: output.say } : output, signal });
  } catch (thrown) {
    if (thrown instanceof WrongCall || (thrown instanceof TypeError && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'))) {
      output.say(`${thrown.message}\n  → fluxo ${command.name} --help`);
      return exitCodes.wrongCall;
    }
    const error = asFluxoError(thrown).data;
    output.say(describeError(error));
    if (error.kind === 'bug' && process.env['FLUXO_DEBUG']) output.say(String(thrown instanceof Error ? thrown.stack : thrown));
    return exitCodeOfError(error);
  }
}

if (import.meta.main) {
  // Commands are loaded after this, so their code is compiled once and not at every call.
  enableCompileCache();
  const stopper = new AbortController();
  // The first signal asks for a clean stop after the records in hand, the second ends at once.
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => (stopper.signal.aborted ? process.exit(name === 'SIGTERM' ? exitCodes.terminated : exitCodes.stopped) : stopper.abort(name)));
  }
  // A reader that goes away (`fluxo log … | head`) is no error.
  process.stdout.on('error', () => process.exit(0));
  process.exitCode = await main(
    process.argv.slice(2),
    { say: (line = '') => void process.stderr.write(`${line}\n`), tell: (text) => void process.stdout.write(`${text}\n`), result: (text) => void process.stdout.write(`${text}\n`), isTerminal: process.stderr.isTTY === true },
    stopper.signal,
  );
}
