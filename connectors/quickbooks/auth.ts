import { FluxoError } from '#shared/errors.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { leastCallsPerMinute } from './pace.ts';

export type Environment = 'production' | 'sandbox' | 'demo';

/** Where the service lives. Authorisation is the same host for real and sandbox companies; only the key pair differs. */
export interface Hosts {
  readonly environment: Environment;
  readonly api: string;
  readonly auth: string;
  /** Where people sign in. */
  readonly consent: string;
}

const apiHosts = { production: 'https://quickbooks.api.intuit.com', sandbox: 'https://sandbox-quickbooks.api.intuit.com' } as const;
const authHost = 'https://oauth.platform.intuit.com';
const consentHost = 'https://appcenter.intuit.com';

/** What the user prepares: a program on a desktop cannot keep Intuit's keys secret, so everybody brings their own. */
export const prepare: readonly string[] = [
  'Make an app at developer.intuit.com with the scope com.intuit.quickbooks.accounting; for a real company use its production keys, for a sandbox company its development keys.',
  'Register a redirect address with the app: any https page of yours for production keys, http://localhost with a port and /fluxo for development keys. Type the same address here, letter by letter.',
  'Fluxo opens Intuit’s page in your browser. Sign in, choose the company and agree; Intuit then gives Fluxo a token of its own, which it renews by itself.',
];

export const connectionFields: readonly SettingField[] = [
  {
    key: 'environment',
    label: 'Environment',
    type: 'choice',
    default: 'production',
    options: [
      { value: 'production', label: 'Real company' },
      { value: 'sandbox', label: 'Intuit sandbox company' },
      { value: 'demo', label: 'Demo on this machine', help: 'Fluxo’s own look-alike; started by “Try with demo data”.' },
    ],
  },
  {
    key: 'signIn',
    label: 'Sign in',
    type: 'choice',
    default: 'tokens',
    options: [
      { value: 'browser', label: 'In the browser, straight back to Fluxo', help: 'Intuit allows it with development keys only.' },
      { value: 'paste', label: 'In the browser, and paste the address', help: 'Works with every key: you copy the address you end up at.' },
      { value: 'relay', label: 'In the browser, back through a page of mine', help: 'A small https page of yours hands the answer on to this machine; docs/quickbooks-relay.md has it.' },
      { value: 'tokens', label: 'Enter a refresh token', help: 'From Intuit’s OAuth 2.0 Playground, with the company id.' },
    ],
  },
  { key: 'redirectUri', label: 'Redirect address', type: 'text', when: { key: 'signIn', is: ['browser', 'paste', 'relay'] }, maxLength: 400, placeholder: 'https://www.example.com/fluxo', help: 'As registered with the app at Intuit, letter by letter. Production keys want https; development keys also take http://localhost with a port.' },
  { key: 'realmId', label: 'Company id (realm id)', type: 'text', required: true, placeholder: '9130350000000001', help: 'A number of about 16 digits, shown next to the company in Intuit’s playground.' },
  { key: 'baseUrl', label: 'Address of the look-alike', type: 'text', required: true, when: { key: 'environment', is: ['demo'] }, placeholder: 'http://127.0.0.1:18082' },
  { key: 'authBaseUrl', label: 'Address of its sign-in', type: 'text', when: { key: 'environment', is: ['demo'] }, help: 'Empty: the same address.' },
  { key: 'clientId', label: 'Client id', type: 'secret', required: true, help: 'At developer.intuit.com: your app, Keys and credentials. Production keys for a real company, development keys for a sandbox.' },
  { key: 'clientSecret', label: 'Client secret', type: 'secret', required: true, help: 'Beside the client id, in the same place.' },
  { key: 'refreshToken', label: 'Refresh token', type: 'secret', required: true, help: 'From Intuit’s OAuth 2.0 Playground, made with the same keys. Fluxo keeps the newest one in the keychain.' },
  { key: 'callsPerMinute', label: 'Calls a minute, at most', type: 'text', maxLength: 5, placeholder: '450', help: 'Empty: as many as Intuit allows. Lower it when another program shares this app’s keys: the limit is one for both.' },
];

type Texts = Readonly<Record<string, string>>;

const tidyUrl = (text: string) => {
  const trimmed = text.trim().replace(/\/+$/, '');
  return trimmed === '' || /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
};

/**
 * Puts what was typed in order and refuses what cannot be right, as a `setup` error that names the field. Other addresses
 * than Intuit's are only kept for the demo, so that no real credential is sent anywhere else.
 */
export function tidySettings(settings: Texts): Texts {
  const rest = tidySignIn(settings);
  const realmId = (settings['realmId'] ?? '').replace(/[\s-]/g, '');
  if (!/^\d{1,30}$/.test(realmId)) throw badSetting('bad_realm_id', 'realmId', 'The company id (realm id) is a number.', 'Copy it from Intuit’s playground; it is not the name of the company and not the client id.');
  return { ...rest, realmId };
}

/** The same without the company, which is only known once somebody gave their permission. */
export function tidySignIn(settings: Texts): Texts {
  // An address of its own means the demo; a real company has none to give.
  const environment = (settings['environment'] ?? '').trim() || ((settings['baseUrl'] ?? '').trim() === '' ? 'production' : 'demo');
  if (environment !== 'production' && environment !== 'sandbox' && environment !== 'demo') {
    throw badSetting('bad_environment', 'environment', `The environment “${environment}” does not exist.`, 'Choose production, sandbox or demo.', environment);
  }
  const own = Object.fromEntries((['signIn', 'redirectUri', 'callsPerMinute'] as const).map((key) => [key, (settings[key] ?? '').trim()] as const).filter(([, value]) => value !== ''));
  const pace = own['callsPerMinute'] ?? '';
  if (pace !== '' && !(/^\d{1,5}$/.test(pace) && Number(pace) >= leastCallsPerMinute)) throw badSetting('bad_pace', 'callsPerMinute', `“${pace}” is not a number of calls a minute.`, `Type a whole number from ${leastCallsPerMinute}, or leave it empty.`, pace);
  if (environment !== 'demo') return { environment, ...own };
  const baseUrl = tidyUrl(settings['baseUrl'] ?? '');
  if (!URL.canParse(baseUrl)) throw badSetting('bad_address', 'baseUrl', 'The address of the look-alike is missing or is not an address.', 'Start the demo, or type an address such as http://127.0.0.1:18082.');
  const authBaseUrl = tidyUrl(settings['authBaseUrl'] ?? '') || baseUrl;
  if (!URL.canParse(authBaseUrl)) throw badSetting('bad_auth_address', 'authBaseUrl', 'The address of the look-alike’s sign-in is not an address.', 'Leave it empty to use the address of the look-alike.');
  return { environment, ...own, baseUrl, authBaseUrl };
}

export function hostsOf(settings: Texts): Hosts {
  const tidy = tidySignIn(settings);
  const environment = tidy['environment'] as Environment;
  if (environment === 'demo') return { environment, api: tidy['baseUrl'] ?? '', auth: tidy['authBaseUrl'] ?? '', consent: tidy['authBaseUrl'] ?? '' };
  return { environment, api: apiHosts[environment], auth: authHost, consent: consentHost };
}

function badSetting(cause: string, field: string, what: string, fix: string, value = ''): FluxoError {
  return new FluxoError({ code: `quickbooks.${cause}`, kind: 'setup', what, where: { field }, fix, params: { value } });
}
