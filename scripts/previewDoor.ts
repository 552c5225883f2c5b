import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { chooseSecrets } from '#storage/secrets/chooseSecrets.ts';
import { defaultWorkspaceDir } from '#host/defaultWorkspace.ts';
import { openHost, type Host } from '#host/host.ts';
import { makeCoalescer } from '#electron/engine/coalesce.ts';
import { dispatch, isCallName } from '#electron/ipc/dispatch.ts';
import type { Handlers, Preferences } from '#shared/ipc/contract.ts';
import path from 'node:path';
import { readFileSync } from 'node:fs';

const root = path.join(import.meta.dirname, '..');

export interface PreviewDoor {
  /** What the page's address must carry: `/?door=…`. New at every start. */
  readonly token: string;
  readonly host: Host;
  close(): Promise<void>;
}

/**
 * The calls of the contract over a loopback WebSocket, for the screen in a plain browser. Only scripts/ knows of it, so it
 * is in no build of the app. Who connects must come from the page this server sent (Origin), by its own address (Host),
 * with the token of this start.
 */
export async function openPreviewDoor(server: Server): Promise<PreviewDoor> {
  const token = randomBytes(24).toString('base64url');
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 2 ** 20 });
  const events = makeCoalescer((event, payload) => {
    const frame = JSON.stringify({ event, payload });
    for (const socket of sockets.clients) if (socket.readyState === socket.OPEN) socket.send(frame);
  });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  let preferences: Preferences = {};
  const host = await openHost({
    kind: 'preview',
    version,
    workspaceDir: defaultWorkspaceDir(),
    resourcesDir: path.join(root, 'resources'),
    secrets: chooseSecrets({ env: process.env }),
    preferences: {
      get: async () => preferences,
      set: async (change) => (preferences = { ...preferences, ...change, layout: { ...preferences.layout, ...change.layout } }),
    },
    // The page is in a browser already, but not a script of it may learn the address.
    openOutside: async (url) => {
      console.log(`Open this page to sign in:\n${url}`);
      return true;
    },
    emit: events.tell,
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/__fluxo') return;
    if (!isOurPage(request) || !sameText(url.searchParams.get('door') ?? '', token)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => serveSocket(accepted, host));
  });
  return {
    token,
    host,
    close: async () => {
      events.stop();
      for (const socket of sockets.clients) socket.terminate();
      await host.close();
    },
  };
}

function serveSocket(socket: WebSocket, host: Host): void {
  socket.on('message', async (data: Buffer) => {
    const frame = frameOf(data);
    if (frame === null || !isCallName(frame.call)) {
      socket.close(1008, 'no call of Fluxo');
      return;
    }
    const answer = await dispatch(frame.call, frame.input, (name, input) => (host.handlers[name] as Handlers['app.info'])(input as never));
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ id: frame.id, answer }));
  });
}

function frameOf(data: Buffer): { readonly id: unknown; readonly call: unknown; readonly input: unknown } | null {
  try {
    const frame: unknown = JSON.parse(data.toString('utf8'));
    return typeof frame === 'object' && frame !== null && 'id' in frame && 'call' in frame && 'input' in frame ? frame : null;
  } catch {
    return null;
  }
}

/** Loopback by name and number; anything else is another site, or a name that was made to point here. */
function isOurPage({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? '';
  return /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(host) && headers.origin === `http://${host}`;
}

function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
