import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { asFluxoError } from '#shared/errors.ts';
import { App, loadFlowScreen } from './app/App.tsx';
import { parseRoute } from './app/route.ts';
import { call, connectBridge } from './bridge.ts';
import { pickLanguage } from '#shared/languages.ts';
import { expectLanguage, startI18n } from './i18n/i18n.ts';
import { keys } from './queries/keys.ts';
import { listenToEvents } from './queries/listenToEvents.ts';
import { makeQueryClient } from './queries/queryClient.ts';
import { rememberLayout } from './state/layoutStore.ts';
import { openEarly } from './state/openEarly.ts';
import { listenToRuns } from './state/runStore.ts';
import { ErrorNote } from './ui/states.tsx';

const queryClient = makeQueryClient();
const root = createRoot(document.getElementById('root') as HTMLElement);

/** Finds the bridge, takes the user's language and layout, then draws. */
async function start(): Promise<void> {
  connectBridge();
  const route = parseRoute(window.location.hash);
  if (route.page === 'flow') openEarly(queryClient, route.flowId);
  expectLanguage(pickLanguage(undefined, navigator.language));
  const preferences = await call('preferences.get', {});
  await startI18n(pickLanguage(preferences.language, navigator.language));
  rememberLayout(preferences);
  queryClient.setQueryData(keys.preferences, preferences);
  listenToEvents(queryClient);
  listenToRuns();
  root.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
  // Whoever opens a flow from another page shall not wait for its program.
  window.requestIdleCallback(() => void loadFlowScreen());
}

start().catch(async (thrown: unknown) => {
  await startI18n(pickLanguage(undefined, navigator.language));
  document.documentElement.dataset['theme'] = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.render(
    <main className="mx-auto flex h-full max-w-120 flex-col justify-center p-6">
      <ErrorNote error={asFluxoError(thrown).data} onRetry={() => window.location.reload()} />
    </main>,
  );
});
