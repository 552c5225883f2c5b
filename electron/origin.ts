/** Where the screen lives: a scheme of our own, so that the page has an origin nobody else can have. */
export const scheme = 'app';
export const origin = 'app://fluxo';
export const startUrl = `${origin}/index.html`;

/** The one page there is, whatever stands after it: a reload by the page itself is a navigation, too. */
export function isStartPage(url: string): boolean {
  return isOwnUrl(url) && ['', '/', '/index.html'].includes(new URL(url).pathname);
}

/** Exact: no prefix, no subdomain, no upper case gets through. */
export function isOwnUrl(url: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(url);
    return `${protocol}//${host}` === origin && username === '' && password === '';
  } catch {
    return false;
  }
}
