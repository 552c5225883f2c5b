import type { CallContext } from '#connectors/sdk/connector.ts';
import type { Elements } from '#connectors/sdk/exactJson.ts';
import { FluxoError } from '#shared/errors.ts';
import type { SourceRecord, Value } from '#shared/records/story.ts';
import type { Settings } from '#shared/settings/fields.ts';
import { tidyPath } from './connection.ts';
import { valueAt } from './client.ts';
import type { RestClient } from './client.ts';

/** Where a page begins: a number, a mark the service gave, or the address of the next page. Null is the first one. */
export type PageMark = string | null;

export interface ListPage {
  readonly rows: readonly SourceRecord[];
  /** The JSON of each row; null where it is not known. */
  readonly elements: Elements | null;
  /** Null after the last page. */
  readonly next: PageMark;
  /** When the service says it answered: its header `Date`. */
  readonly answeredAt: string | undefined;
}

/** How a service's list is asked for, out of the settings of a node. */
export interface ListQuestion {
  readonly path: string;
  readonly listPath: string;
  readonly paging: string;
  readonly pageSize: number;
  readonly sizeParameter: string;
  readonly pageParameter: string;
  readonly firstPage: number;
  readonly nextPath: string;
  /** Further parameters, such as the one for changes. */
  readonly extra: Readonly<Record<string, string>>;
}

export function listQuestion(settings: Settings, extra: ListQuestion['extra']): ListQuestion {
  const text = (key: string) => String(settings[key] ?? '').trim();
  const paging = text('paging');
  const parameter: Readonly<Record<string, string>> = { page: 'page', offset: 'offset', cursor: 'cursor' };
  return {
    path: tidyPath(text('path'), 'path'),
    listPath: text('listPath'),
    paging,
    pageSize: Number(settings['pageSize']),
    sizeParameter: text('sizeParameter'),
    pageParameter: text('pageParameter') || (parameter[paging] ?? ''),
    firstPage: Number(settings['firstPage']),
    nextPath: text('nextPath'),
    extra,
  };
}

/** One page of a list, parsed when it is asked for. That throws `setup` (`http.no_list`, `http.other_host`) when the answer is not what the settings say. */
export async function readPage(client: RestClient, question: ListQuestion, mark: PageMark, call: CallContext): Promise<() => ListPage> {
  const { path, paging, pageSize, sizeParameter, pageParameter, firstPage } = question;
  const at = mark === null ? (paging === 'offset' ? '0' : paging === 'page' ? String(firstPage) : null) : mark;
  const query = { ...question.extra, ...(paging !== 'none' && sizeParameter !== '' && { [sizeParameter]: String(pageSize) }), ...(at !== null && paging !== 'link' && { [pageParameter]: at }) };
  const parse = await client.getList(paging === 'link' && mark !== null ? mark : withQuery(path, query), call);
  return () => {
    const { json, headers, elements } = parse();
    const rows = listIn(json, question);
    return { rows, elements: ofObjects(elements(rows.length)), next: nextMark(client, question, at, rows, json, headers['link']), answeredAt: headers['date'] };
  };
}

const openObject = 123;

/** What is no object is a row with a value of ours around it, so what came is not its JSON. */
function ofObjects(elements: Elements | null): Elements | null {
  return elements?.places.every((at, index) => index % 2 === 1 || elements.bytes[at] === openObject) ? elements : null;
}

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

const asRow = (value: Value): SourceRecord => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SourceRecord) : { value });

/** The list the settings name, the answer itself, or the one list in it. */
export function listIn(json: Value, { listPath, path }: Pick<ListQuestion, 'listPath' | 'path'>): readonly SourceRecord[] {
  if (typeof json !== 'object' || json === null) throw notAList(json, path);
  const found = listPath !== '' ? valueAt(json, listPath) : Array.isArray(json) ? json : onlyList(json);
  if (Array.isArray(found)) return (found as readonly Value[]).map(asRow);
  // Some services leave an empty list out.
  if (listPath !== '' && found === null) return [];
  throw new FluxoError({ code: 'http.no_list', kind: 'setup', what: `The answer of ${path} has no list${listPath === '' ? '' : ` at “${listPath}”`}.`, where: { field: 'listPath' }, fix: 'Say where in the answer the list is, such as data.items.', params: { path, list: listPath } });
}

/** With any settings there is no list in such JSON, so they are not to blame: the service stumbled, or something answers in its place. */
export function notAList(json: Value, pathAndQuery: string): FluxoError {
  const [path = ''] = pathAndQuery.split('?');
  const looks = json === null ? 'nothing' : 'a single value';
  return new FluxoError({ code: 'http.not_a_list', kind: 'remote', what: `The service answered ${path} with ${looks} where a list was expected.`, fix: 'Fluxo tries again by itself. If it stays, check the path in the node.', params: { path, looks } });
}

function onlyList(json: Value): Value | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const lists = Object.values(json).filter((value) => Array.isArray(value));
  return lists.length === 1 ? lists[0] : undefined;
}

/** Where the pages behind this one begin, as far as that can be told without having read it; none for marks the service gives. */
export function marksBehind(question: ListQuestion, mark: PageMark, count: number): readonly string[] {
  const { paging, pageSize, sizeParameter, firstPage } = question;
  if (sizeParameter === '' || (paging !== 'page' && paging !== 'offset')) return [];
  const [step, first] = paging === 'page' ? [1, firstPage] : [pageSize, 0];
  return Array.from({ length: count }, (_, index) => String(Number(mark ?? first) + (index + 1) * step));
}

function nextMark(client: RestClient, question: ListQuestion, at: PageMark, rows: readonly SourceRecord[], json: Value, link: string | undefined): PageMark {
  switch (question.paging) {
    case 'page':
      return isLast(question, rows) ? null : String(Number(at) + 1);
    case 'offset':
      return isLast(question, rows) ? null : String(Number(at) + rows.length);
    case 'cursor': {
      const next = valueAt(json, question.nextPath);
      return typeof next === 'string' && next !== '' ? next : null;
    }
    case 'link':
      return linkedPath(client, link, question.path);
    default:
      return null;
  }
}

/** A page with fewer than asked for is the last; without a size in the question only an empty one is. */
const isLast = ({ sizeParameter, pageSize }: ListQuestion, rows: readonly SourceRecord[]) => rows.length === 0 || (sizeParameter !== '' && rows.length < pageSize);

/** The path of the next page out of a Link header (RFC 8288). It may not leave the service: the credential would go along. */
export function linkedPath(client: RestClient, link: string | undefined, path: string): string | null {
  const target = /<([^>]*)>\s*;[^,<]*\brel="?next"?/i.exec(link ?? '')?.[1];
  if (target === undefined) return null;
  const base = new URL(client.baseUrl);
  const url = new URL(target, `${client.baseUrl}${path}`);
  const below = base.pathname.replace(/\/$/, '');
  if (url.origin !== base.origin || !(url.pathname === below || url.pathname.startsWith(`${below}/`))) throw new FluxoError({ code: 'http.other_host', kind: 'setup', what: 'The service names another host for its next page.', where: { field: 'paging' }, fix: 'Give the address in the connection as the service names it, or choose another kind of pages.' });
  return `${url.pathname.slice(below.length)}${url.search}`;
}
