import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { makeCatalog } from '#host/registry.ts';
import type { ConnectionInput } from '#host/connections.ts';
import type { ConnectorInfo } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { settingApplies } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { textOption, WrongCall, type Values } from './command.ts';

type Texts = Readonly<Record<string, string>>;

/** The connector, name, environment and plain fields of a new connection, from options. Secrets have no place on a command line and are refused there. */
export function connectionFromOptions(values: Values): { readonly connector: ConnectorInfo; readonly input: ConnectionInput } {
  const name = textOption(values, 'connector');
  const connector = makeCatalog().connectors.find((candidate) => candidate.name === name);
  if (!connector) throw new WrongCall(`--connector takes one of ${makeCatalog().connectors.map((candidate) => candidate.name).join(', ')}.`);
  const environment = textOption(values, 'environment') ?? 'production';
  if (environment !== 'production' && environment !== 'sandbox' && environment !== 'demo') throw new WrongCall('--environment takes production, sandbox or demo.');

  const pairs = ((Array.isArray(values['set']) ? values['set'] : []) as string[]).map((pair) => [pair.split('=', 1)[0] ?? '', pair.split('=').slice(1).join('=')] as const);
  const settings = Object.fromEntries(pairs);
  for (const [key] of pairs) {
    const field = connector.connectionFields.find((candidate) => candidate.key === key);
    if (!field) throw new WrongCall(`“${key}” is no field of ${connector.label}. They are: ${connector.connectionFields.map((candidate) => candidate.key).join(', ')}.`);
    if (field.type === 'secret') throw new WrongCall(`“${key}” is a secret and does not belong on a command line; you will be asked for it.`);
    // How to sign in is told by the verb and by --way, not by a field.
    if (key !== 'redirectUri' && !settingApplies(field, connector.connectionFields, { ...settings, environment })) throw new WrongCall(`“${key}” means nothing with --environment ${environment}.`);
  }
  return { connector, input: { connector: connector.name, name: textOption(values, 'name') ?? connector.label, environment, settings } };
}

/** The secrets of a connection typed by hand: from stdin as KEY=VALUE lines, or asked for at a terminal. */
export async function readSecrets(connector: ConnectorInfo, input: ConnectionInput, say: (line: string) => void): Promise<Texts> {
  const fields = connector.connectionFields.filter((field) => field.type === 'secret' && settingApplies(field, connector.connectionFields, { ...input.settings, environment: input.environment }));
  if (!process.stdin.isTTY) return complete(fields, secretsIn(await text(process.stdin)));
  for (const sentence of connector.prepare) say(`• ${sentence}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const found: Record<string, string> = {};
  for (const field of fields) found[field.key] = (await terminal.question(`${field.label}: `)).trim();
  terminal.close();
  return complete(fields, found);
}

/** KEY=VALUE lines as they come from a pipe. */
export function secretsIn(lines: string): Texts {
  return Object.fromEntries(lines.split('\n').flatMap((line) => (line.indexOf('=') > 0 ? [[line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]] : [])));
}

function complete(fields: readonly SettingField[], found: Texts): Texts {
  const missing = fields.find((field) => field.required && !found[field.key]);
  if (missing) throw new FluxoError({ code: 'connection.no_secret', kind: 'setup', what: `${missing.label} is missing.`, where: { field: missing.key }, fix: `Type it when asked, or pipe lines such as ${missing.key}=… into the command.` });
  return Object.fromEntries(fields.filter((field) => found[field.key]).map((field) => [field.key, found[field.key] ?? '']));
}
