import { shell } from 'electron';

/** Pages of others that the screen may lead to. They open in the user's browser, never in the app. */
const hosts: ReadonlySet<string> = new Set(['developer.intuit.com', 'app.developer.intuit.com', 'qbo.intuit.com', 'quickbooks.intuit.com', 'www.mpluskassa.com', 'mailchimp.com', 'github.com']);

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

/** The one place that hands an address to the system. Says whether it did. */
export function openOutside(url: string): boolean {
  if (!mayOpenOutside(url)) return false;
  void shell.openExternal(new URL(url).href);
  return true;
}
