import { makeClock } from '#sandbox/server/clock.ts';
import type { LookAlike, LookAlikeAnswer, LookAlikeRequest } from '#sandbox/server/lookAlike.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';

export type Row = Record<string, unknown>;

export interface OpenService {
  readonly served: ServedLookAlike;
  readonly lists: Record<string, Row[]>;
  /** Requests as they came, newest last. */
  readonly asked: LookAlikeRequest[];
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): LookAlikeAnswer => ({ status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

/**
 * A small service as many have one: lists that page in four ways, records that are made with or without an idempotency key, changed and looked up by `external_id`.
 * The token is `open-sesame`, as a bearer, a header `X-Key`, a parameter `key` or the password of anybody.
 */
export async function openService(lists: Record<string, Row[]>): Promise<OpenService> {
  const asked: LookAlikeRequest[] = [];
  const answered = new Map<string, LookAlikeAnswer>();
  let origin = '';
  const isIn = ({ headers, query }: LookAlikeRequest) =>
    headers['authorization'] === 'Bearer open-sesame' || headers['x-key'] === 'open-sesame' || query.get('key') === 'open-sesame' || headers['authorization'] === `Basic ${Buffer.from('anna:open-sesame').toString('base64')}`;

  function list(rows: readonly Row[], { path, query }: LookAlikeRequest): LookAlikeAnswer {
    const since = query.get('since');
    const external = query.get('external_id');
    const fits = rows.filter((row) => (since === null || String(row['updated_at']) >= since) && (external === null || row['external_id'] === external || row['sourceId'] === external));
    const limit = Number(query.get('limit') ?? 4);
    const page = query.get('page');
    const start = page !== null ? (Number(page) - 1) * limit : Number(query.get('offset') ?? query.get('cursor') ?? 0);
    const items = fits.slice(start, start + limit);
    const next = start + limit < fits.length ? String(start + limit) : null;
    if (query.get('all') !== null || external !== null) return json(200, fits);
    const link = next === null ? '' : `<${origin}${path}?limit=${limit}&cursor=${next}>; rel="next"`;
    return json(200, { data: { items, next } }, link === '' ? {} : { link });
  }

  /** A list in one call: a name that is not liked refuses all of it, one marked `alone` only itself. */
  function many(rows: Row[], list: readonly Row[], key: string | undefined): LookAlikeAnswer {
    const before = key === undefined ? undefined : answered.get(key);
    if (before) return before;
    if (list.some((row) => row['name'] === 'refuse me')) return json(422, { message: 'A name is not liked' });
    const results = list.map((row) => {
      if (row['name'] === 'refuse me alone') return { error: 'The name is not liked' };
      const made = { ...row, id: `n-${rows.length + 1}` };
      rows.push(made);
      return { id: made.id };
    });
    const answer = json(200, { results });
    if (key !== undefined) answered.set(key, answer);
    return answer;
  }

  const service: LookAlike = {
    name: 'rest',
    operationOf: ({ method, path }) => `${method} ${path.split('/')[2] ?? ''}`,
    handle(request) {
      asked.push(request);
      if (!isIn(request)) return json(401, { message: 'Who are you?' });
      const [, , name = '', id] = request.path.split('/');
      if (name === 'me') return json(200, { name: 'Anna', roles: ['reader', 'writer'] });
      if (name === 'moved') return { status: 302, headers: { location: 'https://elsewhere.example/' }, body: '' };
      const rows = lists[name];
      if (!rows) return json(404, { message: 'No such list' });
      if (request.method === 'GET') {
        if (id === undefined) return list(rows, request);
        const found = rows.find((row) => String(row['id']) === decodeURIComponent(id));
        return found ? json(200, found) : json(404, { message: 'Not there' });
      }
      const body = JSON.parse(request.body.toString('utf8')) as Row;
      if (id === 'batch') return many(rows, body as unknown as readonly Row[], request.headers['idempotency-key']);
      if (body['name'] === 'refuse me') return json(422, { message: 'The name is not liked' });
      const key = request.headers['idempotency-key'];
      const before = key === undefined ? undefined : answered.get(key);
      if (before) return before;
      // A number of somebody else's occurs once.
      const twin = id === undefined && body['external_id'] !== undefined ? rows.find((row) => row['external_id'] === body['external_id']) : undefined;
      if (twin) return json(200, twin);
      const known = id === undefined ? undefined : rows.find((row) => String(row['id']) === decodeURIComponent(id));
      const row = { ...known, ...body, id: known?.['id'] ?? (id === undefined ? `n-${rows.length + 1}` : decodeURIComponent(id)) };
      if (known) rows.splice(rows.indexOf(known), 1, row);
      else rows.push(row);
      const answer = json(known ? 200 : 201, row);
      if (key !== undefined) answered.set(key, answer);
      return answer;
    },
    entities: () => lists,
    reset: () => undefined,
    expiredCredential: () => json(401, { message: 'expired' }),
  };
  const served = await serveLookAlike(service, { port: 0, clock: makeClock() });
  origin = served.url;
  return { served, lists, asked };
}
