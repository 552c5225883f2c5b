import { shell } from 'electron';

/** Pages of others that the screen may lead to. They open in the user's browser, never in the app. */
const hosts: ReadonlySet<string> = new Set(['developer.intuit.com', 'app.developer.intuit.com', 'qbo.intuit.com', 'sandbox.qbo.intuit.com', 'quickbooks.intuit.com', 'www.mpluskassa.com', 'mailchimp.com', 'github.com']);

/** Only https, only a known host, on its usual port and without a name before it. */
export function mayOpenOutside(url: string): boolean {
  if (url.length > 2000 || /[\s\\]|\p{Cc}/u.test(url)) return false;
  try {
    const { protocol, hostname, port, username, password } = new URL(url);
    return protocol === 'https:' && port === '' && username === '' && password === '' && hosts.has(hostname);
  } catch {
    return false;
  }
}

/** Pages on which people give Fluxo their permission. */
const consentHosts: ReadonlySet<string> = new Set(['appcenter.intuit.com', 'login.mailchimp.com']);
const thisMachine: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost']);

/** A service's consent page, or that of a look-alike on this machine. */
export function mayOpenConsent(url: string): boolean {
  if (url.length > 2000 || /[\s\\]|\p{Cc}/u.test(url)) return false;
  try {
    const { protocol, hostname, port, username, password } = new URL(url);
    if (username !== '' || password !== '') return false;
    return protocol === 'https:' ? port === '' && consentHosts.has(hostname) : protocol === 'http:' && thisMachine.has(hostname);
  } catch {
    return false;
  }
}

/** Hands a consent page to the user's browser. Says whether the system took it. */
export async function openConsent(url: string): Promise<boolean> {
  if (!mayOpenConsent(url)) return false;
  return shell.openExternal(new URL(url).href).then(() => true, () => false);
}

/** The one place that hands an address to the system. Says whether it did. */
export function openOutside(url: string): boolean {
  if (!mayOpenOutside(url)) return false;
  void shell.openExternal(new URL(url).href);
  return true;
}
