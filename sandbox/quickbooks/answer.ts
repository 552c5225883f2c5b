import { randomUUID } from 'node:crypto';
import type { LookAlikeAnswer, LookAlikeRequest } from '../server/lookAlike.ts';
import { faultBody, faultObject } from './faults.ts';
import type { ServiceFault } from './faults.ts';
import type { JsonObject } from './json.ts';
import { answerTime } from './serviceTime.ts';
import { toXml } from './xml.ts';

/** The only thing Intuit's support can look a call up by. */
export function intuitTid(): string {
  const id = randomUUID().replaceAll('-', '');
  return `1-${id.slice(0, 8)}-${id.slice(8)}`;
}

/** JSON when the client asks for it by `Accept` or `format=json`; XML otherwise, as the service does. */
function wantsJson(request: LookAlikeRequest): boolean {
  return request.query.get('format')?.toLowerCase() === 'json' || /json/i.test(request.headers['accept'] ?? '');
}

function respond(request: LookAlikeRequest, status: number, body: JsonObject, xmlBody: JsonObject, nowMs: number, headers: Readonly<Record<string, string>>): LookAlikeAnswer {
  const isJson = wantsJson(request);
  return {
    status,
    headers: { 'content-type': isJson ? 'application/json;charset=UTF-8' : 'application/xml;charset=UTF-8', intuit_tid: intuitTid(), 'qbo-version': '1975.204', ...headers },
    body: isJson ? JSON.stringify(body) : toXml(xmlBody, answerTime(nowMs)),
  };
}

export function answerWith(request: LookAlikeRequest, body: JsonObject, nowMs: number): LookAlikeAnswer {
  return respond(request, 200, body, body, nowMs, {});
}

export function answerFault(request: LookAlikeRequest, fault: ServiceFault, nowMs: number): LookAlikeAnswer {
  return respond(request, fault.status, faultBody(fault, answerTime(nowMs), nowMs), { Fault: faultObject(fault) }, nowMs, fault.headers);
}
