import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A key and a certificate nobody signed but itself, in PEM. Good for this machine only, and for a day. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/** Made anew at every start, so that no private key lies about. For this machine, or for other names. */
export async function makeCertificate(names: readonly string[] = ['localhost', '127.0.0.1']): Promise<Certificate> {
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const { private: key, cert: certificate } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate,
    notAfterDate: new Date(notBeforeDate.getTime() + 25 * 3_600_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: names.map((name) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })) },
    ],
  });
  return { key, certificate };
}
