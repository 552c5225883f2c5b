import { X509Certificate } from 'node:crypto';
import * as z from 'zod';
import type { ConnectionContext } from '#connectors/sdk/connector.ts';
import { checkAddress } from '#connectors/sdk/http.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SettingField } from '#shared/settings/fields.ts';

const publicHost = 'api.mpluskassa.nl';

export const connectionFields: readonly SettingField[] = [
  { key: 'baseUrl', label: 'Address', type: 'text', required: true, default: `https://${publicHost}`, placeholder: `https://${publicHost}:50123`, help: 'The address Mplus gave you, with its port. A till on your own server may have a path behind it.' },
  { key: 'port', label: 'Port', type: 'text', maxLength: 5, help: 'Five digits, yours alone. Leave it empty when it already stands in the address.' },
  { key: 'ident', label: 'Ident', type: 'text', required: true, help: 'The name of your API access; Mplus gave it to you together with the port.' },
  { key: 'certificate', label: 'Certificate', type: 'text', placeholder: '-----BEGIN CERTIFICATE-----', maxLength: 20_000, help: 'Only for a till on your own server whose certificate nobody else vouches for: paste it here (PEM). Leave it empty for the till at Mplus.' },
  { key: 'secret', label: 'Secret', type: 'secret', required: true, help: 'From Mplus, together with the ident. It goes to the keychain of this machine and is never shown again.' },
];

/**
 * What a user typed or pasted as settings that can be used: scheme added, query and slashes at the end taken off, the port put into the address. Throws `setup`
 * for an address without port at the public host, a port that is none, and an address over which no secret may be sent.
 */
export function tidySettings(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const typed = settings['baseUrl']?.trim() || `https://${publicHost}`;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `${/^(localhost|127\.|\[::1\])/i.test(typed) ? 'http' : 'https'}://${typed}`;
  if (!URL.canParse(withScheme)) throw badAddress();
  const url = new URL(withScheme);
  // Pasted with its query, as the service wants it: the ident may stay, the secret must not get into a file.
  const ident = settings['ident']?.trim() || (url.searchParams.get('ident') ?? '');
  url.search = '';
  url.hash = '';
  const port = settings['port']?.trim() ?? '';
  if (port !== '') {
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
      throw new FluxoError({ code: 'mplus.bad_port', kind: 'setup', what: 'The port is not a number from 1 to 65535.', where: { field: 'port' }, fix: 'Enter the digits Mplus gave you, such as 50123.' });
    }
    url.port = port;
  }
  if (url.hostname === publicHost && url.port === '') {
    throw new FluxoError({ code: 'mplus.no_port', kind: 'setup', what: `Every customer has a port of their own at ${publicHost}, and it is missing.`, where: { field: 'port' }, fix: 'Enter the five digits Mplus gave you with ident and secret.', params: { host: publicHost } });
  }
  const certificate = tidyCertificate(settings['certificate'] ?? '');
  return { baseUrl: checkAddress(url.href), ...(ident !== '' && { ident }), ...(certificate !== '' && { certificate }) };
}

const badAddress = () =>
  new FluxoError({ code: 'http.bad_address', kind: 'setup', what: 'The address of the till is not a web address.', where: { field: 'baseUrl' }, fix: `Enter it as Mplus gave it, such as https://${publicHost}:50123.` });

/** Certificates as PEM, line by line, whatever became of the line ends when they were pasted. Throws `setup` for what is none. */
function tidyCertificate(pasted: string): string {
  const bodies = [...pasted.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)].map(([, body]) => body!.replace(/\s+/g, ''));
  const pem = bodies.map((body) => `-----BEGIN CERTIFICATE-----\n${body.replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
  const isWhole = pasted.trim() === '' || (bodies.length > 0 && pem.every(isCertificate));
  if (!isWhole) throw new FluxoError({ code: 'mplus.bad_certificate', kind: 'setup', what: 'What was pasted is not a certificate.', where: { field: 'certificate' }, fix: 'Paste it whole, from BEGIN CERTIFICATE to END CERTIFICATE, or leave the field empty.' });
  return pem.join('');
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}

const CredentialSchema = z.object({ ident: z.string().min(1), secret: z.string().min(1) });

/** Ident and secret as the query parameters of every call. Throws `setup` with `needsOwner` when one is missing. */
export async function readCredential(context: ConnectionContext): Promise<{ readonly ident: string; readonly secret: string }> {
  const stored = await context.secret.read();
  const parsed = CredentialSchema.safeParse({ ident: context.settings['ident'] || stored['ident'], secret: stored['secret'] });
  if (parsed.success) return parsed.data;
  throw new FluxoError({ code: 'mplus.no_credential', kind: 'setup', what: 'Ident or secret of the till is missing.', where: { connection: context.name }, needsOwner: true, fix: 'Open the connection and enter both.' });
}

