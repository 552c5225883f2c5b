import type { Handlers } from '#shared/ipc/contract.ts';
import { logState, trustRestored } from '#storage/sqlite/logState.ts';
import { unsafePlace } from '#storage/unsafePlace.ts';
import type { HostParts } from '../host.ts';

type WorkspaceCalls = Pick<Handlers, 'workspace.state' | 'workspace.trust'>;

/** The workspace as a whole: whether its log can be trusted, and whether it lies where it should. */
export function workspaceCalls({ workspace, scheduler }: HostParts): WorkspaceCalls {
  const state = async () => ({ log: logState(workspace.database), unsafePlace: await unsafePlace(workspace.folder) });
  return {
    'workspace.state': state,
    'workspace.trust': async () => {
      await trustRestored(workspace.database);
      scheduler.trusted();
      return state();
    },
  };
}
