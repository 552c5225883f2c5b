import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#renderer/bridge.ts';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import type { FoundRecord } from '#shared/records/passport.ts';

export interface LookInside {
  readonly state: 'idle' | 'looking' | 'done';
  readonly found: readonly FoundRecord[];
  /** Milliseconds; how far back it has looked. */
  readonly lookedBackTo: number | null;
  readonly error: ErrorData | null;
  readonly start: () => void;
  readonly stop: () => void;
}

const nothing = { state: 'idle', found: [], lookedBackTo: null, error: null } as const;

/** Looks through all that was read and sent, a while at a time, until it is through, is stopped, or something else is searched for. */
export function useLookInside(search: string): LookInside {
  const [look, setLook] = useState<Omit<LookInside, 'start' | 'stop'>>(nothing);
  const turn = useRef(0);
  const stop = useCallback(() => {
    turn.current += 1;
    setLook((known) => (known.state === 'looking' ? { ...known, state: 'done' } : known));
  }, []);
  useEffect(() => {
    turn.current += 1;
    setLook(nothing);
    return () => void (turn.current += 1);
  }, [search]);
  const start = useCallback(() => {
    const own = (turn.current += 1);
    setLook({ ...nothing, state: 'looking' });
    void (async () => {
      const found = new Map<string, FoundRecord>();
      for (let before: number | undefined; ; ) {
        try {
          const answer = await call('records.findInside', { search, ...(before !== undefined && { before }) });
          if (own !== turn.current) return;
          for (const one of answer.found) if (!found.has(JSON.stringify(one.identity))) found.set(JSON.stringify(one.identity), one);
          setLook({ state: answer.next === null ? 'done' : 'looking', found: [...found.values()], lookedBackTo: answer.lookedBackTo, error: null });
          if (answer.next === null) return;
          before = answer.next;
        } catch (thrown) {
          if (own === turn.current) setLook((known) => ({ ...known, state: 'done', error: asFluxoError(thrown).data }));
          return;
        }
      }
    })();
  }, [search]);
  return { ...look, start, stop };
}
