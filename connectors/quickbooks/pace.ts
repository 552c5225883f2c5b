import type { Limits } from '#connectors/sdk/limiter.ts';
import type { Environment } from './auth.ts';

/** Below Intuit's limits of 500 calls a minute and 10 a second per company and app. */
const ours = { inFlight: 8, perSecond: 8, perMinute: 450 } as const;

/** The fewest calls a minute that make sense: below, a run of a day's orders does not end. */
export const leastCallsPerMinute = 10;

/**
 * How fast a company may be called. `callsPerMinute` = what the owner of the connection allows, as typed, empty = no wish; never more than Intuit allows. The look-alike on
 * this machine has no limits of its own, so there they would only make the demo slow.
 */
export function limitsOf(environment: Environment, callsPerMinute: string): Limits {
  const wished = callsPerMinute === '' ? Infinity : Number(callsPerMinute);
  const perSecond = Math.max(1, Math.ceil(wished / 60));
  if (environment === 'demo') return { inFlight: 32, ...(Number.isFinite(wished) && { perMinute: wished, perSecond }) };
  return { inFlight: ours.inFlight, perMinute: Math.min(ours.perMinute, wished), perSecond: Math.min(ours.perSecond, perSecond) };
}
