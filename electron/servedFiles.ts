import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the page may do; the same in the desktop app and in the preview. */
export const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "require-trusted-types-for 'script'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
} as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export interface Served {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string;
}

/**
 * Answers requests with the files of the screen's build, and with no others: a path must stand letter for letter in the
 * list the build wrote, so there is nothing to decode, to normalise or to climb out of.
 */
export async function makeServedFiles(folder: string): Promise<(method: string, pathname: string) => Promise<Served>> {
  const listed = new Set(JSON.parse(await readFile(path.join(folder, 'served-files.json'), 'utf8')) as string[]);
  const refuse = (status: number, body: string): Served => ({ status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' }, body });

  return async (method, pathname) => {
    if (method !== 'GET') return refuse(405, 'Only GET.');
    const wanted = pathname === '/' ? '/index.html' : pathname;
    if (!listed.has(wanted)) return refuse(404, 'Not here.');
    const type = types[path.extname(wanted)];
    if (type === undefined) return refuse(404, 'Not here.');
    const bytes = await readFile(path.join(folder, wanted));
    return { status: 200, headers: { ...securityHeaders, 'content-type': type }, body: new Uint8Array(bytes) };
  };
}
