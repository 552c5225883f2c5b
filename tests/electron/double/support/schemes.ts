/**
 * Chromium knows no scheme of ours and cannot be taught one, so `app://fluxo/x` travels as
 * `https://fluxo.app.fluxo-scheme.localhost/x`: a secure context with an origin of its own, answered from the app's
 * protocol handler. Every URL the app sees is translated back.
 */
const suffix = 'fluxo-scheme.localhost';
const registered = new Set<string>();

export function registerScheme(scheme: string): void {
  registered.add(scheme.toLowerCase());
}

export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
  const [, scheme = '', host = '', rest = ''] = match ?? [];
  if (!registered.has(scheme.toLowerCase())) return url;
  return `https://${host}.${scheme.toLowerCase()}.${suffix}${rest === '' ? '/' : rest}`;
}

export function fromChromium(url: string): string {
  const match = /^https:\/\/([^/]*)\.([a-z0-9+-]+)\.fluxo-scheme\.localhost(\/.*)?$/s.exec(url);
  return match ? `${match[2]}://${match[1]}${match[3] ?? '/'}` : url;
}

/** Scheme of a translated URL, or null when Chromium can fetch it by itself. */
export function schemeOf(appUrl: string): string | null {
  const scheme = appUrl.slice(0, appUrl.indexOf(':')).toLowerCase();
  return registered.has(scheme) ? scheme : null;
}
