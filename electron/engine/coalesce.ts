import type { EventName, Events } from '#shared/ipc/contract.ts';

type Tell = <E extends EventName>(event: E, payload: Events[E]) => void;

/** At most ten a second of each kind reach a screen. */
const everyMs = 100;

/**
 * Thins out events: the first of a kind goes at once, then one every tenth of a second, each with the newest that is known
 * of its subject (a run, a flow). Nothing that was said last is ever lost, and progress never follows the end of its run.
 */
export function makeCoalescer(tell: Tell): { readonly tell: Tell; stop(): void } {
  const kinds = new Map<EventName, { waiting: Map<string, unknown>; timer: NodeJS.Timeout }>();

  const next = (event: EventName): void => {
    const kind = kinds.get(event);
    const [first] = kind?.waiting ?? [];
    if (!kind || !first) {
      kinds.delete(event);
      return;
    }
    const [subject, payload] = first;
    kind.waiting.delete(subject);
    kind.timer = setTimeout(next, everyMs, event);
    tell(event, payload as never);
  };

  return {
    tell: (event, payload) => {
      const subject = subjectOf(payload);
      if (event === 'run.finished') kinds.get('run.progress')?.waiting.delete(subject);
      const kind = kinds.get(event);
      if (kind) {
        kind.waiting.set(subject, payload);
        return;
      }
      kinds.set(event, { waiting: new Map(), timer: setTimeout(next, everyMs, event) });
      tell(event, payload);
    },
    stop: () => {
      for (const { timer } of kinds.values()) clearTimeout(timer);
      kinds.clear();
    },
  };
}

/** Two events with the same subject say the same thing at different times. */
function subjectOf(payload: object): string {
  // Each notice is one of its own: two kinds about the same flow say different things.
  if ('kind' in payload) return JSON.stringify(payload);
  if ('runId' in payload) return String(payload.runId);
  if ('flowId' in payload) return String(payload.flowId);
  if ('command' in payload) return String(payload.command);
  return '';
}
