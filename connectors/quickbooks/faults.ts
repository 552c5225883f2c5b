import type { ErrorData, ErrorKind, ErrorPlace } from '#shared/errors.ts';
import { FluxoError } from '#shared/errors.ts';
import type { ServiceFault } from './faultShapes.ts';

/** What the connector makes of one code of the service. */
interface Meaning {
  readonly code: string;
  readonly kind: ErrorKind;
  /** Without its full stop. */
  readonly what: string;
  readonly fix: string;
  readonly needsOwner?: true;
  readonly waitMs?: number;
  /** Says the property the service names. Its texts may quote what a customer typed, so they are not taken over as they are. */
  readonly names?: true;
  /** The real reason is only in the service's own text. */
  readonly quotes?: true;
  /** Values the code's other sentences have and this one has not. */
  readonly params?: Readonly<Record<string, string>>;
}

const minute = 60_000;
const ourBug = 'Please report it with the log of this run.';
const reconnect = 'Open the connection and choose Reconnect.';

const expired: Meaning = { code: 'quickbooks.not_authenticated', kind: 'setup', what: 'QuickBooks does not accept the access token', fix: reconnect, needsOwner: true };
const busy: Meaning = { code: 'quickbooks.company_busy', kind: 'remote', what: 'The company is locked or under maintenance at QuickBooks', fix: 'Fluxo tries again in a few minutes.', waitMs: 2 * minute };
const bug: Meaning = { code: 'quickbooks.bad_request', kind: 'bug', what: 'QuickBooks does not understand a request Fluxo made', fix: ourBug, names: true };
const badValue: Meaning = { code: 'quickbooks.bad_value', kind: 'data', what: 'QuickBooks does not accept a value', fix: 'Correct the value in the source or in the mapping.', names: true };
const gone: Meaning = { code: 'quickbooks.reference_gone', kind: 'data', what: 'Something the document refers to was deleted or made inactive in QuickBooks', fix: 'Make it active again in QuickBooks, or choose another one in the target’s settings. Fluxo looks it up anew at the next try.', names: true };
const notInPlan: Meaning = { code: 'quickbooks.not_in_plan', kind: 'setup', what: 'This feature is not part of the company’s QuickBooks plan or settings', fix: 'Switch it on in QuickBooks, or off in the target’s settings.', names: true };

/** The service's codes that matter (Intuit, error codes; see QUIRKS.md for the ones its documents get wrong). */
const meanings: Readonly<Record<string, Meaning>> = {
  '3200': expired,
  '100': expired,
  '120': { code: 'quickbooks.no_access', kind: 'setup', what: 'The user who connected Fluxo no longer has access to this company, or the plan lacks the feature', fix: 'Let a company administrator reconnect, or check the plan.', needsOwner: true },
  '3100': { code: 'quickbooks.wrong_environment', kind: 'setup', what: 'These app keys are not allowed for this company', fix: 'Check that the environment fits the keys (development keys only reach sandbox companies) and that the company id is right.', needsOwner: true },
  '3001': { code: 'quickbooks.throttled', kind: 'remote', what: 'QuickBooks asks Fluxo to slow down', fix: 'Fluxo waits a minute and goes on.', waitMs: minute },
  '130': busy,
  '140': busy,
  '150': busy,
  '500': bug,
  '600': { code: 'quickbooks.duplicate_request', kind: 'data', what: 'QuickBooks has seen this request before, with other content', fix: 'Look whether the document is there already, then try again.' },
  '610': gone,
  '2500': gone,
  '620': badValue,
  '700': badValue,
  '800': badValue,
  '900': badValue,
  '1040': bug,
  '2010': bug,
  '2020': { code: 'quickbooks.required_missing', kind: 'data', what: 'QuickBooks needs a value that is missing', fix: 'Map the field, or give it a default.', names: true },
  '2040': badValue,
  '2050': { code: 'quickbooks.too_long', kind: 'data', what: 'A text is too long for QuickBooks', fix: 'Shorten it in the source, or let the mapping cut it.', names: true },
  '2080': badValue,
  '2170': badValue,
  '2210': { code: 'quickbooks.bad_email', kind: 'data', what: 'QuickBooks does not accept the e-mail address', fix: 'Correct the address in the source.' },
  '4000': bug,
  '4001': bug,
  '5000': notInPlan,
  '5020': notInPlan,
  '5030': notInPlan,
  '5010': { code: 'quickbooks.stale', kind: 'remote', what: 'Somebody changed the same record in QuickBooks at the same time', fix: 'Fluxo reads it again and repeats the change.', waitMs: 0 },
  '6000': { code: 'quickbooks.refused', kind: 'data', what: 'QuickBooks refuses the document', fix: 'Read the service’s own words and correct the document or the settings.', quotes: true },
  '6010': badValue,
  '6080': { code: 'quickbooks.no_name', kind: 'data', what: 'QuickBooks needs a name for the customer', fix: 'Map a company name or a person’s name.' },
  '6090': badValue,
  '6070': { code: 'quickbooks.wrong_amount', kind: 'data', what: 'QuickBooks computes another amount for a line than Fluxo sent', fix: ourBug },
  '6100': { code: 'quickbooks.us_tax_code', kind: 'setup', what: 'A company in the United States takes only TAX or NON as tax code of a line', fix: 'Use TAX and NON in the tax table of the target.' },
  '6140': { code: 'quickbooks.duplicate_number', kind: 'data', what: 'The document number is already used by another document in QuickBooks', fix: 'Choose another template for the document number, or look which document has the number.' },
  '6190': { code: 'quickbooks.subscription_ended', kind: 'setup', what: 'The company’s QuickBooks subscription has ended: it can be read, not written', fix: 'Renew the subscription at Intuit.', needsOwner: true },
  '6210': { code: 'quickbooks.books_closed', kind: 'data', what: 'The accounting period of the document is closed', fix: 'Reopen the period in QuickBooks, or let the target book on the next open day.', params: { date: '', closed: '' } },
  '6240': { code: 'quickbooks.duplicate_name', kind: 'data', what: 'The name is already used in QuickBooks', fix: 'Rename one of the two, or let Fluxo add something to the name.' },
  '6540': { code: 'quickbooks.deposited', kind: 'data', what: 'The document is already part of a bank deposit and cannot be changed', fix: 'Change it in QuickBooks.' },
};

export interface FaultPlace extends ErrorPlace {
  readonly operation: string;
}

export interface FaultAnswer {
  readonly status: number;
  /** `intuit_tid`: the only thing Intuit's support can search. */
  readonly reference: string | undefined;
  readonly writes: boolean;
  readonly retryAfterMs?: number | undefined;
}

/** The error for the faults of one answer; the first fault with a meaning decides. */
export function faultError(faults: readonly ServiceFault[], answer: FaultAnswer, where: FaultPlace): FluxoError {
  const fault = faults.find((candidate) => meanings[candidate.code]) ?? faults[0];
  const meaning = fault && meanings[fault.code];
  const service = { status: answer.status, ...(fault?.code && { code: fault.code }), ...(answer.reference && { reference: answer.reference }) };
  if (!fault || !meaning) return unknownFault(fault, answer, service, where);
  const element = meaning.names ? subjectOf(fault) : '';
  const detail = meaning.quotes ? withoutPersonalData(fault.detail || fault.message) : '';
  const holder = fault.code === '6140' ? holderOf(fault.detail) : null;
  const params = { ...meaning.params, ...(meaning.names && { element }), ...(meaning.quotes && { detail }), ...(holder && { holderType: holder.type, holderId: holder.id }) };
  return new FluxoError({
    code: meaning.code,
    kind: meaning.kind,
    what: meaning.what + (detail ? `: “${detail}”` : element ? `: ${element}.` : '.'),
    where,
    fix: meaning.fix,
    answer: service,
    ...(Object.keys(params).length > 0 && { params }),
    ...(meaning.kind === 'data' && { refusedByService: true }),
    ...(meaning.needsOwner && { needsOwner: true }),
    ...(meaning.kind === 'remote' && { retryAfterMs: answer.retryAfterMs ?? meaning.waitMs ?? minute }),
  });
}

function unknownFault(fault: ServiceFault | undefined, answer: FaultAnswer, service: ErrorData['answer'], where: FaultPlace): FluxoError {
  const severe = answer.status >= 500 || Number(fault?.code) >= 10_000;
  const detail = withoutPersonalData(fault?.detail || fault?.message || '');
  if (severe) {
    return new FluxoError({ code: 'quickbooks.service_error', kind: 'remote', what: 'QuickBooks reports an error of its own.', where, fix: 'Fluxo tries again by itself with the same request.', ...(service && { answer: service }), ...(answer.retryAfterMs !== undefined && { retryAfterMs: answer.retryAfterMs }), ...(answer.writes && { maybeDone: true }) });
  }
  if (answer.status === 429) return faultError([{ code: '3001', message: '', detail: '', element: '' }], answer, where);
  if (answer.status === 401 || answer.status === 403) {
    return new FluxoError({ code: 'quickbooks.not_authenticated', kind: 'setup', what: 'QuickBooks does not let Fluxo in.', where, fix: reconnect, needsOwner: true, ...(service && { answer: service }) });
  }
  if (answer.status === 404) return new FluxoError({ code: 'quickbooks.bad_request', kind: 'bug', what: 'QuickBooks does not know the address Fluxo asked for.', where, fix: ourBug, params: { element: '' }, ...(service && { answer: service }) });
  return new FluxoError({ code: 'quickbooks.refused', kind: 'data', what: detail ? `QuickBooks refuses it: “${detail}”` : 'QuickBooks refuses it.', where, fix: 'Read the service’s own words and correct the record or the settings.', refusedByService: true, params: { detail }, ...(service && { answer: service }) });
}

/** Which property it is about: the element when the service names it, else the name inside its text. */
function subjectOf(fault: ServiceFault): string {
  const named = fault.element || /Property Name:\s*([\w.[\]]+)/.exec(fault.detail)?.[1] || /parameter\s+([\w.]+)/i.exec(fault.detail)?.[1] || /:\s*(\w+) element id \d+/.exec(fault.detail)?.[1] || '';
  return /^[\w.[\] -]{1,120}$/.test(named) ? named : '';
}

/** A service's text without e-mail addresses and long runs; names of people do not occur in the texts that are quoted. */
function withoutPersonalData(text: string): string {
  const plain = text.replace(/\s+/g, ' ').replace(/\S+@\S+/g, '…').trim();
  return plain.length > 300 ? `${plain.slice(0, 300)}…` : plain;
}

/** Type and id of the document that already has a number (6140); the service says them in its text only. Null when it does not. */
function holderOf(detail: string): { readonly type: string; readonly id: string } | null {
  const id = /TxnId\s*=\s*(\d+)/i.exec(detail)?.[1];
  return id ? { type: /TxnType\s*=\s*([A-Za-z ]+?)\s*(?:with|$)/i.exec(detail)?.[1] ?? '', id } : null;
}
