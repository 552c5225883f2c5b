import type { Account } from '../account.ts';
import { objectAt, textAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { perform } from '../wire/perform.ts';
import type { Done, Work } from '../wire/perform.ts';
import type { Route } from '../wire/route.ts';
import { makeRandom } from '../../shop/random.ts';
import type { Batch, Outcome } from './batch.ts';

/** Does all operations of a batch. In any order, as the service warns: shuffled, the same way every time. */
export function runBatch(routes: readonly Route[], account: Account, batch: Batch): Batch {
  const outcomes: Outcome[] = [];
  for (const operation of ordered(account, batch)) outcomes.push(...runOperation(routes, account, operation));
  return { ...batch, result: { outcomes, completedMs: account.now() } };
}

function ordered(account: Account, batch: Batch): readonly JsonObject[] {
  const rows = [...batch.operations];
  if (account.settings.batchOrder === 'asSent') return rows;
  const random = makeRandom(Number.parseInt(batch.id.slice(0, 7), 16));
  for (let index = rows.length - 1; index > 0; index -= 1) {
    const other = random.int(0, index);
    [rows[index], rows[other]] = [rows[other]!, rows[index]!];
  }
  return rows;
}

/** One outcome, or one per page: a GET without a count walks through the whole collection. */
function runOperation(routes: readonly Route[], account: Account, operation: JsonObject): readonly Outcome[] {
  const work = workOf(operation);
  const outcome = ({ status, body }: Done): Outcome => ({ status_code: status, operation_id: textAt(operation, 'operation_id') ?? '', response: body === undefined ? '' : JSON.stringify(body) });
  const first = perform(routes, account, work);
  const total = first.body?.['total_items'];
  if (work.method !== 'GET' || work.query.has('count') || first.status !== 200 || typeof total !== 'number') return [outcome(first)];
  const pages: Outcome[] = [];
  for (let offset = Number(work.query.get('offset') ?? 0); pages.length === 0 || offset < total; offset += mostRows) {
    const query = new URLSearchParams(work.query);
    query.set('count', String(mostRows));
    query.set('offset', String(offset));
    pages.push(outcome(perform(routes, account, { ...work, query })));
  }
  return pages;
}

const mostRows = 1000;

function workOf(operation: JsonObject): Work {
  const url = new URL(`http://batch/${(textAt(operation, 'path') ?? '').replace(/^\/+/, '')}`);
  const query = url.searchParams;
  for (const [name, value] of Object.entries(objectAt(operation, 'params') ?? {})) query.set(name, String(value));
  const headers = Object.fromEntries(Object.entries(objectAt(operation, 'headers') ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return { method: textAt(operation, 'method') ?? '', path: url.pathname.slice(1), query, body: textAt(operation, 'body') ?? '', headers };
}
