import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '../..');
const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

/** Builds the screen over a bridge in memory, minified as it is shipped, and serves it on the loopback. */
export async function serveGallery(): Promise<{ readonly url: string; close(): void }> {
  await build({ configFile: path.join(root, 'renderer/testing/vite.gallery.ts'), logLevel: 'error' });
  const dir = path.join(root, 'dist/gallery');
  const server = createServer((request, response) => {
    const file = path.join(dir, path.normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
    readFile(file).then((body) => response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' }).end(body), () => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/testing/gallery.html`, close: () => { server.close(); server.closeAllConnections(); } };
}
