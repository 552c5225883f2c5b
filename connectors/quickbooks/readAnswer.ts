import type { HttpAnswer } from '#connectors/sdk/http.ts';
import { parseExact } from '#connectors/sdk/exactJson.ts';
import { faultError } from './faults.ts';
import type { FaultPlace } from './faults.ts';
import { faultsIn, faultsInXml } from './faultShapes.ts';
import { otherAnswer } from './otherAnswer.ts';

/** Statuses that say “you may not”. */
const barred: ReadonlySet<number> = new Set([401, 403, 407]);

/**
 * The JSON of an answer, or the FluxoError for what it is instead. The status alone proves nothing: a fault can come
 * with 200, from the gateway in lower case, as XML, and what stands between may answer an HTML page with any status.
 */
export function readAnswer(answer: HttpAnswer, options: { readonly writes: boolean; readonly exact?: boolean; readonly retryAfterMs?: number | undefined }, where: FaultPlace): unknown {
  const context = { status: answer.status, reference: answer.headers['intuit_tid'], writes: options.writes, retryAfterMs: options.retryAfterMs };
  const [isJson, json] = parse(answer.body, options.exact ? parseExact : JSON.parse);
  const faults = isJson ? faultsIn(json) : faultsInXml(answer.body);
  if (faults) throw faultError(faults, context, where);
  const isPage = /^\s*</.test(answer.body);
  // The service says why it lets nobody in. A page that does not is a proxy's or a firewall's, and nothing the owner of the connection could put right.
  const isFromBetween = isPage && barred.has(answer.status);
  if (!isFromBetween && (answer.status < 200 || answer.status >= 300)) throw faultError([], context, where);
  if (!isFromBetween && isJson && typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  const looks = isPage ? 'a web page' : answer.body.trim() === '' ? 'nothing' : isJson ? 'something else' : 'a text';
  throw otherAnswer(where, looks, { answer: { status: answer.status, ...(context.reference && { reference: context.reference }) }, ...(options.writes && { maybeDone: true }) });
}

function parse(body: string, read: (text: string) => unknown): readonly [boolean, unknown] {
  try {
    return [true, read(body)];
  } catch {
    return [false, null];
  }
}
