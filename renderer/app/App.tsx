import { Suspense, lazy } from 'react';
import { ConnectionsPage } from '#renderer/connections/ConnectionsPage.tsx';
import { HomePage } from '#renderer/home/HomePage.tsx';
import { PassportPage } from '#renderer/passport/PassportPage.tsx';
import { ProblemsPage } from '#renderer/runs/ProblemsPage.tsx';
import { SettingsPage } from '#renderer/settings/SettingsPage.tsx';
import { useStoppedBy } from '#renderer/recovery/useStoppedBy.ts';
import { TipProvider } from '#renderer/ui/Tip.tsx';
import { Toasts } from '#renderer/ui/toast.tsx';
import { AppCommands } from './AppCommands.tsx';
import { Rail } from './Rail.tsx';
import { useLook } from './look.ts';
import { useOpenNotices } from './useOpenNotices.ts';
import { useRoute } from './route.ts';

// The canvas brings React Flow with it; the other pages open without waiting for that.
export const loadFlowScreen = () => import('./FlowScreen.tsx').then((module) => ({ default: module.FlowScreen }));
const FlowScreen = lazy(loadFlowScreen);
const RecoveryPage = lazy(() => import('#renderer/recovery/RecoveryPage.tsx').then((module) => ({ default: module.RecoveryPage })));
const SetupPage = lazy(() => import('#renderer/setup/SetupPage.tsx').then((module) => ({ default: module.SetupPage })));
const TablesPage = lazy(() => import('#renderer/tables/TablesPage.tsx').then((module) => ({ default: module.TablesPage })));

/** The frame: rail on the left, one page beside it. While the database has to be brought back, that alone. */
export function App() {
  useLook();
  useOpenNotices();
  const route = useRoute();
  const stopped = useStoppedBy();
  if (stopped.error) {
    return (
      <TipProvider>
        <Suspense>
          <RecoveryPage error={stopped.error} retrying={stopped.retrying} onRetry={stopped.retry} />
        </Suspense>
        <Toasts />
      </TipProvider>
    );
  }
  return (
    <TipProvider>
      <div className="flex h-full">
        <Rail />
        <div className="flex min-w-0 flex-1 flex-col">
          {route.page === 'home' && <HomePage />}
          {route.page === 'connections' && <ConnectionsPage />}
          {route.page === 'setup' && (
            <Suspense>
              <SetupPage key={route.setupId} route={route} />
            </Suspense>
          )}
          {route.page === 'tables' && (
            <Suspense>
              <TablesPage />
            </Suspense>
          )}
          {route.page === 'problems' && <ProblemsPage />}
          {route.page === 'records' && <PassportPage search={route.search ?? ''} of={route.of ?? null} />}
          {route.page === 'settings' && <SettingsPage />}
          {route.page === 'flow' && (
            <Suspense>
              <FlowScreen key={route.flowId} flowId={route.flowId} />
            </Suspense>
          )}
        </div>
      </div>
      {route.page !== 'flow' && <AppCommands />}
      <Toasts />
    </TipProvider>
  );
}
