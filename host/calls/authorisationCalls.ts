import type { Handlers } from '#shared/ipc/contract.ts';
import type { HostParts } from '../host.ts';

type AuthorisationCalls = Pick<Handlers, 'authorisations.start' | 'authorisations.current' | 'authorisations.answer' | 'authorisations.reopen' | 'authorisations.cancel'>;

/** Permissions given on the services' own pages. */
export function authorisationCalls({ authorisations }: HostParts): AuthorisationCalls {
  return {
    'authorisations.start': ({ connection, way }) => authorisations.start(connection, way),
    'authorisations.current': async () => authorisations.current(),
    'authorisations.answer': ({ attemptId, pasted }) => authorisations.answer(attemptId, pasted),
    'authorisations.reopen': ({ attemptId }) => authorisations.reopen(attemptId),
    'authorisations.cancel': ({ attemptId }) => authorisations.cancel(attemptId),
  };
}
