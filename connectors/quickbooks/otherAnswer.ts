import { FluxoError } from '#shared/errors.ts';
import type { ErrorData } from '#shared/errors.ts';
import type { FaultPlace } from './faults.ts';
import { isObject, type Loose } from './looseObject.ts';

/** For an answer that arrived whole and is not what was asked for. It says nothing about what the service holds, least of all that it holds nothing. */
export const otherAnswer = (where: FaultPlace, looks = 'something else', more: Pick<ErrorData, 'answer' | 'maybeDone'> = {}): FluxoError =>
  new FluxoError({
    code: 'quickbooks.not_json',
    kind: 'remote',
    what: `QuickBooks answered with ${looks} instead of data.`,
    where,
    fix: 'Fluxo tries again by itself. If it stays, something in the network answers in QuickBooks’ place: a sign-in page, a proxy.',
    params: { looks },
    ...more,
  });

/** The object that stands in an answer under a name. Throws `remote` where none does. */
export function objectIn(answer: unknown, name: string, operation: string): Loose {
  const found = isObject(answer) ? answer[name] : undefined;
  if (isObject(found)) return found;
  throw otherAnswer({ operation });
}

/** The list that stands in an answer under a name. Throws `remote` where something else does, and where nothing does and it may not be left out. */
export function listIn(answer: unknown, name: string, operation: string, mayLack = false): readonly unknown[] {
  const found = isObject(answer) ? answer[name] : undefined;
  if (Array.isArray(found)) return found;
  if (mayLack && isObject(answer) && found === undefined) return [];
  throw otherAnswer({ operation });
}
