import { createContext, useContext, useEffect } from 'react';
import type { SetupDraft, SetupStep } from './setupDraft.ts';

/** What the button at the end of a step does instead of just going on. */
export interface Lead {
  readonly label: string;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  /** Quiet where the step has something better to do first. */
  readonly quiet?: boolean;
  /** Goes on by itself when it is done. */
  readonly act: () => void;
}

/** The set-up on screen, for its steps. */
export interface Setup {
  readonly draft: SetupDraft;
  readonly change: (draft: SetupDraft) => void;
  readonly forget: () => void;
  readonly step: SetupStep;
  /** Which of its flows a step is about, when the address says so. */
  readonly flowId: string | undefined;
  readonly goTo: (step: SetupStep, flowId?: string) => void;
  readonly lead: Lead | null;
  readonly setLead: (lead: Lead | null) => void;
}

export const SetupContext = createContext<Setup | null>(null);

export function useSetupInHand(): Setup {
  const setup = useContext(SetupContext);
  if (!setup) throw new Error('A step of a set-up stands outside of one');
  return setup;
}

/** Gives the button at the end of the step something to do, for as long as the step is on screen. */
export function useLead(lead: Lead | null): void {
  const { setLead } = useSetupInHand();
  useEffect(() => {
    setLead(lead);
    // What it does changes with every render; what it says and whether it can does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [setLead, lead?.label, lead?.busy, lead?.disabled, lead?.quiet]);
  useEffect(() => () => setLead(null), [setLead]);
}
