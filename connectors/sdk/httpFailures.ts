import { FluxoError } from '#shared/errors.ts';
import type { ErrorData, ErrorPlace } from '#shared/errors.ts';

/** Codes with which a connection was never made, so that nothing can have left this machine. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** The other end showed a certificate that does not hold, or does not speak TLS at all. */
const badCertificate = /CERT|ALTNAME|UNABLE_TO_|SELF_SIGNED|ERR_TLS|^ERR_SSL|^EPROTO$/;

export interface FailedCall {
  readonly where: ErrorPlace;
  /** Host and port, for people. */
  readonly host: string;
  readonly writes: boolean;
}

/**
 * The error for a call that got no usable answer. The thrown original is read for its code only and not kept as
 * cause: the client library hangs the whole request on it, credentials included.
 */
export function callFailed(thrown: unknown, call: FailedCall): FluxoError {
  if (thrown instanceof FluxoError) return thrown;
  const code = codeOf(thrown);
  if (neverConnected.has(code)) {
    return failed(call, { code: 'http.unreachable', kind: 'remote', what: `${call.host} cannot be reached (${code}).`, fix: 'Check the address and the network of this machine. Fluxo tries again by itself.', params: { host: call.host, cause: code } });
  }
  if (badCertificate.test(code)) {
    return failed(call, { code: 'http.certificate', kind: 'setup', what: `No trusted, encrypted connection to ${call.host} is possible (${code}).`, fix: 'Check the address and its port. Behind a network that inspects traffic, ask its administrator for its certificate.', params: { host: call.host, cause: code } });
  }
  const what = code.startsWith('HPE_') ? `What ${call.host} answers is not HTTP (${code}).` : `The connection to ${call.host} broke off before an answer came (${code}).`;
  return failed(call, { code: code.startsWith('HPE_') ? 'http.not_http' : 'http.broken_off', kind: 'remote', what, fix: 'Fluxo tries again by itself. If it stays, check the address and the network.', params: { host: call.host, cause: code }, ...maybeDone(call) });
}

export function timedOut(call: FailedCall, timeoutMs: number): FluxoError {
  const seconds = String(Math.round(timeoutMs / 100) / 10);
  return failed(call, { code: 'http.timeout', kind: 'remote', what: `${call.host} did not answer within ${seconds} seconds.`, fix: 'Fluxo tries again by itself. If it stays, the service is overloaded or a smaller page is needed.', params: { host: call.host, seconds }, ...maybeDone(call) });
}

/** Somebody stopped the run while the call was on its way (`sent`) or waiting for its turn. */
export function stopped(call: FailedCall, sent: boolean): FluxoError {
  return failed(call, { code: 'http.stopped', kind: 'remote', what: `The call to ${call.host} was stopped.`, params: { host: call.host }, ...(sent && maybeDone(call)) });
}

/** `bytes` came of `announced` (not a number where the service does not say how long its answer is). */
export function cutOff(call: FailedCall, status: number, bytes: number, announced: number): FluxoError {
  const arrived = Number.isNaN(announced) ? `after ${bytes} bytes` : `after ${bytes} of ${announced} bytes`;
  return failed(call, { code: 'http.cut_off', kind: 'remote', what: `The answer of ${call.host} ended before it was complete (${arrived}).`, fix: 'Fluxo does not use half an answer and tries again by itself.', answer: { status }, params: { host: call.host, arrived }, ...maybeDone(call) });
}

export function tooLarge(call: FailedCall, status: number, maxBytes: number): FluxoError {
  const megabytes = String(Math.round(maxBytes / 104_857.6) / 10);
  return failed(call, { code: 'http.too_large', kind: 'remote', what: `The answer of ${call.host} is larger than ${megabytes} MB.`, fix: 'Ask for fewer records at a time.', answer: { status }, params: { host: call.host, megabytes }, ...maybeDone(call) });
}

/** Damaged on its way, or packed in a way nobody asked for. */
export function notUnpacked(call: FailedCall, status: number, encoding: string): FluxoError {
  const packing = encoding.replace(/[^\w\-, ]/g, '').slice(0, 40);
  return failed(call, { code: 'http.not_unpacked', kind: 'remote', what: `The packed answer of ${call.host} cannot be unpacked (${packing}).`, fix: 'Fluxo tries again by itself. If it stays, something between this machine and the service changes its answers: a proxy, a filter.', answer: { status }, params: { host: call.host, packing }, ...maybeDone(call) });
}

export function unreadableText(call: FailedCall, status: number): FluxoError {
  return failed(call, { code: 'http.not_text', kind: 'remote', what: `The answer of ${call.host} is not UTF-8 text.`, fix: 'Check that the address is that of the service and not of something in between.', answer: { status }, params: { host: call.host }, ...maybeDone(call) });
}

const maybeDone = (call: FailedCall) => (call.writes ? { maybeDone: true } : {});

function failed(call: FailedCall, data: Omit<ErrorData, 'where'>): FluxoError {
  return new FluxoError({ ...data, where: call.where });
}

function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 4; error = error.cause, depth += 1) {
    const code = (error as NodeJS.ErrnoException).code;
    if (typeof code === 'string' && code !== 'ERR_BAD_REQUEST' && code !== 'ERR_BAD_RESPONSE') return code;
  }
  return 'no code';
}
