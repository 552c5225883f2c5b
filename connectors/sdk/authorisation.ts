import type { AuthorisationInfo } from '#shared/catalog/catalog.ts';
import type { ConnectionContext, SecretValue } from './connector.ts';

type Texts = Readonly<Record<string, string>>;

/** What a consent page is opened with. */
export interface ConsentAsk {
  /** As `Authorisation.tidySettings` gave them. */
  readonly settings: Texts;
  readonly secret: SecretValue;
  /** Where the service sends the answer; must be registered at the service letter by letter. */
  readonly redirectUri: string;
  /** Guards the answer: comes back unchanged, or the answer is not ours. */
  readonly state: string;
}

export interface ExchangeAsk extends Pick<ConsentAsk, 'settings' | 'secret' | 'redirectUri'> {
  readonly connection: { readonly id: string; readonly name: string };
  /** What the service added to the redirect address, its `state` checked already: `code` and, say, `realmId`. */
  readonly answer: Texts;
  /** Settings of the connection that is signed in to again; null for a new one. */
  readonly before: Texts | null;
  readonly clock: ConnectionContext['clock'];
  readonly signal: AbortSignal;
}

/** What a permission is worth: goes into the connection's settings and its secret, replacing what stood there. */
export interface Permission {
  readonly settings: Texts;
  readonly secret: SecretValue;
}

/**
 * How a connector's permission is asked for: data for the screen, and the two things only the connector knows. Listening, the check of `state`,
 * time and storage are the host's.
 */
export interface Authorisation extends AuthorisationInfo {
  /** This machine's name in a redirect address; services differ in which of the two they take. */
  readonly thisMachine: 'localhost' | '127.0.0.1';
  /** Like the connector's own `tidySettings`, for settings that still lack what the permission gives. Throws `setup` errors that name the field. */
  tidySettings(settings: Texts): Texts;
  /** Address of the service's consent page. Holds no secret. */
  consentUrl(ask: ConsentAsk): string;
  /** Has the code exchanged for what is stored. Neither question nor answer is ever noted. Throws FluxoErrors. */
  exchange(ask: ExchangeAsk): Promise<Permission>;
}
