const cut = '‹secret›';
/** Shorter texts are too common: cutting them out would blank half of every body without hiding anything. */
const shortest = 4;
const largestNote = 256 * 1024;
/** Travels the same way everywhere. Most tokens are of this kind, and each call has one. */
const unspelt = /^[\w.-]+$/;

/**
 * Gives back a function that cuts the given secrets out of any text, in the spellings in which they
 * travel: plain, percent-encoded, form-encoded, inside JSON and inside XML. A `Bearer …` or `Basic …` value is also looked for without its scheme.
 */
export function makeRedactor(secrets: Iterable<string>): (text: string) => string {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, secret.replace(/^(bearer|basic)\s+/i, '')]) {
      if (part.length < shortest) continue;
      spellings.add(part);
      if (unspelt.test(part)) continue;
      const [scheme, token = ''] = part.split(' ');
      if (unspelt.test(scheme ?? '') && unspelt.test(token) && part.length === `${scheme} ${token}`.length) {
        spellings.add(`${scheme}%20${token}`);
        spellings.add(`${scheme}+${token}`);
        continue;
      }
      spellings.add(encodeURIComponent(part));
      spellings.add(new URLSearchParams([['', part]]).toString().slice(1));
      spellings.add(JSON.stringify(part).slice(1, -1));
      spellings.add(part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      spellings.add(part.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&apos;'));
    }
  }
  // Longest first: a spelling may contain another.
  const ordered = [...spellings].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((kept, spelling) => kept.replaceAll(spelling, cut), text);
}

/** A body as the log keeps it: without secrets and, when it is very long, only its beginning. */
export function bodyForLog(body: string, redact: (text: string) => string, most = largestNote): string {
  // Some room beyond the end, so that a secret lying across it is still recognised.
  return cutAt(redact(body.length > most * 2 ? body.slice(0, most * 2) : body), most, `${body.length} characters`);
}

/** The same for a body in UTF-8, of which no more is made a text than is looked at. */
export function bytesForLog(body: Uint8Array, redact: (text: string) => string, most = largestNote): string {
  // A letter takes four bytes at most; one that was cut through stands behind what is kept.
  const looked = body.length > most * 8 ? body.subarray(0, most * 8) : body;
  const text = Buffer.from(looked.buffer, looked.byteOffset, looked.length).toString();
  return cutAt(redact(text.slice(0, most * 2)), most, `${body.length} bytes`);
}

const cutAt = (kept: string, most: number, size: string): string => (kept.length > most ? `${kept.slice(0, most)}\n… (${size} in all)` : kept);
