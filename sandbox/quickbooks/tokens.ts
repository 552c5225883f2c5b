import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../server/lookAlike.ts';
import type { Settings } from './options.ts';

const day = 86_400_000;
/** A refresh token lives on as long as it is used; the whole consent ends after five years. */
const refreshLifeMs = 101 * day;
const unusedLifeMs = 100 * day;
const hardLifeMs = 5 * 365 * day;
const codeLifeMs = 10 * 60_000;

export interface TokenAnswer {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly refreshExpiresInSeconds: number;
  readonly hardExpiresInSeconds: number;
  readonly scopes: readonly string[];
}

/** One consent of one user: what its tokens have in common. */
interface Grant {
  readonly scopes: readonly string[];
  readonly createdAt: number;
  refreshToken: string;
  issuedAt: number;
  usedAt: number;
  superseded: { readonly token: string; readonly at: number } | undefined;
  revoked: boolean;
}

interface AccessToken {
  readonly grant: Grant;
  readonly expiresAt: number;
  /** What fault texts name the token by; never the token itself. */
  readonly handle: string;
}

export interface Tokens {
  /** A one-time code for a consent just given. */
  issueCode(redirectUri: string, scopes: readonly string[]): string;
  /** Undefined when the code is unknown, old, used or for another address. A second use also ends what the first one gave. */
  exchangeCode(code: string, redirectUri: string): TokenAnswer | undefined;
  /** Undefined when the token is unknown, superseded, revoked or too old. */
  refresh(refreshToken: string): TokenAnswer | undefined;
  /** Ends the whole consent, whichever of its tokens is given; unknown tokens are no error. */
  revoke(token: string): void;
  check(accessToken: string | undefined): { readonly realmId: string; readonly scopes: readonly string[] } | { readonly refusal: string };
  /** The consent that was given before the story begins. */
  readonly initial: { readonly accessToken: string; readonly refreshToken: string };
  /** Forgets everything but the initial consent, which starts anew. */
  reset(): void;
}

/** All tokens of the look-alike, aged by the sandbox clock. */
export function makeTokens(realmId: string, settings: Settings, clock: SandboxClock): Tokens {
  const initial = { accessToken: newAccessToken(), refreshToken: newRefreshToken(clock.now()) };
  let codes = new Map<string, { readonly redirectUri: string; readonly scopes: readonly string[]; readonly issuedAt: number; grant: Grant | undefined }>();
  let accessTokens = new Map<string, AccessToken>();
  /** By the newest and, while it matters, the superseded refresh token. */
  let grants = new Map<string, Grant>();

  function startGrant(scopes: readonly string[], refreshToken: string): Grant {
    const now = clock.now();
    const grant: Grant = { scopes, createdAt: now, refreshToken, issuedAt: now, usedAt: now, superseded: undefined, revoked: false };
    grants.set(refreshToken, grant);
    return grant;
  }

  function giveAccess(grant: Grant, token: string): TokenAnswer {
    const now = clock.now();
    grant.usedAt = now;
    for (const [old, { expiresAt }] of accessTokens) if (expiresAt < now - day) accessTokens.delete(old);
    accessTokens.set(token, { grant, expiresAt: now + settings.accessTokenMs, handle: `AB0${Math.floor(now / 1000)}${randomBytes(16).toString('base64url')}` });
    return {
      accessToken: token,
      expiresInSeconds: Math.floor(settings.accessTokenMs / 1000),
      refreshToken: grant.refreshToken,
      refreshExpiresInSeconds: Math.floor((grant.issuedAt + refreshLifeMs - now) / 1000),
      hardExpiresInSeconds: Math.floor((grant.createdAt + hardLifeMs - now) / 1000),
      scopes: grant.scopes,
    };
  }

  function isAlive(grant: Grant): boolean {
    const now = clock.now();
    return !grant.revoked && now - grant.usedAt <= unusedLifeMs && now - grant.createdAt <= hardLifeMs;
  }

  function rotateIfDue(grant: Grant): void {
    const now = clock.now();
    if (!settings.rotateOnEachRefresh && now - grant.issuedAt < settings.refreshRotationMs) return;
    if (grant.superseded) grants.delete(grant.superseded.token);
    grant.superseded = { token: grant.refreshToken, at: now };
    grant.refreshToken = newRefreshToken(now);
    grant.issuedAt = now;
    grants.set(grant.refreshToken, grant);
  }

  const tokens: Tokens = {
    initial,
    issueCode(redirectUri, scopes) {
      const code = `XAB1${Math.floor(clock.now() / 1000)}${randomBytes(24).toString('base64url').replaceAll(/[-_]/g, '')}`;
      codes.set(code, { redirectUri, scopes, issuedAt: clock.now(), grant: undefined });
      return code;
    },
    exchangeCode(code, redirectUri) {
      const issued = codes.get(code);
      if (!issued || issued.redirectUri !== redirectUri || clock.now() - issued.issuedAt > codeLifeMs) return undefined;
      if (issued.grant) {
        issued.grant.revoked = true;
        return undefined;
      }
      issued.grant = startGrant(issued.scopes, newRefreshToken(clock.now()));
      return giveAccess(issued.grant, newAccessToken());
    },
    refresh(refreshToken) {
      const grant = grants.get(refreshToken);
      if (!grant || !isAlive(grant)) return undefined;
      if (grant.refreshToken === refreshToken) rotateIfDue(grant);
      else if (clock.now() - (grant.superseded?.at ?? 0) >= settings.supersededGraceMs) return undefined;
      return giveAccess(grant, newAccessToken());
    },
    revoke(token) {
      const grant = grants.get(token) ?? accessTokens.get(token)?.grant;
      if (grant) grant.revoked = true;
    },
    check(accessToken) {
      if (accessToken === undefined) return { refusal: 'Missing bearer token' };
      const known = accessTokens.get(accessToken);
      if (!known) return { refusal: accessToken.length < 100 ? 'Malformed bearer token: too short or too long' : 'Token unknown' };
      if (known.grant.revoked) return { refusal: `Token revoked: ${known.handle}` };
      if (known.expiresAt <= clock.now()) return { refusal: `Token expired: ${known.handle}` };
      return { realmId, scopes: known.grant.scopes };
    },
    reset() {
      codes = new Map();
      accessTokens = new Map();
      grants = new Map();
      giveAccess(startGrant(['com.intuit.quickbooks.accounting'], initial.refreshToken), initial.accessToken);
    },
  };
  tokens.reset();
  return tokens;
}

const jweHeader = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A128CBC-HS256', x_org: 'H0' })).toString('base64url');

function newAccessToken(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString('base64url');
  return `${jweHeader}..${part(16)}.${part(480)}.${part(16)}`;
}

function newRefreshToken(now: number): string {
  return `RT1-${100 + (randomBytes(1)[0] as number)}-H0-${Math.floor(now / 1000)}${randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x').toLowerCase()}`;
}
