import * as z from 'zod';
import type { ErrorData, ErrorPlace } from '#shared/errors.ts';
import { FluxoError } from '#shared/errors.ts';

/** The service's error document (application/problem+json). `type` tells nothing: it is the same address for all of them. */
const ProblemSchema = z.object({
  title: z.string().catch(''),
  detail: z.string().catch(''),
  instance: z.string().optional().catch(undefined),
  errors: z.array(z.object({ field: z.string().catch(''), message: z.string().catch('') })).catch([]),
});
type Problem = z.infer<typeof ProblemSchema>;

export interface FailedAnswer {
  readonly status: number;
  readonly body: unknown;
  /** False when the body was no JSON, which tells a gateway from the service. */
  readonly isJson: boolean;
  readonly reference?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly writes: boolean;
}

interface Meaning extends Pick<ErrorData, 'code' | 'kind' | 'what' | 'fix' | 'needsOwner' | 'retryAfterMs' | 'params'> {
  /** The service's own words belong behind the sentence. */
  readonly quotes?: true;
}

const later = 'Fluxo tries again by itself.';
const minute = 60_000;

/** What the service says in words of ours; what it quotes of a person is taken out of its own. */
const refusals: readonly (readonly [sign: RegExp, meaning: Meaning])[] = [
  [/compliance state/i, { code: 'mailchimp.in_compliance', kind: 'data', what: 'MailChimp does not let this contact be subscribed: it unsubscribed, bounced or is under review', fix: 'Only the person can change that, through a sign-up form of MailChimp.' }],
  [/forgotten email|permanently deleted/i, { code: 'mailchimp.forgotten', kind: 'data', what: 'This contact was deleted for good and cannot be imported again', fix: 'Only the person can come back, through a sign-up form of MailChimp.' }],
  [/looks fake or invalid|is an invalid email|provide a valid email/i, { code: 'mailchimp.bad_email', kind: 'data', what: 'MailChimp takes the e-mail address for invalid or made up', fix: 'Correct the address in the source.' }],
  [/signed up to a lot of lists/i, { code: 'mailchimp.too_many_signups', kind: 'data', what: 'This address was added to many lists very recently, so MailChimp takes no more for now', fix: 'Try it again tomorrow.' }],
  [/merge fields were invalid/i, { code: 'mailchimp.bad_merge_fields', kind: 'data', what: 'MailChimp does not accept a merge field', fix: 'Correct the value in the source or in the mapping, or choose another merge field.', quotes: true }],
  [/already a list member|member exists/i, { code: 'mailchimp.member_exists', kind: 'data', what: 'The contact is already in the audience', fix: 'Try it again; it is then updated.' }],
  [/product variant.*does not exist|product with the provided id does not exist/i, { code: 'mailchimp.product_missing', kind: 'data', what: 'A product or variant of the order is not in the store', fix: 'Send the products first.' }],
  [/order with the provided id already exists/i, { code: 'mailchimp.order_exists', kind: 'data', what: 'The order is already in the store', fix: 'Try it again; it is then updated.' }],
  [/campaign with the provided id does not exist/i, { code: 'mailchimp.campaign_missing', kind: 'data', what: 'The campaign named is not in this account', fix: 'Leave the campaign out of the mapping.' }],
];

/** The FluxoError for an answer that is none of the good ones. */
export function faultError(answer: FailedAnswer, where: ErrorPlace): FluxoError {
  const parsed = ProblemSchema.safeParse(answer.body);
  const problem = answer.isJson && parsed.success ? parsed.data : null;
  const meaning = meaningOf(answer, problem);
  const detail = problem ? quote(problem) : '';
  const reference = answer.reference ?? problem?.instance;
  const retryAfterMs = meaning.kind === 'remote' ? (answer.retryAfterMs ?? meaning.retryAfterMs) : undefined;
  return new FluxoError({
    code: meaning.code,
    kind: meaning.kind,
    what: `${meaning.what}${meaning.quotes && detail !== '' ? `: ${detail}` : ''}.`,
    where,
    ...(meaning.fix !== undefined && { fix: meaning.fix }),
    params: { status: String(answer.status), detail, ...meaning.params },
    ...(meaning.needsOwner && { needsOwner: true }),
    ...(meaning.kind === 'data' && { refusedByService: true }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    // Only a fault behind the door leaves the outcome open; whoever is throttled was not let in.
    ...(answer.writes && answer.status >= 500 && { maybeDone: true }),
    answer: { status: answer.status, ...(problem?.title && { code: problem.title.slice(0, 80) }), ...(reference && { reference: reference.slice(0, 80) }) },
  });
}

function meaningOf({ status }: FailedAnswer, problem: Problem | null): Meaning {
  if (status === 429) return { code: 'mailchimp.throttled', kind: 'remote', what: 'MailChimp asks Fluxo to slow down: too many calls at once for this user', fix: later };
  // Under extreme load the gateway refuses with a bare 403; a real one explains itself.
  if (status === 403 && !problem) return { code: 'mailchimp.throttled', kind: 'remote', what: 'MailChimp’s gateway turns Fluxo away for now', fix: later, retryAfterMs: minute };
  if (status >= 500 || !problem) return outage(status);
  const { title } = problem;
  switch (status) {
    case 401:
      return { code: 'mailchimp.not_authenticated', kind: 'setup', what: 'MailChimp does not accept the API key', fix: 'Open the connection and enter a valid key; it may have been switched off, or its user removed.', needsOwner: true };
    case 403:
      if (/datacenter|data centre/i.test(`${title} ${problem.detail}`)) return { code: 'mailchimp.wrong_data_centre', kind: 'setup', what: 'The key belongs to another data centre of MailChimp', fix: 'Copy the whole key, with its end such as -us19; with a token, correct the server prefix.', needsOwner: true };
      return { code: 'mailchimp.no_right', kind: 'setup', what: 'The user of this key may not do that', fix: 'Let an owner or admin of the account make the key, or check what its plan allows.', quotes: true, needsOwner: true };
    case 404:
      return { code: 'mailchimp.not_found', kind: 'data', what: 'MailChimp does not have it', fix: 'Choose the audience or store anew, if it was deleted; or try again when the record is there.', quotes: true };
    case 426:
      return { code: 'mailchimp.needs_encryption', kind: 'setup', what: 'MailChimp only talks over https', fix: 'Correct the address of the connection.' };
    case 405:
    case 414:
    case 422:
      return { code: 'mailchimp.bad_request', kind: 'bug', what: 'MailChimp does not understand a request Fluxo made', fix: 'Please report it with the log of this run.', quotes: true };
    case 400:
      return /parse error/i.test(title) ? { code: 'mailchimp.bad_request', kind: 'bug', what: 'MailChimp could not read a request Fluxo made', fix: 'Please report it with the log of this run.' } : refusal(problem);
    default:
      return { code: 'mailchimp.refused', kind: 'data', what: 'MailChimp refuses the record', fix: 'Correct the value in the source or in the mapping.', quotes: true };
  }
}

function outage(status: number): Meaning {
  if (status === 401) return { code: 'mailchimp.not_authenticated', kind: 'setup', what: 'MailChimp does not accept the API key', fix: 'Open the connection and enter a valid key.', needsOwner: true };
  // Documented also as "this method is switched off for compliance", where asking again at once is no help.
  if (status === 503) return { code: 'mailchimp.unavailable', kind: 'remote', what: 'MailChimp does not take this call at the moment', fix: later, retryAfterMs: minute };
  if (status >= 500) return { code: 'mailchimp.server_error', kind: 'remote', what: `MailChimp reports an error of its own (status ${status})`, fix: later, params: { status: String(status) } };
  return { code: 'mailchimp.not_mailchimp', kind: 'remote', what: `Something else than MailChimp answers (status ${status})`, fix: 'Fluxo tries again by itself. If it stays, something in the network answers in its place: a sign-in page, a proxy.', params: { status: String(status) } };
}

function refusal(problem: Problem): Meaning {
  const all = [problem.title, problem.detail, ...problem.errors.map((error) => error.message)].join('\n');
  const known = refusals.find(([sign]) => sign.test(all));
  const fields = problem.errors.map((error) => error.field).filter((field) => field !== '').join(', ').slice(0, 200);
  const params = fields === '' ? {} : { params: { fields } };
  if (known) return { ...known[1], ...params };
  return { code: 'mailchimp.refused', kind: 'data', what: 'MailChimp refuses the record', fix: 'Correct the value in the source or in the mapping.', quotes: true, ...params };
}

/** The service's own words, field by field, without the addresses it likes to repeat. */
function quote(problem: Problem): string {
  const told = problem.errors.length > 0 ? problem.errors.slice(0, 5).map(({ field, message }) => [field, message].filter(Boolean).join(': ')).join('; ') : problem.detail;
  return told.replace(/[^\s"'<>(),;:]+@[^\s"'<>(),;:]+/g, 'this address').replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300);
}
