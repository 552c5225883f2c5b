import * as z from 'zod';
import type { SecretValue } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';

const SecretSchema = z.record(z.string(), z.string());

/** A credential as one line of base64: some keychains cut at a line break, some change letters outside ASCII. */
export function secretToText(value: SecretValue): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64');
}

/** The credential in a line of base64. Throws `secrets.unreadable` without repeating any of it. */
export function secretFromText(text: string, where: string): SecretValue {
  return parseSecretJson(Buffer.from(text, 'base64').toString('utf8'), where);
}

/** A JSON object of texts, as in `FLUXO_SECRET_…`. */
export function parseSecretJson(json: string, where: string): SecretValue {
  try {
    return SecretSchema.parse(JSON.parse(json));
  } catch {
    // No cause: a parser's message quotes what it could not read.
    throw new FluxoError({
      code: 'secrets.unreadable',
      kind: 'setup',
      what: `What is stored under ${where} is no credential of Fluxo.`,
      fix: 'Enter the credentials again. In the environment they are a JSON object of texts, such as {"secret":"…"}.',
      needsOwner: true,
    });
  }
}
