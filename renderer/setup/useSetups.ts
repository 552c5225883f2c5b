import { useCallback, useMemo } from 'react';
import { navigate } from '#renderer/app/route.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { useFlows } from '#renderer/queries/flows.ts';
import { usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { newDraft, readDrafts, withoutGone, type SetupDraft } from './setupDraft.ts';

/** The name under which the layout keeps them. */
const KEPT_AS = 'setups';

/** Set-ups that are not finished, newest first. Undefined while they are being read. */
export function useSetups(): readonly SetupDraft[] | undefined {
  const kept = usePreferences().data;
  const connections = useConnections().data;
  const flows = useFlows().data;
  return useMemo(() => {
    if (!kept || !connections || !flows) return undefined;
    const [connectionIds, flowIds] = [connections.map(({ id }) => id), flows.map(({ id }) => id)];
    return readDrafts(kept.layout?.[KEPT_AS]).map((draft) => withoutGone(draft, connectionIds, flowIds)).toSorted((a, b) => b.at - a.at);
  }, [kept, connections, flows]);
}

/** Keeps a draft as it is now, or forgets it; every choice is kept at once. */
export function useKeepSetup() {
  const kept = usePreferences().data;
  const { mutate } = useSetPreferences();
  const drafts = kept?.layout?.[KEPT_AS];
  return useMemo(() => {
    const others = (id: string) => Object.fromEntries(readDrafts(drafts).filter((one) => one.id !== id).map((one) => [one.id, one]));
    return {
      keep: (draft: SetupDraft) => mutate({ layout: { [KEPT_AS]: { ...others(draft.id), [draft.id]: { ...draft, at: Date.now() } } as never } }),
      forget: (id: string) => mutate({ layout: { [KEPT_AS]: others(id) as never } }),
    };
  }, [drafts, mutate]);
}

/** The draft of an id; one nobody has chosen anything for yet is empty. Undefined while it is being read. */
export function useSetup(id: string): SetupDraft | undefined {
  const all = useSetups();
  return useMemo(() => all && (all.find((one) => one.id === id) ?? newDraft(id)), [all, id]);
}

/** Begins a new set-up. */
export function useStartSetup() {
  return useCallback(() => navigate({ page: 'setup', setupId: crypto.randomUUID().slice(0, 8), step: 'systems' }), []);
}
