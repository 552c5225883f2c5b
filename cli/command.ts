import type { ParseArgsConfig } from 'node:util';
import type { ErrorData } from '#shared/errors.ts';

/**
 * How a command ended; scripts rely on these. `busy` is what sysexits.h calls a temporary failure: nothing is wrong, the same call later does it. The last two are what
 * a shell says of a program that these signals ended, 128 and their number.
 */
export const exitCodes = { done: 0, problems: 1, wrongCall: 2, failed: 3, needsOwner: 4, busy: 75, stopped: 130, terminated: 143 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** For a command that was stopped before its end: by Ctrl-C, and whatever else is no SIGTERM (the signal's name is the reason). */
export const stoppedCode = (signal: AbortSignal): ExitCode => (signal.reason === 'SIGTERM' ? exitCodes.terminated : exitCodes.stopped);

/** Errors that say: somebody else is at it, so come again. */
const busyCodes: ReadonlySet<string> = new Set(['run.already_running', 'run.target_busy', 'privacy.busy', 'storage.in_use']);

/** How a command ends that threw this. */
export function exitCodeOfError({ code, kind, needsOwner }: ErrorData): ExitCode {
  if (busyCodes.has(code)) return exitCodes.busy;
  return needsOwner ? exitCodes.needsOwner : kind === 'setup' ? exitCodes.wrongCall : exitCodes.failed;
}

/** What the help says of them. */
export const exitCodesHelp = [
  'Exit codes:',
  '  0    done',
  '  1    done, with problems that wait for a person',
  '  2    wrong call, or a flow that cannot run as it is',
  '  3    failed',
  '  4    a connection needs its owner',
  '  75   busy: the flow runs already, or another one writes to the same place; later the same call does it',
  '  130  stopped before its end by Ctrl-C (143 by SIGTERM); what is left goes on in the next run',
  '`start` and `sandbox` run until they are stopped, so for them that is 0.',
].join('\n');

/** Where a command writes. With `--json` stdout holds one JSON document and nothing else. */
export interface Output {
  /** Progress, warnings, errors: stderr. */
  say(line?: string): void;
  /** What the command is for, in words: stdout, or stderr when stdout is for JSON. */
  tell(text: string): void;
  /** What the command is for, as data or a page of help: stdout. */
  result(text: string): void;
  readonly isTerminal: boolean;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in the help, such as `DIR`. */
  readonly value?: string;
  readonly help: string;
  readonly multiple?: boolean;
}

export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Words after the name, such as `FLOW`. */
  readonly args: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  run(call: { readonly args: readonly string[]; readonly values: Values; readonly output: Output; readonly signal: AbortSignal }): Promise<ExitCode>;
}

/** Options of every command that works on a workspace. */
export const workspaceOptions = {
  workspace: { type: 'string', value: 'DIR', help: 'workspace folder (default: FLUXO_WORKSPACE, else the folder Fluxo in your home)' },
  'secrets-file': { type: 'string', value: 'FILE', help: 'take credentials from this encrypted file instead of the keychain; its passphrase comes from FLUXO_PASSPHRASE' },
  json: { type: 'boolean', help: 'print one JSON document on stdout when done' },
} as const satisfies Record<string, CommandOption>;

/** The part of a command's options that `parseArgs` wants. */
export function parseOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries([
    ...Object.entries(command.options).map(([name, { type, short, multiple }]) => [name, { type, ...(short && { short }), ...(multiple && { multiple }) }]),
    ['help', { type: 'boolean', short: 'h' }],
  ]);
}

/** The help page of one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => [`  --${name}${option.value ? ` ${option.value}` : ''}`, option.help] as const);
  const width = Math.max(0, ...options.map(([left]) => left.length)) + 2;
  return [`fluxo ${command.name}${command.args ? ` ${command.args}` : ''}`, `  ${command.summary}`, ...(options.length > 0 ? ['', ...options.map(([left, right]) => left.padEnd(width) + right)] : [])].join('\n');
}

/** The text of an option. Given empty it is a wrong call: a script whose variable is not set (`--apply "$PLAN"`, `--only "$KEY"`) must not do everything instead. */
export function textOption(values: Values, name: string): string | undefined {
  const value = values[name];
  if (value === '') throw new WrongCall(`--${name} is empty. Give it a value, or leave it out.`);
  return typeof value === 'string' ? value : undefined;
}

/** A whole number from an option. Throws a plain Error whose text is for the user. */
export function numberOption(values: Values, name: string, { min = 0, max = 1_000_000_000 } = {}): number | undefined {
  const text = textOption(values, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max) throw new WrongCall(`--${name} takes a whole number from ${min} to ${max}, not “${text}”.`);
  return number;
}

/** The call itself is wrong: exit code 2 and the way to the help. */
export class WrongCall extends Error {
  override readonly name = 'WrongCall';
}
