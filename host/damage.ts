import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import type { Handlers } from '#shared/ipc/contract.ts';
import type { Workspace } from '#storage/workspace.ts';

export interface DamageWatch {
  /** To be told of every error. */
  note(error: Pick<ErrorData, 'code'>): void;
  /** The same calls, whose errors are told. */
  watching(handlers: Handlers): Handlers;
}

/**
 * A page of the database that cannot be read may be met by any call or run. The first time the whole file is looked over, which marks it, so that nothing runs by
 * itself any more and the next start shows the backups.
 */
export function makeDamageWatch(store: Pick<Workspace['store'], 'checkPages'>, changed: () => void): DamageWatch {
  let isLookedOver = false;
  const note: DamageWatch['note'] = ({ code }) => {
    if (code !== 'storage.damaged' || isLookedOver) return;
    isLookedOver = true;
    void store.checkPages().catch(() => undefined).finally(changed);
  };
  return {
    note,
    watching: (handlers) => {
      const watched = Object.entries(handlers).map(([name, handle]) => {
        const perform = handle as (input: unknown) => Promise<unknown>;
        return [name, (input: unknown) => perform(input).catch((thrown: unknown) => { note(asFluxoError(thrown)); throw thrown; })];
      });
      return Object.fromEntries(watched) as Handlers;
    },
  };
}
