import { useEffect } from 'react';
import { on } from '#renderer/bridge.ts';
import type { Notice } from '#shared/ipc/contract.ts';
import { navigate, type Route } from './route.ts';

/** The page on which a person sees to what a notification was about. */
function pageOf(notice: Notice): Route {
  switch (notice.kind) {
    case 'newProblems':
      return { page: 'problems' };
    case 'needsOwner':
      return { page: 'connections', connectionId: notice.connectionId };
    default:
      return { page: 'flow', flowId: notice.flowId };
  }
}

/** A click on a notification leads to what it was about. */
export function useOpenNotices(): void {
  useEffect(() => on('notice.opened', (notice) => navigate(pageOf(notice))), []);
}
