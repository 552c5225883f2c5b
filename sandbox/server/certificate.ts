import { generate } from 'selfsigned';

/** A key and a certificate nobody signed but itself, in PEM. Good for this machine only, and for a day. */
export interface Certificate {
  readonly key: string;
  readonly certificate: string;
}

/** Made anew at every start, so that no private key lies about. For `localhost` and `127.0.0.1`. */
export async function makeCertificate(): Promise<Certificate> {
  const notBeforeDate = new Date(Date.now() - 3_600_000);
  const { private: key, cert: certificate } = await generate([{ name: 'commonName', value: 'localhost' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate,
    notAfterDate: new Date(notBeforeDate.getTime() + 25 * 3_600_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { key, certificate };
}
