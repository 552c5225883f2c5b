import type { Account } from '../account.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { partialAnswer } from './partial.ts';
import { ServiceProblem, problem, triggeredProblem } from './problem.ts';
import { matchRoute } from './route.ts';
import type { Route } from './route.ts';

/** A call without its outer clothes: what a request and an operation of a batch have in common. */
export interface Work {
  readonly method: string;
  /** Below `/3.0/`, without a slash at the start. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Done {
  readonly status: number;
  readonly body?: JsonObject;
  readonly problem?: ServiceProblem;
}

const readers = new Set(['GET']);

/** Does one call and answers what became of it; a refusal is an answer too. */
export function perform(routes: readonly Route[], account: Account, work: Work): Done {
  try {
    const trigger = triggeredProblem(work.headers['x-trigger-error'] ?? '');
    if (trigger) throw trigger;
    const method = verbOf(work);
    const { route, ids } = matchRoute(routes, work.path);
    const handler = route.verbs[method];
    if (!handler) throw problem.wrongVerb(Object.keys(route.verbs));
    const maySee = readers.has(method) || ['owner', 'admin', 'manager'].includes(account.settings.role);
    if (!maySee) throw problem.forbidden();
    const body = readers.has(method) || method === 'DELETE' ? undefined : readBody(work.body);
    const answer = handler(account, { ids, query: work.query, body });
    if (answer === undefined) return { status: 204 };
    // Reads only: a wrong field must not refuse what has been written already.
    return { status: 200, body: readers.has(method) ? partialAnswer(answer, work.query) : answer };
  } catch (thrown) {
    if (!(thrown instanceof ServiceProblem)) throw thrown;
    return { status: thrown.status, body: thrown.body(), problem: thrown };
  }
}

/** The verb that counts: a POST may carry another one. */
export function verbOf({ method, headers }: Pick<Work, 'method' | 'headers'>): string {
  const other = headers['x-http-method-override'];
  if (other === undefined || other === '') return method.toUpperCase();
  if (method.toUpperCase() !== 'POST') throw problem.override();
  return other.trim().toUpperCase();
}

function readBody(text: string): Json {
  if (text.trim() === '') return {};
  let body: Json;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    throw problem.unreadable();
  }
  if (!isObject(body)) throw problem.field('', `Schema describes object, ${Array.isArray(body) ? 'array' : body === null ? 'NULL' : typeof body} found instead`);
  return body;
}
