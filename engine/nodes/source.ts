import type { Executor } from './executor.ts';

/** Where records enter the graph; they are read by `run/readSource.ts`, which has to go on where it stopped. */
export const source: Executor = () => ({ run: (items) => ({ records: items }) });
