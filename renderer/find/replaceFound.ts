import { findInFlow, replaceHits, type FindOptions, type Wanted } from '#shared/flow/find.ts';
import { diff } from '#shared/flow/history/patch.ts';
import { call } from '#renderer/bridge.ts';
import { useEditor } from '#renderer/state/editorStore.ts';

/** Replaces in a flow, as one step that can be undone there; gives back in how many texts. Of the open flow it is an edit like any other. */
export async function replaceFound(flowId: string, wanted: Wanted, by: string, options: FindOptions): Promise<number> {
  const change = (flow: Parameters<typeof findInFlow>[0]) => {
    const hits = findInFlow(flow, wanted, options).filter(({ path }) => path !== undefined);
    return { next: replaceHits(flow, hits, wanted, by), count: hits.length };
  };
  const { flow, edit } = useEditor.getState();
  if (flow?.id === flowId) {
    const { next, count } = change(flow);
    edit(() => next);
    return count;
  }
  const { document, revision, place } = await call('flows.open', { flowId });
  const { next, count } = change(document);
  const changes = diff(document, next);
  if (changes.length === 0) return 0;
  // First into its log, so that what is then in the file is known there as this step.
  const logged = place === null ? null : await call('flows.journal', { flowId, after: place, entries: [{ do: { changes: [...changes], at: Date.now(), tag: 'replace' } }] });
  const saved = await call('flows.save', { document: next, revision });
  if (logged) await call('flows.journal', { flowId, after: logged.place, entries: [{ saved: saved.revision }] });
  return count;
}
