import { randomBytes } from 'node:crypto';
import type { LookAlikeRequest } from '../server/lookAlike.ts';
import { problem } from './wire/problem.ts';

/** Where the account lives: the part of a key behind its last dash. */
export const datacenter = 'us19';

export interface Credentials {
  readonly apiKey: string;
  readonly accessToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export function makeCredentials(): Credentials {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return { apiKey: `${hex(16)}-${datacenter}`, accessToken: hex(16), clientId: String(100_000_000_000 + randomBytes(4).readUInt32BE()), clientSecret: hex(25) };
}

/**
 * Lets a request with a good key or token pass: Basic with any user, Bearer, the older `OAuth`, or `?apikey=` on a GET. Throws 401
 * without one or with a wrong one, and 403 for a key of another data centre.
 */
export function demandCredential(request: LookAlikeRequest, tokens: ReadonlySet<string>, apiKey: string): void {
  const fromHeader = headerSecret(request.headers['authorization']);
  const fromQuery = request.method === 'GET' ? (request.query.get('apikey') ?? undefined) : undefined;
  const given = fromHeader ?? fromQuery;
  if (given === undefined || given === '') throw problem.keyMissing();
  if (fromHeader !== undefined && fromQuery !== undefined && fromHeader !== fromQuery) throw problem.keyInvalid();
  if (given === apiKey || tokens.has(given)) return;
  const place = /^[0-9a-f]{32}-(us\d+\s*)$/.exec(given)?.[1];
  throw place !== undefined && place !== datacenter ? problem.wrongDatacenter() : problem.keyInvalid();
}

function headerSecret(header: string | undefined): string | undefined {
  const [, scheme = '', secret = ''] = /^(\S+)\s+(.+)$/s.exec(header ?? '') ?? [];
  if (/^(bearer|oauth|apikey)$/i.test(scheme)) return secret;
  if (!/^basic$/i.test(scheme)) return undefined;
  const pair = Buffer.from(secret, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? '' : pair.slice(colon + 1);
}
