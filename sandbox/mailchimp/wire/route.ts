import type { Account } from '../account.ts';
import type { Json, JsonObject } from './json.ts';
import { problem } from './problem.ts';

/** One call as a handler sees it: the ids of its path in order, its query, and the parsed body. */
export interface Call {
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
}

/** The body of an answer; undefined is 204. Throws a ServiceProblem, and then nothing has changed. */
export type Handler = (account: Account, call: Call) => JsonObject | undefined;

export interface Route {
  /** Words and stars between slashes; a star stands for an id. */
  readonly path: string;
  /** What faults and the journal call it. */
  readonly name: string;
  readonly verbs: Readonly<Partial<Record<string, Handler>>>;
}

/** No resource lies deeper than a promo code or an order line. */
const deepest = 7;

export interface Match {
  readonly route: Route;
  readonly ids: readonly string[];
}

/** The route of a path below `/3.0/`. Segments are decoded one by one, so that an id may hold a slash. Throws 404 and 414. */
export function matchRoute(routes: readonly Route[], path: string): Match {
  const segments = path.split('/').filter((segment, index, all) => segment !== '' || (index > 0 && index < all.length - 1)).map(decode);
  if (segments.length > deepest) throw problem.tooDeep();
  for (const route of routes) {
    const pattern = route.path === '' ? [] : route.path.split('/');
    if (pattern.length === segments.length && pattern.every((word, index) => (word === '*' ? segments[index] !== '' : word === segments[index]))) {
      return { route, ids: segments.filter((_, index) => pattern[index] === '*') };
    }
  }
  throw problem.notFound();
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw problem.notFound();
  }
}

/** The id at this place of the path; there always is one where the route has a star. */
export const idAt = (call: Call, place: number): string => call.ids[place] ?? '';
