import type { ELK } from 'elkjs/lib/elk-api.js';
import { useEditor } from '#renderer/state/editorStore.ts';
import { layoutFlow } from './layoutFlow.ts';

declare global {
  interface Window {
    readonly trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } };
  }
}

let elk: Promise<ELK> | undefined;

/** The page runs no script by an address made up on the way (trusted types); this one is a file of the build. */
const workerUrl = (url: string): string => window.trustedTypes?.createPolicy('fluxo-layout', { createScriptURL: (own) => own }).createScriptURL(url) ?? url;

/** The layout library in a worker of its own, so that the drawing stays alive meanwhile; loaded when first asked for. */
function loadElk(): Promise<ELK> {
  elk ??= Promise.all([import('elkjs/lib/elk-api.js'), import('elkjs/lib/elk-worker.min.js?url')]).then(([{ default: Elk }, { default: url }]) => new Elk({ workerFactory: () => new Worker(workerUrl(url)) }));
  return elk;
}

/** Lays the flow, or the selected nodes when there are several, out from left to right, as one step of undo. */
export async function tidy(): Promise<void> {
  const { flow, selectedIds, edit } = useEditor.getState();
  if (!flow) return;
  const laid = await layoutFlow(await loadElk(), flow, selectedIds);
  // Edited meanwhile: the answer is about another drawing.
  if (useEditor.getState().flow === flow) edit(() => laid);
}
