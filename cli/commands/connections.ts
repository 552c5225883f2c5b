import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { makeCatalog } from '#host/registry.ts';
import { testConnection } from '#host/testConnection.ts';
import type { ConnectionInfo, ConnectorInfo } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';
import { settingApplies } from '#shared/settings/check.ts';
import { exitCodes, textOption, WrongCall, workspaceOptions, type Command, type Values } from '../command.ts';
import { openCliHost } from '../openCliHost.ts';
import { formatTable } from '../table.ts';

export const connections: Command = {
  name: 'connections',
  args: 'list|add|test|remove [ID]',
  summary: 'Shows, adds, tests or removes the accounts at services.',
  options: {
    ...workspaceOptions,
    connector: { type: 'string', value: 'NAME', help: `add: the service (${makeCatalog().connectors.map((connector) => connector.name).join(', ')})` },
    name: { type: 'string', value: 'TEXT', help: 'add: what you call it' },
    environment: { type: 'string', value: 'KIND', help: 'add: production (default), sandbox, or demo (a look-alike of `fluxo sandbox`)' },
    set: { type: 'string', value: 'KEY=VALUE', multiple: true, help: 'add: a field of the connection; secrets are asked for, or read from stdin as KEY=VALUE lines' },
  },
  run: async (call) => {
    const [action = 'list', id] = call.args;
    const host = await openCliHost(call.values);
    try {
      switch (action) {
        case 'list': {
          const list = await host.connections.list();
          if (call.values['json'] === true) call.output.result(JSON.stringify({ connections: list }));
          else if (list.length === 0) call.output.tell('No connections yet. `fluxo connections add --connector NAME` makes one.');
          else call.output.result(formatTable(['id', 'connector', 'name', 'environment', 'secrets stored'], list.map((connection) => [connection.id, connection.connector, connection.name, connection.environment, connection.storedSecrets.join(', ') || 'none'])));
          return exitCodes.done;
        }
        case 'add': {
          const input = await askForConnection(call.values, call.output.say);
          const saved = await host.connections.save({ ...input, ...(id !== undefined && { id }) });
          call.output.tell(`Saved as ${saved.id} (credentials: ${host.options.secrets.backend}).`);
          if (call.values['json'] === true) call.output.result(JSON.stringify(saved));
          return exitCodes.done;
        }
        case 'test': {
          if (id === undefined) throw new WrongCall('Name the connection to test.');
          const report = await testConnection(host.connections, id);
          for (const { stage, state, text: line, error } of report.stages) call.output.tell(`${{ ok: '✓', failed: '✗', skipped: '·' }[state]} ${stage.padEnd(13)}${line}${error?.fix ? `\n    → ${error.fix}` : ''}`);
          if (call.values['json'] === true) call.output.result(JSON.stringify(report));
          const failed = report.stages.find((stage) => stage.state === 'failed');
          return !failed ? exitCodes.done : failed.error?.needsOwner ? exitCodes.needsOwner : exitCodes.failed;
        }
        case 'remove':
          if (id === undefined) throw new WrongCall('Name the connection to remove.');
          await host.connections.remove(id);
          call.output.tell(`Removed ${id} and its credentials.`);
          return exitCodes.done;
        default:
          throw new WrongCall(`“${action}” is none of list, add, test, remove.`);
      }
    } finally {
      await host.close();
    }
  },
};

/** A connection from options and, for what they must not hold (secrets stay out of argv), from stdin. */
async function askForConnection(values: Values, say: (line: string) => void): Promise<{ connector: string; name: string; environment: ConnectionInfo['environment']; settings: Record<string, string>; secret: Record<string, string> }> {
  const name = textOption(values, 'connector');
  const connector = makeCatalog().connectors.find((candidate) => candidate.name === name);
  if (!connector) throw new WrongCall(`--connector takes one of ${makeCatalog().connectors.map((candidate) => candidate.name).join(', ')}.`);
  const environment = textOption(values, 'environment') ?? 'production';
  if (environment !== 'production' && environment !== 'sandbox' && environment !== 'demo') throw new WrongCall('--environment takes production, sandbox or demo.');

  const typed: Record<string, string> = {};
  for (const pair of (Array.isArray(values['set']) ? values['set'] : []) as string[]) {
    const [key = '', ...rest] = pair.split('=');
    const field = connector.connectionFields.find((candidate) => candidate.key === key);
    if (!field) throw new WrongCall(`“${key}” is no field of ${connector.label}. They are: ${connector.connectionFields.map((candidate) => candidate.key).join(', ')}.`);
    if (field.type === 'secret') throw new WrongCall(`“${key}” is a secret and does not belong on a command line; you will be asked for it.`);
    if (!settingApplies(field, connector.connectionFields, { ...typed, environment })) throw new WrongCall(`“${key}” means nothing with --environment ${environment}.`);
    typed[key] = rest.join('=');
  }
  const secret = await readSecrets(connector, say);
  return { connector: connector.name, name: textOption(values, 'name') ?? connector.label, environment, settings: typed, secret };
}

async function readSecrets(connector: ConnectorInfo, say: (line: string) => void): Promise<Record<string, string>> {
  const fields = connector.connectionFields.filter((field) => field.type === 'secret');
  const found: Record<string, string> = {};
  if (!process.stdin.isTTY) {
    for (const line of (await text(process.stdin)).split('\n')) {
      const cut = line.indexOf('=');
      if (cut > 0) found[line.slice(0, cut).trim()] = line.slice(cut + 1).trim();
    }
  } else {
    for (const sentence of connector.prepare) say(`• ${sentence}`);
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    for (const field of fields) found[field.key] = (await terminal.question(`${field.label}: `)).trim();
    terminal.close();
  }
  const missing = fields.find((field) => field.required && !found[field.key]);
  if (missing) throw new FluxoError({ code: 'connection.no_secret', kind: 'setup', what: `${missing.label} is missing.`, where: { field: missing.key }, fix: `Type it when asked, or pipe lines such as ${missing.key}=… into the command.` });
  return Object.fromEntries(fields.filter((field) => found[field.key]).map((field) => [field.key, found[field.key]!]));
}
