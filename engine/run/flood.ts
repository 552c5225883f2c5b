import { FluxoError, type ErrorData } from '#shared/errors.ts';

export interface Flood {
  /** Notes how a record ended: its error, or null. Gives back the error that pauses the run when too many failed alike. */
  note(error: ErrorData | null): FluxoError | null;
}

/**
 * Watches the last `pauseAfter` records: when at least `pauseShare` of them failed with the same code, something is wrong
 * with the settings or the service and not with the records, so the rest is better left alone.
 */
export function makeFlood({ pauseAfter, pauseShare }: { readonly pauseAfter: number; readonly pauseShare: number }): Flood {
  const last: (string | null)[] = [];
  return {
    note(error) {
      last.push(error?.code ?? null);
      if (last.length > pauseAfter) last.shift();
      if (error === null || last.length < pauseAfter) return null;
      const alike = last.filter((code) => code === error.code).length;
      if (alike < pauseShare * pauseAfter) return null;
      return new FluxoError({
        code: 'run.paused',
        kind: 'setup',
        what: `Paused: ${alike} of the last ${pauseAfter} records failed for the same reason. The last one: ${error.what}`,
        ...(error.where && { where: error.where }),
        fix: `${error.fix ? `${error.fix} ` : ''}The records that were not tried yet go on in the next run.`,
        params: { ...error.params, alike: String(alike), last: String(pauseAfter), cause: error.code },
      });
    },
  };
}
