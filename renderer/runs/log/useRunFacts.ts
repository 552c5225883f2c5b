import { useMemo } from 'react';
import type { RunSummary } from '#shared/records/runs.ts';

/** What the rows of a log have to know of the runs they are from. */
export interface RunFacts {
  /** Nothing of such a run was written: what it says it made, it would make. */
  readonly isDry: (runId: string) => boolean;
  /** What has no outcome yet gets none any more. */
  readonly isOver: (runId: string) => boolean;
}

/** The same object until a run begins or ends. */
export function useRunFacts(runs: readonly RunSummary[] | undefined): RunFacts {
  const isDry = useRunsThat(runs, aDryRun);
  const isOver = useRunsThat(runs, anEndedRun);
  return useMemo(() => ({ isDry, isOver }), [isDry, isOver]);
}

const aDryRun = ({ dryRun }: RunSummary) => dryRun;
const anEndedRun = ({ status }: RunSummary) => status !== 'running';

/** Tells of which runs something holds; the same function until that changes. */
function useRunsThat(runs: readonly RunSummary[] | undefined, holds: (run: RunSummary) => boolean): (runId: string) => boolean {
  const ids = (runs ?? []).filter(holds).map(({ runId }) => runId).join(' ');
  return useMemo(() => {
    const known = new Set(ids.split(' '));
    return (runId) => known.has(runId);
  }, [ids]);
}
