import type { Authorisation } from '#connectors/sdk/authorisation.ts';
import { isLoopback } from '#connectors/sdk/http.ts';
import type { SignInWay } from '#shared/catalog/catalog.ts';
import { FluxoError } from '#shared/errors.ts';

type Texts = Readonly<Record<string, string>>;

export interface Redirect {
  /** What is registered at the service; null = this machine at the listener's port. */
  readonly address: string | null;
  /** Null when nobody listens: the answer is pasted. */
  readonly listen: { readonly port: number; readonly path: string } | null;
}

const ownPath = '/fluxo';

/**
 * Where the answer goes, from what the user registered at the service. Only the demo may do without: its look-alikes take any address, real services
 * only the registered one. Throws `setup` errors that name the field.
 */
export function planRedirect(way: SignInWay, settings: Texts, authorisation: Pick<Authorisation, 'service' | 'thisMachine'>): Redirect {
  const { service } = authorisation;
  const typed = (settings['redirectUri'] ?? '').trim();
  const isDemo = settings['environment'] === 'demo';
  if (typed === '') {
    if (!isDemo || way === 'relay') throw bad('redirect_missing', 'The redirect address is missing.', `Type the one that is registered with your app at ${service}, letter by letter.`, service);
    return way === 'paste' ? { address: `http://${authorisation.thisMachine}${ownPath}`, listen: null } : { address: null, listen: { port: 0, path: ownPath } };
  }
  const url = URL.canParse(typed) ? new URL(typed) : null;
  const here = url !== null && isLoopback(url.hostname);
  if (!url || url.hash !== '' || url.username !== '' || !(url.protocol === 'https:' || (url.protocol === 'http:' && here))) {
    throw bad('bad_redirect', 'The redirect address is no address a service would send an answer to.', `Type the one that is registered with your app at ${service}: https, or http to this machine.`, service);
  }
  if (way === 'paste') return { address: typed, listen: null };
  if (way === 'relay') return { address: typed, listen: { port: 0, path: ownPath } };
  if (!here || url.protocol !== 'http:') throw bad('redirect_elsewhere', 'The redirect address does not lead to this machine.', 'Register an address such as http://localhost:18765/fluxo, or choose to paste the address.', service);
  return { address: typed, listen: { port: Number(url.port || 80), path: url.pathname } };
}

function bad(cause: 'redirect_missing' | 'bad_redirect' | 'redirect_elsewhere', what: string, fix: string, service: string): FluxoError {
  return new FluxoError({ code: `authorisation.${cause}`, kind: 'setup', what, where: { field: 'redirectUri' }, fix, params: { service } });
}
