import { protocol } from 'electron';
import { isOwnUrl, scheme } from './origin.ts';
import { makeServedFiles } from './servedFiles.ts';

/** Must run before the app is ready: makes `app:` a scheme with an origin, in a secure context. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the screen's build under `app://fluxo/`. */
export async function serveApp(folder: string): Promise<void> {
  const serve = await makeServedFiles(folder);
  protocol.handle(scheme, async (request) => {
    if (!isOwnUrl(request.url)) return new Response('Not here.', { status: 404 });
    const { status, headers, body } = await serve(request.method, new URL(request.url).pathname);
    return new Response(body, { status, headers });
  });
}
