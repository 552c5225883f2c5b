import { z } from 'zod';
import type { Fault, FaultRule } from './lookAlike.ts';

const whole = z.number().int().min(0);

const FaultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: whole }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('loseAnswer') }),
  z.strictObject({ kind: z.literal('cutBody'), bytes: whole }),
  z.strictObject({ kind: z.literal('slowBody'), ms: whole }),
  z.strictObject({ kind: z.literal('duplicate') }),
  z.strictObject({ kind: z.literal('strangeField') }),
  z.strictObject({ kind: z.literal('otherThing') }),
  z.strictObject({ kind: z.literal('changeAfter') }),
  z.strictObject({
    kind: z.literal('answer'),
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string(),
  }),
  z.strictObject({ kind: z.literal('htmlPage'), status: z.number().int().min(200).max(599).optional() }),
  z.strictObject({ kind: z.literal('throttle'), retryAfter: whole.optional() }),
  z.strictObject({ kind: z.literal('expiredCredential') }),
]);

/** What `POST /__sandbox/faults` accepts. Strict: a misspelt fault must not pass as "no fault". */
export const FaultRulesSchema = z.array(
  z.strictObject({
    operation: z.string().optional(),
    times: whole.optional(),
    after: whole.optional(),
    fault: FaultSchema,
  }),
);

export interface FaultPlan {
  /** Replaces all rules and starts their counting anew. */
  replace(rules: readonly FaultRule[]): void;
  /** The fault for this request, if any; counts the request. */
  take(operation: string): Fault | undefined;
}

/**
 * Every rule counts the requests it matches. Of the rules that are due the first told wins and is
 * used up by one; the others wait for the next request, so that two rules for one operation queue.
 */
export function makeFaultPlan(): FaultPlan {
  let rules: { readonly rule: FaultRule; seen: number; used: number }[] = [];
  return {
    replace(next) {
      rules = next.map((rule) => ({ rule, seen: 0, used: 0 }));
    },
    take(operation) {
      let chosen: Fault | undefined;
      for (const entry of rules) {
        const wanted = entry.rule.operation ?? '*';
        if (wanted !== '*' && wanted !== operation) continue;
        entry.seen += 1;
        if (chosen || entry.seen <= (entry.rule.after ?? 0) || entry.used >= (entry.rule.times ?? 1)) continue;
        entry.used += 1;
        chosen = entry.rule.fault;
      }
      return chosen;
    },
  };
}
