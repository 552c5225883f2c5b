import { createSign, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** The issuer that Intuit's own client insists on, wherever the token came from. */
const issuer = 'https://oauth.platform.intuit.com/op/v1';
const keyId = 'sandbox-key-1';

export interface IdTokens {
  /** A signed identity of the one demo user, for consents with the scope `openid`. */
  make(clientId: string, realmId: string, nowMs: number): string;
  /** The public key, as the document behind `jwks_uri` shows it. */
  keys(): object;
}

/** The key pair is made when first needed: most runs never ask for it. */
export function makeIdTokens(): IdTokens {
  let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;
  const keyPair = () => (pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    make(clientId, realmId, nowMs) {
      const seconds = Math.floor(nowMs / 1000);
      const signed = `${encode({ kid: keyId, alg: 'RS256' })}.${encode({ sub: demoUser.sub, aud: [clientId], realmid: realmId, auth_time: seconds, iss: issuer, exp: seconds + 3600, iat: seconds })}`;
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(keyPair().privateKey, 'base64url')}`;
    },
    keys: () => ({ keys: [{ ...keyPair().publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' }] }),
  };
}

export const demoUser = { sub: '7f1d2a90-0000-4000-8000-000000000001', email: 'administratie@dekoperenketel.example', emailVerified: true, givenName: 'Demo', familyName: 'Gebruiker', phoneNumber: '+31 305550100', phoneNumberVerified: false } as const;
