import type { FluxoError } from '#shared/errors.ts';
import type { Outcome, Reason } from '#shared/records/outcomes.ts';
import type { ErrorData } from '#shared/errors.ts';

/** How one branch of a record, and in the end the record, came out. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** The node at which it ended. */
  readonly node: string;
  readonly error?: ErrorData;
  readonly target?: { readonly type: string; readonly id: string; readonly label?: string };
  /** See `FinishedRecord`. */
  readonly leavesProblem?: boolean;
}

/** What a person has to know first stands first. */
const bySeriousness: readonly Outcome[] = ['unsure', 'rejected', 'invalid', 'parked', 'created', 'updated', 'unchanged', 'skipped', 'filtered'];

/** Of two branches of a record the one that tells more about it. */
export function moreSerious(a: Ending | null, b: Ending): Ending {
  return a === null || bySeriousness.indexOf(b.outcome) < bySeriousness.indexOf(a.outcome) ? b : a;
}

/** Code of the error with which a record ends when nobody can tell whether its write arrived. */
export const unsureCode = 'delivery.unsure';

/** Code of the error with which a record is set aside that can no longer be done as it was planned. */
const planDiffersCode = 'plan.differs';

/** What an error that concerns one record only makes of it. Words of a formula about the record stay in its story: reasons are printed and problems counted together, and a flood of them ends in the run. */
export function endingOf(error: FluxoError, node: string): Ending {
  const { words: _told, ...data } = error.data;
  const reason: Reason = { code: data.code, text: data.what, ...(data.params && { params: data.params }), ...(data.fix !== undefined && { fix: data.fix }) };
  const outcome = data.code === unsureCode || data.maybeDone ? 'unsure' : data.parkedOn || data.code === planDiffersCode ? 'parked' : data.refusedByService || data.kind === 'remote' ? 'rejected' : 'invalid';
  return { outcome, reason, node, error: data };
}

/** Problems with the same cause are put right together, so they are listed together. */
export function causeOf(error: ErrorData): string {
  if (error.parkedOn) return `${error.code} ${error.parkedOn.setting}=${error.parkedOn.value}`;
  return [error.code, error.where?.field, error.answer?.code].filter((part) => part !== undefined && part !== '').join(' ');
}
