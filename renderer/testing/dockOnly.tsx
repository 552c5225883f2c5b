import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { useLook } from '#renderer/app/look.ts';
import { call, connectBridge } from '#renderer/bridge.ts';
import { startI18n } from '#renderer/i18n/i18n.ts';
import { pickLanguage } from '#shared/languages.ts';
import { keys } from '#renderer/queries/keys.ts';
import { listenToEvents } from '#renderer/queries/listenToEvents.ts';
import { makeQueryClient } from '#renderer/queries/queryClient.ts';
import { Dock } from '#renderer/runs/Dock.tsx';
import { rememberLayout } from '#renderer/state/layoutStore.ts';
import { TipProvider } from '#renderer/ui/Tip.tsx';
import { Toasts } from '#renderer/ui/toast.tsx';

function DockOnly({ width, height }: { readonly width: string; readonly height: string }) {
  useLook();
  return (
    <TipProvider>
      <div style={{ width, height }} className="border border-line">
        <Dock flowId="kassa-orders" />
      </div>
      <Toasts />
    </TipProvider>
  );
}

/** The dock by itself in a box of any size, so that it can be looked at without the editor around it. */
export async function showDockOnly(width: string, height: string): Promise<void> {
  connectBridge();
  const client = makeQueryClient();
  const preferences = await call('preferences.get', {});
  await startI18n(pickLanguage(preferences.language, navigator.language));
  rememberLayout(preferences);
  client.setQueryData(keys.preferences, preferences);
  listenToEvents(client);
  createRoot(document.getElementById('root') as HTMLElement).render(
    <QueryClientProvider client={client}>
      <DockOnly width={width} height={height} />
    </QueryClientProvider>,
  );
}
