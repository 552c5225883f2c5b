import { randomBytes } from 'node:crypto';
import type { Account } from '../account.ts';
import { collection } from '../wire/collection.ts';
import { withLinks } from '../wire/links.ts';
import { objectsAt } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { problem } from '../wire/problem.ts';
import { idAt } from '../wire/route.ts';
import type { Handler, Route } from '../wire/route.ts';
import { shownTime } from '../wire/serviceTime.ts';
import { checkBody, choice, list, map, object, text } from '../wire/shape.ts';
import { batchStates } from './batch.ts';
import type { Batch } from './batch.ts';
import { runBatch } from './runBatch.ts';

const mostPending = 500;
const keptMs = 7 * 86_400_000;

const shape = object(
  { operations: list(object({ method: choice('GET', 'POST', 'PUT', 'PATCH', 'DELETE'), path: text, params: map, body: text, operation_id: text, headers: map }, ['method', 'path']), 1) },
  ['operations'],
);

/** Where results are fetched; outside `/3.0/`, as the service keeps them with somebody else. */
export const resultPath = '/batch-results/';

/** Finishes batches nobody asked for in time, and forgets those older than seven days. */
export function settleBatches(routes: readonly Route[], account: Account): void {
  for (const batch of account.batches.values()) {
    if (batch.submittedMs + keptMs <= account.now()) account.batches.delete(batch.id);
    else if (!batch.result && batch.submittedMs + account.settings.batchMs <= account.now()) account.batches.set(batch.id, runBatch(routes, account, batch));
  }
}

function stateOf(account: Account, batch: Batch): (typeof batchStates)[number] {
  if (batch.result) return 'finished';
  // Spread over the states between, so that one poll finds it started and four find them all.
  const steps = account.settings.batchPolls;
  const between = batchStates.slice(1, -1);
  return batch.polls === 0 ? 'pending' : (between[Math.min(between.length - 1, Math.floor(((batch.polls - 0.5) / steps) * between.length))] ?? 'started');
}

function showBatch(account: Account, batch: Batch, resultUrl: string): JsonObject {
  const { result } = batch;
  return withLinks(`batches/${batch.id}`, {
    id: batch.id,
    status: stateOf(account, batch),
    // Counted only once it is looked at.
    total_operations: batch.polls === 0 && !result ? 0 : Math.max(batch.operations.length, result?.outcomes.length ?? 0),
    finished_operations: result?.outcomes.length ?? 0,
    errored_operations: result?.outcomes.filter(({ status_code: status }) => status >= 400).length ?? 0,
    submitted_at: shownTime(batch.submittedMs),
    completed_at: result ? shownTime(result.completedMs) : '',
    response_body_url: result ? resultUrl : '',
  });
}

/** Signs a new address for the result; the earlier ones go on working until their own end. */
function signed(account: Account, batch: Batch, origin: string): { readonly batch: Batch; readonly url: string } {
  if (!batch.result) return { batch, url: '' };
  const signature = randomBytes(12).toString('hex');
  const expires = account.now() + account.settings.resultUrlMs;
  const after = { ...batch, signatures: new Map(batch.signatures).set(signature, expires) };
  account.batches.set(batch.id, after);
  return { batch: after, url: `${origin}${resultPath}${batch.id}-response.tar.gz?Expires=${Math.floor(expires / 1000)}&Signature=${signature}` };
}

/** `routes` are those an operation can reach; `origin` is the address the current request came in by. */
export function batchRoutes(routes: () => readonly Route[], origin: () => string): readonly Route[] {
  const find = (account: Account, id: string): Batch => {
    const batch = account.batches.get(id);
    if (!batch) throw problem.notFound();
    return batch;
  };
  const submit: Handler = (account, call) => {
    const body = checkBody(shape, call.body);
    if ([...account.batches.values()].filter(({ result }) => !result).length >= mostPending) throw problem.tooManyBatches();
    const batch: Batch = { id: account.newId(10), operations: objectsAt(body, 'operations'), submittedMs: account.now(), polls: 0, signatures: new Map() };
    account.batches.set(batch.id, batch);
    return showBatch(account, batch, '');
  };
  const poll: Handler = (account, call) => {
    const before = find(account, idAt(call, 0));
    const polled = { ...before, polls: before.polls + 1 };
    const due = !polled.result && polled.polls > account.settings.batchPolls;
    const after = due ? runBatch(routes(), account, polled) : polled;
    account.batches.set(after.id, after);
    const { batch, url } = signed(account, after, origin());
    return showBatch(account, batch, url);
  };
  const listBatches: Handler = (account, call) => {
    const rows = [...account.batches.values()].toReversed();
    return withLinks('batches', collection('batches', rows, call.query, (batch) => {
      const ready = signed(account, batch, origin());
      return showBatch(account, ready.batch, ready.url);
    }));
  };
  return [
    { path: 'batches', name: 'batches', verbs: { GET: listBatches, POST: submit } },
    {
      path: 'batches/*',
      name: 'batch',
      verbs: {
        GET: poll,
        DELETE: (account, call) => {
          account.batches.delete(find(account, idAt(call, 0)).id);
          return undefined;
        },
      },
    },
  ];
}
