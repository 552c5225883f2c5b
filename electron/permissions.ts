import { session } from 'electron';
import { isOwnUrl } from './origin.ts';

/** Copying needs this one; everything else a page can ask for is refused. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Refuses what web pages can ask a system for, and every request that does not go to the app itself. */
export function refusePermissions(): void {
  const own = session.defaultSession;
  own.setPermissionCheckHandler((_contents, permission, requestingOrigin) => granted.has(permission) && isOwnUrl(requestingOrigin));
  own.setPermissionRequestHandler((_contents, permission, callback, details) => callback(granted.has(permission) && isOwnUrl(details.requestingUrl)));
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, callback) => callback({}));
  own.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  own.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  own.on('will-download', (event) => event.preventDefault());
  // The policy of the page says the same; this holds for what no policy covers. DevTools load from their own scheme.
  own.webRequest.onBeforeRequest(({ url }, callback) => callback({ cancel: !isOwnUrl(url) && !url.startsWith('devtools://') }));
}
