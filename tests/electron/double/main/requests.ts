import { ElectronEvent } from '../support/loud.ts';
import { fromChromium, schemeOf, toChromium } from '../support/schemes.ts';
import { protocolHandler } from './protocol.ts';
import type { WebContents } from './webContents.ts';

/** A request of a page that Chromium holds until the double says what becomes of it. */
export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  /** Set when a redirect led here. */
  readonly redirectedRequestId?: string;
  readonly request: { readonly url: string; readonly method: string; readonly headers: Record<string, string>; readonly postData?: string };
}
type Call = (method: string, params: Record<string, unknown>) => Promise<unknown>;

let lastRequest = 0;

/**
 * Added to every document: all a sandbox can take away is given back but the right to open windows. Chromium then refuses
 * by itself what Electron's `setWindowOpenHandler` denies, `window.open` gives null, and still says what was asked for.
 */
const noPopups =
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-pointer-lock allow-top-navigation allow-orientation-lock allow-presentation';

/** Decides about one request: may the frame go there, does the session allow it, and who answers it. */
export async function decideRequest(contents: WebContents, paused: PausedRequest, call: Call): Promise<void> {
  const { requestId } = paused;
  const fail = (errorReason: string) => call('Fetch.failRequest', { requestId, errorReason });
  const url = fromChromium(paused.request.url);
  if (paused.resourceType === 'Document' && !mayNavigate(contents, paused, url)) return void (await fail('Aborted'));
  const details = { id: ++lastRequest, url, method: paused.request.method, resourceType: resourceTypeOf(contents, paused) };
  if (!(await contents.session.allowsRequest(details))) return void (await fail('BlockedByClient'));
  const scheme = schemeOf(url);
  if (scheme === null) return void (await call('Fetch.continueRequest', { requestId }));
  const handler = protocolHandler(scheme);
  if (handler === undefined) return void (await fail('AddressUnreachable'));
  if (details.resourceType === 'mainFrame') await contents.session.settlePermissions(contents, url, paused.request.url);
  const answered = await answer(handler, url, paused).catch((error: unknown) => {
    console.error(`electron double: the handler of ${scheme}: failed for ${url}:`, error);
    return null;
  });
  if (answered === null) await fail('Failed');
  else await call('Fetch.fulfillRequest', { requestId, ...answered });
}

/** Electron asks before a frame goes somewhere by itself; what `loadURL` started, and a reload, is not asked about. */
function mayNavigate(contents: WebContents, paused: PausedRequest, url: string): boolean {
  const isMainFrame = paused.frameId === contents.mainFrameId;
  if (contents.takeExpectedUrl(paused.request.url)) return true;
  if (isMainFrame && url === contents.getURL().split('#')[0] && paused.request.method === 'GET') return true;
  const event = Object.assign(new ElectronEvent(), { url, isMainFrame, isSameDocument: false, frame: contents.frameOf(paused.frameId) });
  if (paused.redirectedRequestId !== undefined) contents.emit('will-redirect', event, url, false, isMainFrame, 0, 0);
  else {
    contents.emit('will-frame-navigate', event);
    if (isMainFrame && !event.defaultPrevented) contents.emit('will-navigate', event, url, false, isMainFrame, 0, 0);
  }
  return !event.defaultPrevented;
}

/** Electron's names, which come from Chromium's network layer and not from the DevTools protocol. */
function resourceTypeOf(contents: WebContents, paused: PausedRequest): string {
  if (paused.resourceType === 'Document') return paused.frameId === contents.mainFrameId ? 'mainFrame' : 'subFrame';
  const names: Record<string, string> = { Fetch: 'xhr', XHR: 'xhr', Script: 'script', Stylesheet: 'stylesheet', Image: 'image', Font: 'font', Media: 'media', Ping: 'ping' };
  return names[paused.resourceType] ?? 'other';
}

async function answer(handler: (request: Request) => Response | Promise<Response>, url: string, paused: PausedRequest) {
  const { method, headers, postData } = paused.request;
  const response = await handler(new Request(url, { method, headers, ...(postData !== undefined && { body: postData }) }));
  const responseHeaders: { name: string; value: string }[] = [];
  response.headers.forEach((value, name) => {
    responseHeaders.push({ name, value: name === 'location' ? toChromium(value) : value });
  });
  if (paused.resourceType === 'Document') responseHeaders.push({ name: 'content-security-policy', value: noPopups });
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return { responseCode: response.status, responseHeaders, body };
}
