import type { LookAlikeAnswer, LookAlikeRequest } from '../server/lookAlike.ts';
import { answerFault, answerWith } from './answer.ts';
import { runBatch } from './batch.ts';
import { changedSince } from './changeData.ts';
import type { Company } from './company.ts';
import { findEntity } from './entities/index.ts';
import { faultLine, notAuthenticated, notAuthorised, refuse, ServiceFault, throttled } from './faults.ts';
import type { JsonObject } from './json.ts';
import { includeOptions, readOne, writeOne } from './operations.ts';
import { runQuery } from './query/evaluate.ts';
import type { Replay } from './replay.ts';
import { answerTime } from './serviceTime.ts';
import { createTaxCode } from './taxService.ts';
import type { Throttle } from './throttle.ts';
import type { Tokens } from './tokens.ts';

export interface ApiParts {
  readonly company: Company;
  readonly tokens: Tokens;
  readonly replay: Replay;
  readonly throttle: Throttle | undefined;
}

export interface ApiPath {
  readonly realmId: string;
  readonly resource: string;
  readonly rest: readonly string[];
}

/** `/v3/company/{realmId}/{resource}/…`, or undefined for any other path. */
export function parseApiPath(path: string): ApiPath | undefined {
  const [version, word, realmId, resource = '', ...rest] = path.split('/').slice(1).filter((part) => part !== '');
  return version === 'v3' && word === 'company' && realmId !== undefined ? { realmId, resource: resource.toLowerCase(), rest } : undefined;
}

/** Answers one call of the accounting API: the gateway first (token, company, limit), then the operation. */
export function handleApi(request: LookAlikeRequest, path: ApiPath, parts: ApiParts): LookAlikeAnswer {
  const now = parts.company.now();
  try {
    passGateway(request, path, parts);
    const body = request.method === 'GET' ? read(request, path, parts) : write(request, path, parts);
    return answerWith(request, body, now);
  } catch (thrown) {
    if (!(thrown instanceof ServiceFault)) throw thrown;
    return answerFault(request, thrown, now);
  }
}

function passGateway(request: LookAlikeRequest, path: ApiPath, { tokens, throttle, company }: ApiParts): void {
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const access = tokens.check(bearer);
  if ('refusal' in access) throw notAuthenticated(access.refusal);
  if (access.realmId !== path.realmId || path.realmId !== company.realmId) throw notAuthorised();
  if (throttle && !throttle.admits(path.realmId, path.resource === 'batch')) throw throttled();
}

function read(request: LookAlikeRequest, { resource, rest }: ApiPath, { company }: ApiParts): JsonObject {
  const { query } = request;
  const time = answerTime(company.now());
  if (resource === 'query') return { QueryResponse: runQuery(company.store, query.get('query') ?? ''), time };
  if (resource === 'cdc') return { ...changedSince(company, query.get('entities') ?? '', query.get('changedSince') ?? ''), time };
  const definition = findEntity(resource) ?? refuse(faultLine.unsupported(`read ${resource}`));
  if (rest.length > 1) refuse(faultLine.unsupported(`${definition.name} ${rest.slice(1).join('/')}`));
  return { ...readOne(company, definition, rest[0]), time };
}

function write(request: LookAlikeRequest, { resource, rest }: ApiPath, { company, replay }: ApiParts): JsonObject {
  if (request.method !== 'POST') refuse(faultLine.unsupported(`${request.method} ${resource}`));
  const { query } = request;
  const text = readText(request.body);
  const time = answerTime(company.now());
  if (resource === 'query') return { QueryResponse: runQuery(company.store, text), time };
  const requestId = query.get('requestid') ?? undefined;
  if (resource === 'batch') return { ...runBatch(company, readJson(request, text), requestId, replay), time };
  const content = `${resource}/${rest.join('/')}?${query.get('operation') ?? ''}&${query.get('include') ?? ''}\n${text}`;
  if (resource === 'taxservice' && rest[0]?.toLowerCase() === 'taxcode') return replay.once(requestId, content, () => ({ ...createTaxCode(company, readJson(request, text)), time }));
  const definition = findEntity(resource) ?? refuse(faultLine.unsupported(`write ${resource}`));
  if (rest.length > 0) refuse(faultLine.unsupported(`${definition.name} ${rest.join('/')}`));
  return replay.once(requestId, content, () => ({
    ...writeOne(company, definition, query.get('operation') ?? undefined, includeOptions(query.get('include')), readJson(request, text)),
    time,
  }));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readText(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    return refuse(faultLine.unsupported('MalformedByteSequenceException: Invalid byte 1 of 1-byte UTF-8 sequence'));
  }
}

function readJson(request: LookAlikeRequest, text: string): unknown {
  if (/xml/i.test(request.headers['content-type'] ?? '')) refuse(faultLine.unsupported('writing XML (this look-alike reads JSON)'));
  try {
    return JSON.parse(text);
  } catch {
    return refuse(faultLine.unreadable());
  }
}
