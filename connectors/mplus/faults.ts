import { FluxoError } from '#shared/errors.ts';
import type { ErrorPlace } from '#shared/errors.ts';
import type { SourceRecord } from '#shared/records/story.ts';

const clean = (text: string, redact: (text: string) => string) => redact(text).replace(/\s+/g, ' ').trim().slice(0, 200);

/**
 * A SOAP fault as our error. `Client.Authentication`: the owner has to act. A method the installation does not have: `mplus.not_supported`, which
 * callers may work around. Other `Client` faults will not get better by asking again; everything else will.
 */
export function faultError(fault: { readonly status: number; readonly code: string; readonly text: string }, where: ErrorPlace, writes: boolean, redact: (text: string) => string): FluxoError {
  const text = clean(fault.text, redact);
  const answer = { status: fault.status, code: clean(fault.code, redact) };
  if (/^Client\.Auth/i.test(fault.code)) {
    return new FluxoError({ code: 'mplus.wrong_credential', kind: 'setup', what: 'The till refuses ident and secret.', where, answer, needsOwner: true, fix: 'Open the connection and enter ident and secret again, as Mplus gave them.' });
  }
  if (fault.code.startsWith('Client') && /not implemented|not recognized/i.test(text)) {
    return new FluxoError({ code: 'mplus.not_supported', kind: 'setup', what: `This till's software does not know ${where.operation ?? 'the call'} yet.`, where, answer, fix: 'Ask Mplus to update the installation.', params: { operation: where.operation ?? '' } });
  }
  if (fault.code.startsWith('Client')) {
    return new FluxoError({ code: 'mplus.refused_call', kind: 'setup', what: `The till does not accept the call: ${text}`, where, answer, fix: 'Check the settings of the node; if they are right, report it with the log of this run.', params: { text } });
  }
  return new FluxoError({ code: 'mplus.server_fault', kind: 'remote', what: `The till reports an error of its own: ${text || 'no text'}`, where, answer, fix: 'Fluxo tries again by itself. If it stays, ask Mplus.', params: { text }, ...(writes && { maybeDone: true }) });
}

/**
 * The service answers most refusals with status 200 and a `result` that does not end in `-OK`. Not found is told apart (`mplus.not_found`);
 * it is spelt with and without a dash. Undefined when all is well.
 */
export function resultError(answer: SourceRecord, where: ErrorPlace, redact: (text: string) => string): FluxoError | undefined {
  const result = answer['result'];
  if (typeof result !== 'string' || result.endsWith('-OK')) return undefined;
  const text = clean(String(answer['errorMessage'] ?? answer['message'] ?? ''), redact);
  const isMissing = /-NOT-?FOUND$/.test(result);
  return new FluxoError({
    code: isMissing ? 'mplus.not_found' : 'mplus.refused',
    kind: 'data',
    what: isMissing ? 'The till does not have it.' : `The till refuses it: ${text || result}`,
    where,
    answer: { status: 200, code: result },
    refusedByService: true,
    params: { text: text || result },
  });
}
