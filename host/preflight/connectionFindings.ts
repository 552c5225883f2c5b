import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import type { Finding } from '#shared/setup/preflight.ts';
import type { ConnectionService } from '../connections.ts';
import { testConnection } from '../testConnection.ts';

/** Each connection tried stage by stage; and whether they are all real, or some of them only for trying out. */
export async function connectionFindings(connections: ConnectionService, ids: readonly string[]): Promise<readonly Finding[]> {
  const known = (await connections.list()).filter(({ id }) => ids.includes(id));
  const tried = await Promise.all(known.map((connection) => tryOut(connections, connection)));
  return [...tried.flat(), ...environmentFindings(known)];
}

async function tryOut(connections: ConnectionService, { id }: ConnectionInfo): Promise<readonly Finding[]> {
  const { stages } = await testConnection(connections, id);
  return stages.flatMap(({ error }): Finding[] => (error ? [{ topic: 'connections', severity: 'error', said: { by: 'service', error }, place: { connectionId: id } }] : []));
}

function environmentFindings(known: readonly ConnectionInfo[]): readonly Finding[] {
  const trial = known.filter(({ environment }) => environment !== 'production');
  const real = known.filter(({ environment }) => environment === 'production');
  const say = (severity: Finding['severity'], reason: { code: string; text: string; params: Record<string, string>; fix: string }, connection: ConnectionInfo): Finding => ({ topic: 'connections', severity, said: { by: 'look', reason }, place: { connectionId: connection.id } });
  const [first] = trial;
  if (!first) return [];
  if (real.length > 0) {
    // A real till into a sandbox is how one tries; made-up orders in real books are not.
    const names = { trial: first.name, real: real[0]!.name };
    return [say('warning', { code: 'preflight.mixed', text: `“${first.name}” is for trying out, “${real[0]!.name}” is real: made-up and real records would meet.`, params: names, fix: 'Choose connections of one kind.' }, first)];
  }
  return [say('info', { code: 'preflight.trial', text: `“${first.name}” is for trying out: nothing reaches a real company.`, params: { connection: first.name }, fix: 'Choose your own connections when you go live.' }, first)];
}
