import { useRef } from 'react';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import { restorableCodes } from '#shared/workspace/backups.ts';
import { useWorkspaceState } from '#renderer/queries/workspace.ts';

/** What keeps the workspace from opening, where a backup is the way out; null when nothing does. Stays what it was while it is asked again, so that nothing jumps. */
export function useStoppedBy(): { readonly error: ErrorData | null; readonly retrying: boolean; readonly retry: () => void } {
  const { error, isFetching, refetch } = useWorkspaceState();
  const known = useRef<ErrorData | null>(null);
  if (!isFetching) {
    const data = error && asFluxoError(error).data;
    known.current = data && restorableCodes.has(data.code) ? data : null;
  }
  return { error: known.current, retrying: isFetching, retry: () => void refetch() };
}
