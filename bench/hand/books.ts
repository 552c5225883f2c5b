import { createHash } from 'node:crypto';
import { makeHttp } from './http.ts';

export type Row = { readonly Id: string; readonly [name: string]: any };
export type Question = { readonly from: string; readonly where?: string };

export interface Books {
  readonly get: (resource: string) => Promise<any>;
  readonly rows: (question: Question) => Promise<readonly Row[]>;
  /** Several questions, ten to a batch, as many batches at once as it takes. */
  readonly rowsOfMany: (questions: readonly Question[]) => Promise<readonly (readonly Row[])[]>;
  readonly create: (kind: string, body: object) => Promise<Row>;
}

/** A name that is taken, which the loop has an answer to. */
export class NameTaken extends Error {}

export interface BooksAddress {
  readonly baseUrl: string;
  readonly authBaseUrl: string;
  readonly realmId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

export async function openBooks(address: BooksAddress): Promise<Books> {
  const http = makeHttp(address.baseUrl, 32);
  const signIn = await makeHttp(address.authBaseUrl, 1)(
    'POST',
    '/oauth2/v1/tokens/bearer',
    { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`${address.clientId}:${address.clientSecret}`).toString('base64')}` },
    new URLSearchParams({ grant_type: 'refresh_token', refresh_token: address.refreshToken }).toString(),
  );
  const authorization = `Bearer ${JSON.parse(signIn.body).access_token}`;

  async function call(method: string, resource: string, query: string, body?: object): Promise<any> {
    const answer = await http(method, `/v3/company/${address.realmId}/${resource}?${query}minorversion=75`, { accept: 'application/json', authorization, ...(body && { 'content-type': 'application/json' }) }, body && JSON.stringify(body));
    const json = JSON.parse(answer.body);
    if (answer.status === 200 && !json.Fault) return json;
    if (json.Fault?.Error?.[0]?.code === '6240') throw new NameTaken();
    throw new Error(`${method} ${resource}: ${answer.body.slice(0, 300)}`);
  }

  const text = ({ from, where }: Question, max: number) => `SELECT * FROM ${from}${where ? ` WHERE ${where}` : ''} ORDERBY Id STARTPOSITION 1 MAXRESULTS ${max}`;
  const rows = async (question: Question) => (await call('GET', 'query', `query=${encodeURIComponent(text(question, 1000))}&`)).QueryResponse[question.from] ?? [];

  async function batch(questions: readonly Question[]): Promise<readonly (readonly Row[])[]> {
    const max = Math.floor(1000 / questions.length);
    const answer = await call('POST', 'batch', '', { BatchItemRequest: questions.map((question, index) => ({ bId: String(index + 1), Query: text(question, max) })) });
    return questions.map(({ from }, index) => answer.BatchItemResponse[index].QueryResponse[from] ?? []);
  }

  return {
    get: (resource) => call('GET', resource, ''),
    rows,
    async rowsOfMany(questions) {
      if (questions.length <= 1) return Promise.all(questions.map(rows));
      const groups: Promise<readonly (readonly Row[])[]>[] = [];
      for (let from = 0; from < questions.length; from += 10) groups.push(batch(questions.slice(from, from + 10)));
      return (await Promise.all(groups)).flat();
    },
    async create(kind, body) {
      const text = JSON.stringify(body);
      const requestId = createHash('sha256').update(kind).update(text).digest('hex').slice(0, 40);
      return (await call('POST', kind.toLowerCase(), `requestid=${requestId}&`, body))[kind];
    },
  };
}

export const quoted = (value: string): string => `'${value.replace(/[\\']/g, (mark) => `\\${mark}`)}'`;

/** `property IN (…)` in pieces of fifty different values. */
export function inPieces(from: string, property: string, values: Iterable<string>): Question[] {
  const all = [...new Set(values)];
  const questions: Question[] = [];
  for (let at = 0; at < all.length; at += 50) questions.push({ from, where: `${property} IN (${all.slice(at, at + 50).map(quoted).join(', ')})` });
  return questions;
}
