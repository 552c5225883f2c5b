import type { ConnectionContext } from '#connectors/sdk/connector.ts';
import { checkAddress } from '#connectors/sdk/http.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SettingField } from '#shared/settings/fields.ts';

type Texts = Readonly<Record<string, string>>;

export const prepare: readonly string[] = [
  'In MailChimp open Profile, Extras, API keys and make a key for Fluxo. It is shown once; it may do everything the user who makes it may do.',
  'A key ends in its data centre, such as -us19. With an OAuth token instead, enter the data centre as server prefix.',
  'Ten calls at once are allowed for each MailChimp user, whatever program makes them. Fluxo takes eight at most, so give it a user of its own if others call a lot.',
];

export const connectionFields: readonly SettingField[] = [
  {
    key: 'environment',
    label: 'Environment',
    type: 'choice',
    default: 'production',
    options: [
      { value: 'production', label: 'MailChimp' },
      { value: 'demo', label: 'Demo on this machine', help: 'Fluxo’s own look-alike; started by “Try with demo data”.' },
    ],
  },
  { key: 'baseUrl', label: 'Address of the look-alike', type: 'text', required: true, when: { key: 'environment', is: ['demo'] }, placeholder: 'http://127.0.0.1:18080' },
  {
    key: 'signIn',
    label: 'Sign in',
    type: 'choice',
    default: 'key',
    options: [
      { value: 'key', label: 'Enter an API key', help: 'The simplest: one key, made in MailChimp.' },
      { value: 'browser', label: 'In the browser, straight back to Fluxo', help: 'With an app of your own that is registered at MailChimp.' },
      { value: 'paste', label: 'In the browser, and paste the address', help: 'For a browser on another machine: you copy the address you end up at.' },
      { value: 'relay', label: 'In the browser, back through a page of mine', help: 'A small https page of yours hands the answer on to this machine.' },
    ],
  },
  { key: 'redirectUri', label: 'Redirect address', type: 'text', when: { key: 'signIn', is: ['browser', 'paste', 'relay'] }, maxLength: 400, placeholder: 'http://127.0.0.1:18765/fluxo', help: 'As registered with the app at MailChimp, letter by letter. It does not take localhost.' },
  { key: 'clientId', label: 'Client id', type: 'secret', when: { key: 'signIn', is: ['browser', 'paste', 'relay'] }, help: 'Of the app you registered under Profile, Extras, Registered apps.' },
  { key: 'clientSecret', label: 'Client secret', type: 'secret', when: { key: 'signIn', is: ['browser', 'paste', 'relay'] }, help: 'Shown with the client id when the app was registered.' },
  { key: 'server', label: 'Server prefix', type: 'text', maxLength: 8, placeholder: 'us19', help: 'Only with an OAuth token: the first part of the address you see when signed in to MailChimp. An API key carries it at its end.' },
  { key: 'apiKey', label: 'API key or OAuth token', type: 'secret', required: true, help: 'In MailChimp under Profile, Extras, API keys: Create a key; it is shown there only once. It goes to the keychain of this machine and is never shown again.' },
];

/** Data centres are `us1`, `us19`, `uk1` …; nothing else may become part of the host a credential is sent to. */
const dataCentre = /^[a-z]{2}\d{1,3}$/;

/**
 * Puts what was typed in order and refuses what cannot be right, as a `setup` error that names the field. Another address than
 * MailChimp's is only kept for the demo, so that no real key is sent anywhere else.
 */
export function tidySettings(settings: Texts): Texts {
  const typed = (settings['baseUrl'] ?? '').trim();
  const environment = (settings['environment'] ?? '').trim() || (typed === '' ? 'production' : 'demo');
  const own = Object.fromEntries((['signIn', 'redirectUri'] as const).map((key) => [key, (settings[key] ?? '').trim()] as const).filter(([, value]) => value !== ''));
  if (environment === 'demo') return { environment, ...own, baseUrl: tidyAddress(typed) };
  if (environment !== 'production') throw new FluxoError({ code: 'mailchimp.bad_environment', kind: 'setup', what: `The environment “${environment}” does not exist.`, where: { field: 'environment' }, fix: 'Choose MailChimp or the demo.', params: { value: environment } });
  const server = serverIn(settings['server'] ?? '');
  if (server !== '' && !dataCentre.test(server)) throw new FluxoError({ code: 'mailchimp.bad_server', kind: 'setup', what: 'The server prefix is two letters and a number.', where: { field: 'server' }, fix: 'Look at the address when you are signed in to MailChimp: in https://us19.admin.mailchimp.com it is us19.' });
  return { environment, ...own, ...(server !== '' && { server }) };
}

/** The prefix out of what people paste for it: `us19`, or an address that begins with it. */
function serverIn(text: string): string {
  const plain = text.trim().toLowerCase().replace(/^https?:\/\//, '');
  return /^([a-z]{2}\d{1,3})\.(?:api|admin)\.mailchimp\.com(?:\/.*)?$/.exec(plain)?.[1] ?? plain;
}

function tidyAddress(typed: string): string {
  const address = typed === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`;
  if (!URL.canParse(address)) throw new FluxoError({ code: 'mailchimp.bad_address', kind: 'setup', what: 'The address of the look-alike is missing or is not an address.', where: { field: 'baseUrl' }, fix: 'Start the demo, or type an address such as http://127.0.0.1:18080.' });
  return checkAddress(address.replace(/\/+$/, '').replace(/\/3\.0$/, ''));
}

/** Where the service is and what lets us in. */
export interface Access {
  /** Without `/3.0`. */
  readonly baseUrl: string;
  readonly key: string;
}

/**
 * The credential with the host it belongs to: the demo's own, the data centre at the end of an API key, the server prefix, or else the host
 * that MailChimp names for every account. Throws `setup` with `needsOwner` for a missing key and `setup` for one that is cut.
 */
export async function readAccess(context: ConnectionContext): Promise<Access> {
  const settings = tidySettings(context.settings);
  // A line end that came along when it was pasted has led to “wrong data centre” before.
  const key = ((await context.secret.read())['apiKey'] ?? '').trim();
  const where = { connection: context.name };
  if (key === '') throw new FluxoError({ code: 'mailchimp.no_credential', kind: 'setup', what: 'The API key is missing.', where, needsOwner: true, fix: 'Open the connection and enter the API key.' });
  if (/[^\x21-\x7e]/.test(key)) throw new FluxoError({ code: 'mailchimp.odd_credential', kind: 'setup', what: 'The API key holds a blank or a letter no key has.', where, needsOwner: true, fix: 'Copy it again, without anything before or behind it.' });
  if (settings['environment'] === 'demo') return { baseUrl: settings['baseUrl'] ?? '', key };
  const server = dataCentreOf(key) ?? settings['server'];
  return { baseUrl: server === undefined ? 'https://api.mailchimp.com' : `https://${server}.api.mailchimp.com`, key };
}

/** The data centre at the end of an API key; undefined for a token. */
export function dataCentreOf(key: string): string | undefined {
  const suffix = /^[0-9a-z]+-([0-9a-z]+)$/i.exec(key)?.[1]?.toLowerCase();
  return suffix !== undefined && dataCentre.test(suffix) ? suffix : undefined;
}
