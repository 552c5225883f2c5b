import { FluxoError } from '#shared/errors.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { CallContext } from './connector.ts';
import type { Http, HttpAnswer } from './http.ts';
import { retryAfterMs } from './retryAfter.ts';
import { readXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

export interface SoapRequest {
  readonly operation: string;
  /** The elements inside the operation's element, already written with the prefix `ns1`. */
  readonly content: string;
  readonly namespace: string;
  readonly path: string;
  readonly secretQuery?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly writes: boolean;
  /** Milliseconds since the epoch, for a `Retry-After` date. */
  readonly now: number;
}

export type SoapAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly element: XmlElement }
  /** `code` without its prefix, such as `Client.Authentication`. */
  | { readonly kind: 'fault'; readonly status: number; readonly code: string; readonly text: string };

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';

/** A SOAP 1.1 document/literal envelope around one operation. */
export function soapEnvelope(namespace: string, operation: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="${envelopeNamespace}" xmlns:ns1="${namespace}"><SOAP-ENV:Header/><SOAP-ENV:Body><ns1:${operation}>${content}</ns1:${operation}></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
}

/**
 * One SOAP call. Gives back the answer's element or the fault, whatever HTTP status either came with (services send faults inside 200).
 * What is neither becomes an error: `remote` for pages of something in between, broken or throttled answers (`soap.throttled` with
 * `retryAfterMs`), `setup` for an address where no such service lives or that refuses to be called.
 */
export async function callSoap(http: Http, request: SoapRequest, call: CallContext): Promise<SoapAnswer> {
  const answer = await http.request(
    {
      operation: request.operation,
      method: 'POST',
      path: request.path,
      ...(request.secretQuery && { secretQuery: request.secretQuery }),
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: request.operation, ...request.headers },
      body: soapEnvelope(request.namespace, request.operation, request.content),
      writes: request.writes,
    },
    call,
  );
  try {
    return readEnvelope(answer, request.now);
  } catch (thrown) {
    if (!(thrown instanceof FluxoError)) throw thrown;
    // An answer nobody can read does not say whether the work was done; a refusal does.
    const unknown = request.writes && thrown.kind === 'remote' && thrown.code !== 'soap.throttled';
    throw new FluxoError({ ...thrown.data, ...(unknown && { maybeDone: true }), where: { operation: request.operation }, answer: { status: answer.status } });
  }
}

function readEnvelope(answer: HttpAnswer, now: number): SoapAnswer {
  const { status, body, headers } = answer;
  if (status === 429) {
    const wait = retryAfterMs(headers['retry-after'], now);
    throw failed({ code: 'soap.throttled', kind: 'remote', what: 'The service asks for fewer calls at a time.', fix: 'Fluxo waits and goes on by itself.', ...(wait !== undefined && { retryAfterMs: wait }) });
  }
  const start = body.slice(0, 500).trimStart().toLowerCase();
  const isHtml = start.startsWith('<!doctype html') || start.startsWith('<html') || (headers['content-type'] ?? '').startsWith('text/html');
  if (isHtml || !start.startsWith('<')) throw notSoap(status, isHtml, retryAfterMs(headers['retry-after'], now));

  const envelope = readXml(body);
  const content = envelope.name === 'Envelope' ? envelope.children.find((child) => child.name === 'Body')?.children[0] : undefined;
  if (!content) throw notSoap(status, false, undefined);
  if (content.name !== 'Fault') return { kind: 'answer', status, headers, element: content };
  const part = (name: string) => content.children.find((child) => child.name === name)?.text.trim() ?? '';
  return { kind: 'fault', status, code: part('faultcode').replace(/^[^:]*:/, ''), text: part('faultstring') };
}

function notSoap(status: number, isHtml: boolean, wait: number | undefined): FluxoError {
  const page = isHtml ? 'a web page' : 'something that is not SOAP';
  const seen = `${page} (status ${status})`;
  const params = { page, status: String(status) };
  // A page with 200 or 5xx comes from something in between and passes; these say that nobody here will ever answer this call.
  if ((status >= 300 && status < 400) || status === 404 || status === 405 || status === 410) {
    return failed({ code: 'soap.wrong_address', kind: 'setup', what: `The address does not lead to the service: it answers with ${seen}.`, fix: 'Check address, port and path of the connection.', params });
  }
  if (status === 401 || status === 403 || status === 407) {
    return failed({ code: 'soap.refused', kind: 'setup', what: `Something in front of the service refuses the call with ${seen}.`, fix: 'Ask whoever runs the network or the service to let this machine through.', needsOwner: true, params });
  }
  return failed({ code: isHtml ? 'soap.html' : 'soap.not_soap', kind: 'remote', what: `Instead of an answer of the service came ${seen}.`, fix: 'Often a network that wants a sign-in, or a service under maintenance. Fluxo tries again by itself.', params, ...(wait !== undefined && { retryAfterMs: wait }) });
}

const failed = (data: ErrorData) => new FluxoError(data);
