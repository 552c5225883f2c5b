import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test, vi } from 'vitest';

type Check = (contents: null, permission: string, origin: string) => boolean;
type Request = (contents: null, permission: string, callback: (granted: boolean) => void, details: { requestingUrl: string }) => void;
type BeforeRequest = (details: { url: string }, callback: (response: { cancel?: boolean }) => void) => void;
const set: { check?: Check; request?: Request; before?: BeforeRequest; device?: () => boolean } = {};
vi.mock('electron', () => ({
  session: {
    defaultSession: {
      setPermissionCheckHandler: (handler: Check) => (set.check = handler),
      setPermissionRequestHandler: (handler: Request) => (set.request = handler),
      setDevicePermissionHandler: (handler: () => boolean) => (set.device = handler),
      setDisplayMediaRequestHandler: () => {},
      setBluetoothPairingHandler: () => {},
      setUSBProtectedClassesHandler: () => {},
      on: () => {},
      webRequest: { onBeforeRequest: (listener: BeforeRequest) => (set.before = listener) },
    },
  },
}));
const { refusePermissions } = await import('./permissions.ts');
refusePermissions();

const requested = (permission: string, requestingUrl: string) => {
  let granted = true;
  set.request?.(null, permission, (answer) => (granted = answer), { requestingUrl });
  return granted;
};

/** Every name Electron's types give a permission, so that a new one is asked about here before it is met. */
function permissionNames(): string[] {
  const types = readFileSync(path.join(path.dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts'), 'utf8');
  const lines = types.split('\n').filter((line) => /setPermission(Check|Request)Handler\(handler/.test(line));
  return [...new Set(lines.flatMap((line) => [...line.matchAll(/permission: ([^,)]+)/g)]).flatMap(([, union]) => [...(union ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')))];
}

test('each permission Electron knows is refused to our own page, but for copying', () => {
  const names = permissionNames();
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    const expected = name === 'clipboard-sanitized-write';
    expect([name, set.check?.(null, name, 'app://fluxo/')]).toEqual([name, expected]);
    expect([name, requested(name, 'app://fluxo/index.html')]).toEqual([name, expected]);
  }
  expect(set.device?.()).toBe(false);
});

test('another page may not even copy', () => {
  for (const url of ['https://evil.test/', 'app://stranger/', 'app://fluxo.evil/', 'app://fluxo@evil/', '', 'null']) {
    expect([url, set.check?.(null, 'clipboard-sanitized-write', url)]).toEqual([url, false]);
    expect([url, requested('clipboard-sanitized-write', url)]).toEqual([url, false]);
  }
});

test('no request leaves the app', () => {
  const cancelled = (url: string) => {
    let cancel: boolean | undefined;
    set.before?.({ url }, (response) => (cancel = response.cancel));
    return cancel;
  };
  expect(cancelled('app://fluxo/assets/x.js')).toBe(false);
  for (const url of ['https://evil.test/', 'http://127.0.0.1:9/', 'ws://fluxo/', 'file:///etc/passwd', 'app://stranger/', 'data:text/html,x', 'blob:app://fluxo/1']) expect([url, cancelled(url)]).toEqual([url, true]);
});
