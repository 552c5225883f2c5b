import { useMemo, useSyncExternalStore } from 'react';
import { isSetupStep, type SetupStep } from '#renderer/setup/setupDraft.ts';

/** Where the user is. Kept in the address's hash, so that back, reload and a link from a notification work. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'flow'; readonly flowId: string }
  | { readonly page: 'connections'; readonly connectionId?: string; readonly newFor?: string }
  | { readonly page: 'setup'; readonly setupId: string; readonly step: SetupStep; readonly flowId?: string }
  | { readonly page: 'tables'; readonly tableId?: string }
  | { readonly page: 'problems' }
  /** Any record by what it is called somewhere, and the life of one. */
  | { readonly page: 'records'; readonly search?: string; readonly of?: { readonly runId: string; readonly seq: number } }
  | { readonly page: 'settings' };

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id, place] = path.split('/').map(decodeURIComponent);
  const newFor = new URLSearchParams(query).get('new');
  switch (page) {
    case 'flows':
      return id ? { page: 'flow', flowId: id } : { page: 'home' };
    case 'connections':
      return { page: 'connections', ...(id && { connectionId: id }), ...(newFor !== null && { newFor }) };
    case 'setup': {
      const flowId = new URLSearchParams(query).get('flow');
      return id ? { page: 'setup', setupId: id, step: isSetupStep(place) ? place : 'systems', ...(flowId !== null && { flowId }) } : { page: 'home' };
      }
    case 'records': {
      const search = new URLSearchParams(query).get('q') ?? '';
      const [, runId, seq] = /^([\w-]{1,64})\.(\d{1,9})$/.exec(id ?? '') ?? [];
      return { page, ...(search !== '' && { search }), ...(runId !== undefined && { of: { runId, seq: Number(seq) } }) };
    }
    case 'tables':
      return { page, ...(id && { tableId: id }) };
    case 'problems':
    case 'settings':
      return { page };
    default:
      return { page: 'home' };
  }
}

export function routeHash(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'flow':
      return `#/flows/${encodeURIComponent(route.flowId)}`;
    case 'connections':
      return `#/connections${route.connectionId ? `/${encodeURIComponent(route.connectionId)}` : ''}${route.newFor === undefined ? '' : `?new=${encodeURIComponent(route.newFor)}`}`;
    case 'setup':
      return `#/setup/${encodeURIComponent(route.setupId)}/${route.step}${route.flowId === undefined ? '' : `?flow=${encodeURIComponent(route.flowId)}`}`;
    case 'records':
      return `#/records${route.of ? `/${route.of.runId}.${route.of.seq}` : ''}${route.search ? `?q=${encodeURIComponent(route.search)}` : ''}`;
    case 'tables':
      return `#/tables${route.tableId ? `/${encodeURIComponent(route.tableId)}` : ''}`;
    default:
      return `#/${route.page}`;
  }
}

/** Goes somewhere: `navigate({ page: 'connections', newFor: 'quickbooks' })` opens the form of a new connection. */
export function navigate(route: Route): void {
  window.location.hash = routeHash(route);
}

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}
