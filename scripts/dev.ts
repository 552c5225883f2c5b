/**
 * `npm run dev [-- --port N]`: the screen in a browser with hot reload, and the engine in this process. A change to the
 * engine's own code needs a new start. No content security policy here: hot reload runs scripts inside the page.
 */
import type { Server } from 'node:http';
import { parseArgs } from 'node:util';
import { createServer } from 'vite';
import { asFluxoError, describeError, FluxoError } from '#shared/errors.ts';
import { openPreviewDoor } from './previewDoor.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5173' } } });

try {
  const vite = await createServer({ configFile: new URL('../vite.config.ts', import.meta.url).pathname, server: { host: '127.0.0.1', port: Number(values.port) }, clearScreen: false });
  await vite.listen();
  const door = await openPreviewDoor(vite.httpServer as Server);
  const [address = ''] = vite.resolvedUrls?.local ?? [];
  console.log(`Fluxo is at ${address}?door=${door.token}`);

  const stop = async () => {
    await door.close();
    await vite.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (thrown) {
  console.error(thrown instanceof FluxoError ? describeError(asFluxoError(thrown).data) : thrown);
  process.exit(1);
}
