import type { ConnectionContext } from '#connectors/sdk/connector.ts';
import { checkAddress } from '#connectors/sdk/http.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SettingField } from '#shared/settings/fields.ts';

type Texts = Readonly<Record<string, string>>;

export const prepare: readonly string[] = [
  'Any service that answers JSON over https can be read and written: its address, how it lets Fluxo in, and the paths of its lists.',
  'Look in its documentation for the way it pages, the field that names a record and the parameter for “changed since”.',
];

export const connectionFields: readonly SettingField[] = [
  { key: 'baseUrl', label: 'Address', type: 'text', required: true, maxLength: 300, placeholder: 'https://api.example.com/v1', help: 'What all paths begin with. Without encryption only this machine itself may be called.' },
  {
    key: 'auth',
    label: 'Sign in',
    type: 'choice',
    default: 'bearer',
    options: [
      { value: 'none', label: 'Not needed' },
      { value: 'bearer', label: 'Token', help: 'Goes along as Authorization: Bearer.' },
      { value: 'basic', label: 'User name and password' },
      { value: 'header', label: 'Key in a header' },
      { value: 'query', label: 'Key in the address', help: 'Only where the service knows no other way: addresses are noted by what stands in between.' },
    ],
  },
  { key: 'keyName', label: 'Name of header or parameter', type: 'text', maxLength: 60, required: true, when: { key: 'auth', is: ['header', 'query'] }, placeholder: 'X-Api-Key' },
  { key: 'userName', label: 'User name', type: 'text', maxLength: 200, required: true, when: { key: 'auth', is: ['basic'] } },
  { key: 'token', label: 'Token, key or password', type: 'secret', required: true, when: { key: 'auth', is: ['bearer', 'basic', 'header', 'query'] }, help: 'Goes to the keychain of this machine and is never shown again.' },
  { key: 'testPath', label: 'Path for the test', type: 'text', maxLength: 200, default: '/', placeholder: '/me', help: 'Something that can be read with this sign-in, for the connection test.' },
];

const ways = new Set(['none', 'bearer', 'basic', 'header', 'query']);
/** Headers that say who calls or what is sent; a key may not take their place. */
const ownHeaders = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'accept', 'accept-encoding', 'user-agent']);

/** Puts what was typed in order and refuses what cannot be right, as a `setup` error that names the field. */
export function tidySettings(settings: Texts): Texts {
  const text = (key: string) => (settings[key] ?? '').trim();
  const baseUrl = checkAddress(/^[a-z][a-z0-9+.-]*:\/\//i.test(text('baseUrl')) ? text('baseUrl') : `https://${text('baseUrl')}`);
  const auth = text('auth') || 'bearer';
  if (!ways.has(auth)) throw new FluxoError({ code: 'http.bad_auth', kind: 'setup', what: `The way to sign in “${auth}” does not exist.`, where: { field: 'auth' }, fix: 'Choose one of those offered.', params: { value: auth } });
  const keyName = text('keyName');
  const needsName = auth === 'header' || auth === 'query';
  if (needsName && (!/^[A-Za-z0-9_.-]+$/.test(keyName) || (auth === 'header' && ownHeaders.has(keyName.toLowerCase())))) {
    throw new FluxoError({ code: 'http.bad_key_name', kind: 'setup', what: 'The name of the header or parameter is missing or cannot be one.', where: { field: 'keyName' }, fix: 'Take it from the documentation of the service, such as X-Api-Key.' });
  }
  return { baseUrl, auth, ...(needsName && { keyName }), ...(auth === 'basic' && { userName: text('userName') }), testPath: tidyPath(text('testPath') || '/', 'testPath') };
}

/** A path below the address, with what stands behind its question mark. Throws `setup` for one that leads to another host. */
export function tidyPath(typed: string, field: string): string {
  const path = typed.startsWith('/') ? typed : `/${typed}`;
  if (/^\/\/|[\s#\\]|\/\.\.?(\/|$)/.test(path)) throw new FluxoError({ code: 'http.bad_path_typed', kind: 'setup', what: `“${typed}” is not a path below the address of the connection.`, where: { field }, fix: 'Give a path such as /orders, without blanks and without the host.', params: { path: typed } });
  return path;
}

/** What lets us in, by the place it goes to; none of it is noted. */
export interface Access {
  readonly secretHeaders?: Texts;
  readonly secretQuery?: Texts;
  /** The credential as it was typed, where it travels in another form. */
  readonly secrets?: readonly string[];
}

/** Looked through once for a connection: an access is read for each call. */
const tidied = new WeakMap<ConnectionContext, Texts>();

/** Throws `setup` with `needsOwner` for a credential that is missing or cannot be sent. */
export async function readAccess(context: ConnectionContext): Promise<Access> {
  let settings = tidied.get(context);
  if (!settings) tidied.set(context, (settings = tidySettings(context.settings)));
  const { auth, keyName = '', userName = '' } = settings;
  if (auth === 'none') return {};
  const token = ((await context.secret.read())['token'] ?? '').trim();
  if (token === '') throw new FluxoError({ code: 'http.no_credential', kind: 'setup', what: 'The token, key or password is missing.', where: { connection: context.name }, needsOwner: true, fix: 'Open the connection and enter it.' });
  if (/[\r\n\0]/.test(token) || /[^\x20-\xff]/.test(token)) throw new FluxoError({ code: 'http.odd_credential', kind: 'setup', what: 'The credential holds a letter that cannot be sent.', where: { connection: context.name }, needsOwner: true, fix: 'Copy it again, without anything before or behind it.' });
  switch (auth) {
    case 'basic':
      return { secretHeaders: { authorization: `Basic ${Buffer.from(`${userName}:${token}`, 'utf8').toString('base64')}` }, secrets: [token] };
    case 'header':
      return { secretHeaders: { [keyName.toLowerCase()]: token } };
    case 'query':
      return { secretQuery: { [keyName]: token } };
    default:
      return { secretHeaders: { authorization: `Bearer ${token}` } };
  }
}
