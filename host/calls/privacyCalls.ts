import type { Handlers } from '#shared/ipc/contract.ts';
import type { HostParts } from '../host.ts';

type PrivacyCalls = Pick<Handlers, 'privacy.state' | 'privacy.setRetention' | 'privacy.find' | 'privacy.erase'>;

/** What is kept about people, for how long, and how it goes. */
export function privacyCalls({ workspace, privacy, sweeper, emit }: HostParts): PrivacyCalls {
  const state = async () => ({ retention: await workspace.privacy.retention(), ...(await workspace.privacy.kept()) });
  return {
    'privacy.state': state,
    'privacy.setRetention': async (retention) => {
      await workspace.privacy.setRetention(retention);
      await sweeper.sweepNow();
      return state();
    },
    'privacy.find': (asked) => privacy.find(asked),
    'privacy.erase': async ({ withBackups = false, ...asked }) => {
      const erased = await privacy.erase(asked, withBackups);
      const open = await workspace.store.openProblems();
      emit('problems.changed', { openProblems: Object.values(open).reduce((total, count) => total + count, 0) });
      return erased;
    },
  };
}
