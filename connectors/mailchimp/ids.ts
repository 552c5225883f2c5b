import { createHash } from 'node:crypto';

/** Ids of customers may be no longer; the others may, but a longer one has led to a misleading 404. */
const mostLetters = 50;

/**
 * A text as an id the service takes anywhere: letters, digits, `_` and `-`, at most 50. Slashes, blanks and `#` in an id break the paths of many programs. A text that had to be changed
 * ends in a short hash of the whole, so that two of them never become one id.
 */
export function safeId(text: string): string {
  const trimmed = text.trim();
  if (/^[A-Za-z0-9_-]{1,50}$/.test(trimmed)) return trimmed;
  const plain = trimmed.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(trimmed).digest('hex').slice(0, 10);
  return [plain.slice(0, mostLetters - hash.length - 1), hash].filter((part) => part !== '').join('-');
}
