import type { Authorisation } from '#connectors/sdk/authorisation.ts';
import { createHttp } from '#connectors/sdk/http.ts';
import { FluxoError } from '#shared/errors.ts';
import { hostsOf, tidySignIn } from './auth.ts';
import { askForTokens, readTokens } from './token.ts';

/** Companies, and nothing else of the person who signs in. */
const scope = 'com.intuit.quickbooks.accounting';

/**
 * Intuit's permission (OAuth 2.0 authorization code with the client's secret; no PKCE, no public client). Redirect addresses: https only with production
 * keys; `http://localhost` also with development keys; never an IP address.
 */
export const authorisation: Authorisation = {
  service: 'Intuit',
  field: 'signIn',
  preferred: true,
  ways: [
    { way: 'browser', environments: ['sandbox', 'demo'] },
    { way: 'paste', environments: ['production', 'sandbox', 'demo'] },
    { way: 'relay', environments: ['production', 'sandbox', 'demo'] },
  ],
  needs: ['clientId', 'clientSecret'],
  gives: ['realmId', 'refreshToken'],
  thisMachine: 'localhost',
  tidySettings: tidySignIn,

  consentUrl({ settings, secret, redirectUri, state }) {
    const url = new URL('/connect/oauth2', hostsOf(settings).consent);
    url.search = new URLSearchParams({ client_id: secret['clientId'] ?? '', response_type: 'code', scope, redirect_uri: redirectUri, state }).toString();
    return url.href;
  },

  async exchange({ connection, settings, secret, redirectUri, answer, before, clock }) {
    const where = { connection: connection.name };
    const realmId = answer['realmId'] ?? '';
    if (!/^\d{1,30}$/.test(realmId)) throw new FluxoError({ code: 'quickbooks.no_company', kind: 'setup', what: 'Intuit’s answer names no company.', where, fix: 'Sign in again and choose a company. When you paste code and company id by hand, put the company id (realm id) after the code.' });
    const known = before?.['realmId'];
    // Everything Fluxo remembers of this connection belongs to the other company.
    if (known !== undefined && known !== realmId) throw new FluxoError({ code: 'quickbooks.other_company', kind: 'setup', what: `You chose the company ${realmId}; this connection belongs to ${known}.`, where, fix: 'Sign in again and choose the same company, or make a new connection for the other one.', params: { chosen: realmId, known } });
    const auth = createHttp({ connection, baseUrl: hostsOf(settings).auth, clock, timeoutMs: 30_000 });
    try {
      const tokens = readTokens(await askForTokens(auth, secret, { grant_type: 'authorization_code', code: answer['code'] ?? '', redirect_uri: redirectUri }), '', { name: connection.name, clock });
      return { settings: { realmId }, secret: tokens };
    } catch (thrown) {
      // The same answer as for a dead refresh token, but another story.
      if (!(thrown instanceof FluxoError) || thrown.code !== 'quickbooks.reconnect') throw thrown;
      throw new FluxoError({ code: 'quickbooks.code_refused', kind: 'setup', what: 'Intuit does not take the code.', where, fix: 'Sign in again: a code works once and for ten minutes, and only with the redirect address it was made for.', ...(thrown.data.answer && { answer: thrown.data.answer }), needsOwner: true });
    }
  },
};
