import { ListChecks, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { useStartSetup } from '#renderer/setup/useSetups.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { Activity } from './Activity.tsx';
import { DemoBanner } from './DemoBanner.tsx';
import { DemoButton } from './DemoButton.tsx';
import { FlowHealth, FlowHealthSkeleton } from './FlowHealth.tsx';
import { NeedsYou } from './NeedsYou.tsx';
import { NewFlow } from './NewFlow.tsx';
import { RecentRuns } from './RecentRuns.tsx';
import { WatchBanner } from './WatchBanner.tsx';
import { WorkspaceBanners } from './WorkspaceBanners.tsx';
import { Templates } from './Templates.tsx';
import { Welcome } from './Welcome.tsx';

/** What a new flow is made from; null = the dialog is closed. */
export type NewFlowFrom = { readonly template: TemplateInfo | null } | null;

/** What needs somebody first, what came through, how each flow is doing, and how to begin. */
export function HomePage() {
  const { t } = useTranslation(['home', 'setup']);
  const flows = useFlows();
  const startSetup = useStartSetup();
  const [making, setMaking] = useState<NewFlowFrom>(null);
  const empty = flows.data?.length === 0;
  return (
    <main aria-label={t('home:title')} className="scroll-y min-h-0 flex-1 bg-ground">
      <div className="mx-auto flex min-h-full max-w-320 flex-col gap-6 px-8 py-6">
        <WorkspaceBanners />
        {flows.isPending ? (
          <Pending />
        ) : empty ? (
          <Welcome onNew={() => setMaking({ template: null })} onTemplate={(template) => setMaking({ template })} />
        ) : (
          <>
            <header className="flex items-center gap-2">
              <h1 className="flex-1 text-20 font-semibold">{t('home:title')}</h1>
              <DemoButton />
              <Button icon={ListChecks} onClick={startSetup}>
                {t('setup:begin')}
              </Button>
              <Button look="primary" icon={Plus} onClick={() => setMaking({ template: null })}>
                {t('home:newFlow')}
              </Button>
            </header>
            <DemoBanner />
            <WatchBanner />
            {flows.isError && <ErrorNote error={asFluxoError(flows.error).data} onRetry={() => void flows.refetch()} retrying={flows.isFetching} />}
            <div className="grid grid-cols-1 items-stretch gap-6 lg:grid-cols-2">
              <NeedsYou />
              <Activity />
            </div>
            {flows.data && <FlowHealth flows={flows.data} />}
            <RecentRuns />
            <Templates onChoose={(template) => setMaking({ template })} />
          </>
        )}
      </div>
      {making && <NewFlow from={making.template} onClose={() => setMaking(null)} />}
    </main>
  );
}

/** What the page will be is known in a moment, the first sight or the flows; only who waits longer than that sees something else before. */
function Pending() {
  return (
    <div aria-busy className="animate-appear [animation-delay:300ms] [animation-fill-mode:backwards]">
      <FlowHealthSkeleton />
    </div>
  );
}
