import { hash } from 'node:crypto';

/** The service remembers a request by at most this many characters. */
const longest = 50;

/** Hex SHA-256 of a text. */
export function sha256(text: string): string {
  return hash('sha256', text);
}

/**
 * The `requestid` of a write: the effect's key when it fits, else its hash. Deterministic, so that the same
 * write sent again after a crash is recognised by the service and answered without being done twice.
 */
export function requestIdOf(key: string): string {
  return key.length <= longest && /^[A-Za-z0-9_-]+$/.test(key) ? key : sha256(key).slice(0, longest);
}
