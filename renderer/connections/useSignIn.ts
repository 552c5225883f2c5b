import { useEffect, useState } from 'react';
import type { ConnectionInfo, ConnectorInfo, SignInWay } from '#shared/catalog/catalog.ts';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import type { AuthorisationState, Input } from '#shared/ipc/contract.ts';
import { useAuthorisation, useStartAuthorisation } from '#renderer/queries/authorisation.ts';

export interface SignIn {
  /** The try that belongs to this form and still waits. */
  readonly waiting: AuthorisationState | null;
  readonly starting: boolean;
  /** Why the last try of this form failed. */
  readonly error: ErrorData | null;
  start(connection: Input<'connections.save'>, way: SignInWay): void;
}

/** Signing in on the service's page from one form; `onDone` hears which connection holds the permission now. */
export function useSignIn(connector: ConnectorInfo, connection: ConnectionInfo | undefined, onDone: (connectionId: string) => void): SignIn {
  const current = useAuthorisation();
  const begin = useStartAuthorisation();
  const [started, setStarted] = useState<string | null>(null);
  const mine = current !== null && current.connector === connector.name && current.connectionId === connection?.id;
  const waiting = current !== null && (mine || current.attemptId === started) && (current.phase === 'waiting' || current.phase === 'checking') ? current : null;
  const failed = current !== null && current.attemptId === started && current.phase === 'failed' ? (current.error ?? null) : null;

  const doneFor = current !== null && current.attemptId === started && current.phase === 'done' ? current.connectionId : undefined;
  useEffect(() => {
    if (doneFor === undefined) return;
    setStarted(null);
    onDone(doneFor);
    // Once for each try; what onDone closes over is of no concern.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [doneFor]);

  return {
    waiting,
    starting: begin.isPending,
    error: begin.isError ? asFluxoError(begin.error).data : failed,
    start: (input, way) => begin.mutate({ connection: input, way }, { onSuccess: ({ attemptId }) => setStarted(attemptId) }),
  };
}
