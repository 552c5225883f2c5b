import type { ParseArgsConfig } from 'node:util';

/** How a command ended; scripts rely on these. */
export const exitCodes = { done: 0, problems: 1, wrongCall: 2, failed: 3, needsOwner: 4 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

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
