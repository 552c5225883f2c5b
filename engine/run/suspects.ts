import type { FluxoError } from '#shared/errors.ts';
import { endingOf } from './outcome.ts';
import type { RecordInHand } from './record.ts';
import { isUsedUp } from './limits.ts';
import { asksTooLong } from './retry.ts';
import type { Run } from './run.ts';

export interface Suspects {
  /** Records the service has worked off so far. */
  worked(): number;
  /** Records for which the service kept failing, in one call; `workedBefore` = `worked()` when it failed first. */
  add(records: readonly RecordInHand[], error: FluxoError, workedBefore: number): void;
  /** The service did a record's work. */
  clear(): void;
  /** No further record comes. */
  atEnd(): void;
}

/**
 * When a service keeps failing over one record, is it the service or the record? The next record tells: if its work gets
 * done the first one is set aside as a problem, so that it does not block the flow for ever; if it fails as well the
 * run ends and all of them stay open for the next one.
 */
export function makeSuspects(run: Run, node: string): Suspects {
  let suspect: { readonly records: readonly RecordInHand[]; readonly error: FluxoError } | null = null;
  const setAside = (records: readonly RecordInHand[], error: FluxoError) => records.forEach((record) => run.finisher.end(record, endingOf(error, node)));
  let worked = 0;
  return {
    worked: () => worked,
    add(records, error, workedBefore) {
      if (asksTooLong(error.data) || isUsedUp(error.data)) run.halt(error);
      else if (worked > workedBefore) setAside(records, error);
      else if (suspect) run.halt(error);
      else suspect = { records, error };
    },
    clear() {
      worked += 1;
      if (!suspect || run.error()) return;
      const { records, error } = suspect;
      suspect = null;
      setAside(records, error);
    },
    atEnd() {
      if (suspect && !run.stopping.aborted) run.halt(suspect.error);
    },
  };
}
