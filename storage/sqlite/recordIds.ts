const perRun = 2 ** 26;

/** Records one run may hold; far above the contract's limit for a run. */
export const mostRecordsOfARun = perRun - 1;

/** A record's row id: its run in the upper bits, its place in the run in the lower 26. Exact up to 134 million runs. */
export function recordId(run: number, seq: number): number {
  return run * perRun + seq;
}

export function runOf(id: number): number {
  return Math.floor(id / perRun);
}

export function seqOf(id: number): number {
  return id % perRun;
}
