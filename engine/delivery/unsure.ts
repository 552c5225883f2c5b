import type { Fence } from '#engine/ports.ts';
import { unsureCode } from '#engine/run/outcome.ts';
import { FluxoError } from '#shared/errors.ts';

/** Where something was to be written. */
interface Place {
  readonly node: string;
  readonly connectionId: string;
  readonly fence: Fence | null;
}

/** What is said when nobody can tell whether a write arrived; `why` is a sentence's end. */
export function unsure({ node, connectionId }: Place, { name, label }: { readonly name: string; readonly label: string }, why: string, cause: unknown): FluxoError {
  return new FluxoError(
    {
      code: unsureCode,
      kind: 'data',
      what: `It is not known whether “${label}” reached the service: ${why}`,
      where: { node, connection: connectionId, operation: name },
      fix: 'Look in the service whether it is there. The next run asks again before it sends anything.',
      params: { effect: label, why },
    },
    { cause },
  );
}

/** The fence of the target's lease. Throws a `bug` when there is none: whoever writes holds it. */
export function demandFence({ fence }: Place): Fence {
  if (fence) return fence;
  throw new FluxoError({ code: 'delivery.no_lease', kind: 'bug', what: 'Something was to be written without the lease of its target.' });
}
