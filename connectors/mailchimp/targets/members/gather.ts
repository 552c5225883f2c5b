import type { CallContext } from '#connectors/sdk/connector.ts';
import { FluxoError } from '#shared/errors.ts';
import type { Exchange, SourceRecord, Value } from '#shared/records/story.ts';
import { pathOf } from '../../client.ts';
import type { MailchimpClient } from '../../client.ts';
import { listOf, textOf } from '../../pages.ts';
import { hashOf } from './contact.ts';

/** A new contact as the bulk call wants it. */
export interface NewMember {
  readonly email_address: string;
  readonly status: string;
  readonly merge_fields: Value;
}

/** What became of one row: made, `there` already, or `alone` when it has to be sent by itself, where the service says what it has against it. */
export type Gathered = { readonly made: SourceRecord } | 'there' | 'alone';

interface Waiting {
  readonly member: NewMember;
  readonly call: CallContext;
  readonly settle: (outcome: Gathered) => void;
  readonly fail: (thrown: unknown) => void;
}

interface Queue {
  readonly audience: string;
  readonly signal: AbortSignal;
  rows: Waiting[];
  idle: NodeJS.Timeout | undefined;
}

/** The service takes no more in one call. */
const mostRows = 500;
/** A call begins when no further row has come for so long; records are worked on side by side, so they come close together. */
const idleMs = 20;

const queuesOf = new WeakMap<MailchimpClient, Queue[]>();

/**
 * Makes a new contact together with those that other records make at the same time. Only ever makes: contacts that are there are told as such and stay as they are, so a row can be sent
 * again. Every record gets the outcome of its own row; when the call as a whole fails, each is told that, and that its row may have arrived if it may have.
 */
export function gather(client: MailchimpClient, audience: string, member: NewMember, call: CallContext): Promise<Gathered> {
  const queues = queuesOf.get(client) ?? [];
  queuesOf.set(client, queues);
  let queue = queues.find((candidate) => candidate.audience === audience && candidate.signal === call.signal);
  if (!queue) queues.push((queue = { audience, signal: call.signal, rows: [], idle: undefined }));
  const own = queue;
  return new Promise((settle, fail) => {
    own.rows.push({ member, call, settle, fail });
    clearTimeout(own.idle);
    if (own.rows.length >= mostRows) void flush(client, own);
    else own.idle = setTimeout(() => void flush(client, own), idleMs);
  });
}

async function flush(client: MailchimpClient, queue: Queue): Promise<void> {
  const { rows } = queue;
  queue.rows = [];
  const queues = queuesOf.get(client)!;
  queues.splice(queues.indexOf(queue), 1);
  if (rows.length === 1) return rows[0]!.settle('alone');
  try {
    const body = { members: rows.map(({ member }) => ({ ...member })), update_existing: false };
    const call: CallContext = { signal: queue.signal, noteExchange: (exchange) => rows.forEach((row) => row.call.noteExchange?.(ownPart(exchange, row.member, rows.length))) };
    const answer = await client.write('POST', pathOf('lists', queue.audience), body, { skip_merge_validation: 'true' }, call);
    const made = new Map(listOf(answer['new_members']).map((member) => [textOf(member['id']), member]));
    const there = new Set(listOf(answer['errors']).flatMap((error) => (error['error_code'] === 'ERROR_CONTACT_EXISTS' ? [hashOf(textOf(error['email_address']))] : [])));
    for (const { member, settle } of rows) {
      const hash = hashOf(member.email_address);
      const own = made.get(hash);
      settle(own ? { made: own } : there.has(hash) ? 'there' : 'alone');
    }
  } catch (thrown) {
    // The service made none of them because of one: each by itself shows which.
    const isRefused = thrown instanceof FluxoError && thrown.kind === 'data' && !thrown.data.maybeDone;
    for (const row of rows) {
      if (isRefused) row.settle('alone');
      else row.fail(thrown);
    }
  }
}

/** The exchange as far as it concerns one record: the others’ people are nobody’s business in its story. */
function ownPart({ requestBody: _request, answerBody, ...rest }: Exchange, member: NewMember, of: number): Exchange {
  const answer = answerBody === undefined ? {} : { answerBody: ownAnswer(answerBody, hashOf(member.email_address), member.email_address) };
  return { ...rest, requestBody: JSON.stringify({ members: [member], update_existing: false, together_with: of - 1 }), ...answer };
}

function ownAnswer(body: string, hash: string, email: string): string {
  try {
    const { new_members: made, errors } = JSON.parse(body) as { readonly new_members?: readonly { readonly id?: string }[]; readonly errors?: readonly { readonly email_address?: string }[] };
    return JSON.stringify({ new_members: (made ?? []).filter(({ id }) => id === hash), errors: (errors ?? []).filter(({ email_address: address }) => address?.toLowerCase() === email.toLowerCase()) });
  } catch {
    return '';
  }
}
