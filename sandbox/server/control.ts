import { z } from 'zod';
import type { MovableClock } from './clock.ts';
import { FaultRulesSchema } from './faults.ts';
import type { FaultPlan } from './faults.ts';
import type { LookAlike, LookAlikeAnswer, LookAlikeRequest } from './lookAlike.ts';

const prefix = '/__sandbox/';

const ClockSchema = z.union([
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({ now: z.iso.datetime({ offset: true }) }),
]);

export interface ControlContext {
  readonly lookAlike: LookAlike;
  readonly clock: MovableClock;
  readonly faults: FaultPlan;
  calls(): number;
  /** Runs after the look-alike went back to its seeded state. */
  onReset(): void;
}

/** True for the calls that steer a look-alike and are no part of the service it plays. */
export const isControl = (path: string): boolean => path.startsWith(prefix);

/**
 * `GET ledger`, `POST faults`, `POST reset` and `POST clock` below `/__sandbox/`. Answers JSON; 400 with the
 * reason for a body that does not fit, 404 for another path, 405 for another verb.
 */
export function answerControl(request: LookAlikeRequest, context: ControlContext): LookAlikeAnswer {
  const call = request.path.slice(prefix.length);
  const verb = verbs[call];
  if (verb === undefined) return json(404, { error: `There is no control call "${call}"; there are: ${Object.keys(verbs).join(', ')}` });
  if (verb !== request.method) return json(405, { error: `${request.path} takes ${verb}` });
  switch (call) {
    case 'ledger':
      return json(200, { entities: context.lookAlike.entities(), calls: context.calls() });
    case 'faults':
      return withBody(request, FaultRulesSchema, (rules) => {
        // Optional keys come out of zod typed as possibly undefined, which the contract's exact types do not know.
        context.faults.replace(rules as Parameters<FaultPlan['replace']>[0]);
        return { rules: rules.length };
      });
    case 'clock':
      return withBody(request, ClockSchema, (wish) => {
        if ('now' in wish) context.clock.set(Date.parse(wish.now));
        else context.clock.advance(wish.advanceMs);
        return { now: new Date(context.clock.now()).toISOString() };
      });
    default:
      context.lookAlike.reset();
      context.onReset();
      return json(200, { reset: true });
  }
}

const verbs: Readonly<Record<string, string>> = { ledger: 'GET', faults: 'POST', reset: 'POST', clock: 'POST' };

function withBody<T>(request: LookAlikeRequest, schema: z.ZodType<T>, act: (body: T) => unknown): LookAlikeAnswer {
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    return json(400, { error: 'The body is not JSON' });
  }
  const parsed = schema.safeParse(body);
  return parsed.success ? json(200, act(parsed.data)) : json(400, { error: z.prettifyError(parsed.error) });
}

const json = (status: number, body: unknown): LookAlikeAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});
