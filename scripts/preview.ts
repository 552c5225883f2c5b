/** `npm run preview [-- --port N]`: the app in a plain browser, with the engine in this process. Loopback only. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeServedFiles } from '#electron/servedFiles.ts';
import { asFluxoError, describeError, FluxoError } from '#shared/errors.ts';
import { ensureBuilt } from './freshBuild.ts';
import { openPreviewDoor } from './previewDoor.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });

try {
  await ensureBuilt();
  const serve = await makeServedFiles(path.join(import.meta.dirname, '../dist/renderer'));
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await serve(request.method ?? '', (request.url ?? '/').split('?', 1)[0] ?? '/');
    response.writeHead(status, headers).end(body);
  });
  const port = await listen(Number(values.port));
  const door = await openPreviewDoor(server);
  console.log(`Fluxo is at http://127.0.0.1:${port}/?door=${door.token}\nThe address works on this machine alone, until you stop it with Ctrl+C.`);

  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await door.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  async function listen(wanted: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(portError(wanted, error)));
      server.listen(wanted, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }
} catch (thrown) {
  console.error(thrown instanceof FluxoError ? describeError(asFluxoError(thrown).data) : thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
}

function portError(port: number, error: NodeJS.ErrnoException): FluxoError {
  const what = error.code === 'EADDRINUSE' ? `Port ${port} is taken by another program.` : `Port ${port} cannot be opened (${error.code ?? 'unknown'}).`;
  return new FluxoError({ code: 'preview.port', kind: 'setup', what, fix: 'Choose another one: `npm run preview -- --port 4174` (0 takes any free one).' });
}
