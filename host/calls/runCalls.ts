import { FluxoError } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import type { HostParts } from '../host.ts';

type RunCalls = Pick<Handlers, 'runs.start' | 'runs.stop' | 'runs.list' | 'runs.get' | 'records.list' | 'records.story' | 'problems.list'>;

function known<T>(found: T | null, what: string): T {
  if (found !== null) return found;
  throw new FluxoError({ code: 'log.gone', kind: 'setup', what: `${what} is not in the log (any more).`, fix: 'Choose another one; old runs are removed after their time.' });
}

/** Runs, their records and the problems they left. */
export function runCalls({ runs, workspace }: HostParts): RunCalls {
  const { store } = workspace;
  return {
    'runs.start': async (input) => {
      const handle = await runs.start({ ...input, trigger: 'user' });
      // Told by events; a rejection here would be a bug of the engine and is in the log already.
      handle.finished.catch(() => undefined);
      return { runId: handle.runId };
    },
    'runs.stop': async ({ runId }) => ({ stopping: runs.stop(runId) }),
    'runs.list': ({ flowId, limit }) => store.runs({ limit, ...(flowId !== undefined && { flowId }) }),
    'runs.get': async ({ runId }) => known(await store.run(runId), 'This run'),
    'records.list': ({ limit, ...filter }) => store.records({ limit, ...dropUndefined(filter) }),
    'records.story': async ({ runId, seq }) => known(await store.story(runId, seq), 'This record'),
    'problems.list': ({ limit, ...filter }) => store.problems({ limit, ...dropUndefined(filter) }),
  };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function dropUndefined<T extends object>(filter: T): Defined<T> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Defined<T>;
}
