import { QueryClient } from '@tanstack/react-query';

/**
 * What main owns is cached here. Everything is local, so nothing waits for a network, nothing is tried again
 * by itself (the error says what to do), and freshness comes from events, not from focus or timers.
 */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
