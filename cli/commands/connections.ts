import { makeCatalog } from '#host/registry.ts';
import { testConnection } from '#host/testConnection.ts';
import { describeError } from '#shared/errors.ts';
import { authorise } from '../authorise.ts';
import { exitCodes, stoppedCode, WrongCall, workspaceOptions, type Command } from '../command.ts';
import { connectionFromOptions, readSecrets } from '../connectionInput.ts';
import { openCliHost } from '../openCliHost.ts';
import { formatTable } from '../table.ts';

export const connections: Command = {
  name: 'connections',
  args: 'list|add|authorise|test|remove [ID]',
  summary: 'Shows, adds, signs in to, tests or removes the accounts at services.',
  options: {
    ...workspaceOptions,
    connector: { type: 'string', value: 'NAME', help: `add, authorise: the service (${makeCatalog().connectors.map((connector) => connector.name).join(', ')})` },
    name: { type: 'string', value: 'TEXT', help: 'add, authorise: what you call it' },
    environment: { type: 'string', value: 'KIND', help: 'add, authorise: production (default), sandbox, or demo (a look-alike of `fluxo sandbox`)' },
    set: { type: 'string', value: 'KEY=VALUE', multiple: true, help: 'add, authorise: a field of the connection; secrets are asked for, or read from stdin as KEY=VALUE lines' },
    way: { type: 'string', value: 'WAY', help: 'authorise: browser (the answer comes straight back), paste (you paste the address you end up at), relay (through a page of yours)' },
    redirect: { type: 'string', value: 'URL', help: 'authorise: the redirect address registered at the service' },
  },
  run: async (call) => {
    const [action = 'list', id] = call.args;
    // The address is for whoever sits at this terminal; it goes where questions go.
    const openOutside = async (url: string) => {
      call.output.say(`Open this page and agree:\n${url}`);
      return true;
    };
    const host = await openCliHost(call.values, { openOutside });
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
          const { connector, input } = connectionFromOptions(call.values);
          const secret = await readSecrets(connector, input, call.output.say);
          const saved = await host.connections.save({ ...input, secret, ...(id !== undefined && { id }) });
          call.output.tell(`Saved as ${saved.id} (credentials: ${host.options.secrets.backend}).`);
          if (call.values['json'] === true) call.output.result(JSON.stringify(saved));
          return exitCodes.done;
        }
        case 'authorise': {
          const { phase, connectionId, error } = await authorise(host, id, call);
          if (phase === 'done') call.output.tell(`Signed in; saved as ${connectionId} (credentials: ${host.options.secrets.backend}).`);
          else call.output.say(error ? describeError(error) : 'Stopped; nothing was changed.');
          if (call.values['json'] === true) call.output.result(JSON.stringify({ phase, connectionId, error }));
          if (phase !== 'done' && !error && call.signal.aborted) return stoppedCode(call.signal);
          return phase === 'done' ? exitCodes.done : error && !error.needsOwner ? exitCodes.failed : exitCodes.needsOwner;
        }
        case 'test': {
          if (id === undefined) throw new WrongCall('Name the connection to test.');
          const report = await testConnection(host.connections, id);
          for (const { stage, state, text: line, error } of report.stages) call.output.tell(`${{ ok: '✓', failed: '✗', skipped: '·' }[state]} ${stage.padEnd(13)}${state === 'skipped' ? 'not tried' : line}${error?.fix ? `\n    → ${error.fix}` : ''}`);
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
          throw new WrongCall(`“${action}” is none of list, add, authorise, test, remove.`);
      }
    } finally {
      await host.close();
    }
  },
};
