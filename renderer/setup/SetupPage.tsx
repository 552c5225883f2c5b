import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate, type Route } from '#renderer/app/route.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { Skeleton } from '#renderer/ui/states.tsx';
import { lacking, type SetupDraft, type SetupStep } from './setupDraft.ts';
import { SetupFooter } from './SetupFooter.tsx';
import { SetupNav } from './SetupNav.tsx';
import { ChecklistStep } from './steps/ChecklistStep.tsx';
import { ConnectionsStep } from './steps/ConnectionsStep.tsx';
import { DryRunStep } from './steps/DryRunStep.tsx';
import { FlowsStep } from './steps/FlowsStep.tsx';
import { QuestionsStep } from './steps/QuestionsStep.tsx';
import { ScheduleStep } from './steps/ScheduleStep.tsx';
import { SystemsStep } from './steps/SystemsStep.tsx';
import { SetupContext, type Setup } from './useSetupInHand.ts';
import { useKeepSetup, useSetup } from './useSetups.ts';

const steps: { readonly [S in SetupStep]: () => React.ReactNode } = {
  systems: SystemsStep,
  connections: ConnectionsStep,
  flows: FlowsStep,
  questions: QuestionsStep,
  dryRun: DryRunStep,
  checklist: ChecklistStep,
  schedule: ScheduleStep,
};

/** A guided way from two systems to flows that run by themselves: a page like any other, that can be left and come back to at every step. */
export function SetupPage({ route }: { readonly route: Extract<Route, { page: 'setup' }> }) {
  const { t } = useTranslation('setup');
  const draft = useSetup(route.setupId);
  const catalog = useCatalog().data;
  return (
    <main aria-label={t('title')} className="flex min-h-0 flex-1 bg-ground">
      {draft && catalog ? <Steps route={route} draft={draft} /> : <Loading />}
    </main>
  );
}

function Steps({ route, draft }: { readonly route: Extract<Route, { page: 'setup' }>; readonly draft: SetupDraft }) {
  const { t } = useTranslation('setup');
  const { keep, forget } = useKeepSetup();
  const [lead, setLead] = useState<Setup['lead']>(null);
  const missing = lacking(draft, route.step);
  // A link, or the way back, may lead to a step whose ground is gone.
  const step = missing ?? route.step;
  const heading = useRef<HTMLHeadingElement>(null);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (draft.systems.length > 0 && draft.step !== step) keep({ ...draft, step, visited: [...new Set([...draft.visited, draft.step, step])] });
    // Only where the user is: what is chosen there is kept by the step itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [step]);
  useEffect(() => {
    // The reader of the screen hears where it has come to; the jump to a field goes on from there.
    heading.current?.focus({ preventScroll: true });
    scroller.current?.scrollTo({ top: 0 });
  }, [step]);

  const setup = useMemo<Setup>(
    () => ({
      draft,
      change: keep,
      forget: () => forget(draft.id),
      step,
      flowId: route.flowId,
      goTo: (to, flowId) => navigate({ page: 'setup', setupId: draft.id, step: to, ...(flowId !== undefined && { flowId }) }),
      lead,
      setLead,
    }),
    [draft, keep, forget, step, route.flowId, lead],
  );
  const Step = steps[step];
  return (
    <SetupContext value={setup}>
      <SetupNav />
      <div className="flex min-w-0 flex-1 flex-col">
        <div ref={scroller} className="scroll-y min-h-0 flex-1">
          <div className="mx-auto flex max-w-220 flex-col gap-6 px-8 py-7">
            <header>
              <h1 ref={heading} tabIndex={-1} className="text-20 font-semibold outline-none">
                {t(`step.${step}.title`)}
              </h1>
              <p className="mt-1 max-w-160 text-13 text-muted">{t(`step.${step}.lead`)}</p>
            </header>
            <Step key={step} />
          </div>
        </div>
        <SetupFooter />
      </div>
    </SetupContext>
  );
}

function Loading() {
  return (
    <div aria-busy className="flex flex-1">
      <div className="w-64 border-r border-line bg-surface" />
      <div className="mx-auto flex w-full max-w-220 flex-col gap-4 px-8 py-7">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-3 w-96" />
        <Skeleton className="mt-4 h-40" />
      </div>
    </div>
  );
}
