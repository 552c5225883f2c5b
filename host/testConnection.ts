import { testStages } from '#shared/catalog/catalog.ts';
import { asFluxoError, FluxoError } from '#shared/errors.ts';
import type { TestReport } from '#shared/ipc/contract.ts';
import type { ConnectionService } from './connections.ts';

const patienceMs = 30_000;

/** Tries a connection stage by stage; what comes after a failed stage is skipped. */
export async function testConnection(connections: ConnectionService, connectionId: string): Promise<TestReport> {
  const { connector: name } = await connections.info(connectionId);
  const connector = connections.connector(name);
  if (!connector) throw new FluxoError({ code: 'connection.unknown_connector', kind: 'setup', what: `This Fluxo has no connector “${name}”.`, where: { connection: connectionId }, params: { connector: name } });
  const signal = AbortSignal.timeout(patienceMs);
  const stages: TestReport['stages'][number][] = [];
  for (const stage of testStages) {
    if (stages.some((done) => done.state === 'failed')) {
      stages.push({ stage, state: 'skipped', text: '' });
      continue;
    }
    try {
      const client = await connections.client(connectionId);
      const saw = await connector.test(client, stage, { signal });
      stages.push({ stage, state: 'ok', ...(typeof saw === 'string' ? { text: saw } : { text: saw.text, reason: saw }) });
    } catch (thrown) {
      const error = asFluxoError(thrown).data;
      stages.push({ stage, state: 'failed', text: error.what, error });
      connections.setStatus(connectionId, error.needsOwner ? 'needsOwner' : 'failing');
    }
  }
  if (stages.every((done) => done.state === 'ok')) connections.setStatus(connectionId, 'ok');
  return { stages };
}
