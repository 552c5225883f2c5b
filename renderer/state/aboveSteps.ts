import { call } from '#renderer/bridge.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import type { AboveChange, Step } from '#shared/flow/history/history.ts';
import { useEditor } from './editorStore.ts';

/** One after the other, in the order of the keys that were pressed. */
let last: Promise<void> = Promise.resolve();
/** The step that is taken back because it could not be done again: what it did beside the drawing never happened. */
let withdrawn: Step | undefined;

/**
 * Lets undo and redo reach what a step gave to a connection or the workspace as well, for as long as a flow is open; returns the function that ends it. A value that somebody
 * changed meanwhile stays as it is, and `tell` gets the refusal.
 */
export function followAbove(tell: (refused: unknown) => void = toastError): () => void {
  const then = (work: typeof takeBack, step: Step) => {
    if (step.above && step !== withdrawn) last = last.then(() => work(step, tell)).catch(tell);
  };
  return useEditor.subscribe((state, before) => {
    if (state.session !== before.session || !state.history || !before.history || state.history.steps !== before.history.steps) return;
    const { steps, done } = state.history;
    for (let at = before.history.done; at > done; at -= 1) then(takeBack, steps[at - 1]!);
    for (let at = before.history.done; at < done; at += 1) then(doAgain, steps[at]!);
  });
}

const put = ({ place, owner, key }: AboveChange, value: AboveChange['to'], now: AboveChange['to']) =>
  call('settings.put', { place, owner, key, ...(value !== undefined && { value: value as never }), insteadOf: now === undefined ? {} : { value: now as never } });

/** Each place for itself: one that was changed meanwhile keeps no other from being as it was. */
async function takeBack({ above = [] }: Step, tell: (refused: unknown) => void): Promise<void> {
  for (const change of above.toReversed()) await put(change, change.from, change.to).catch(tell);
}

/** The first place is the one the value is given to: where it cannot stand, it is not taken from where it stood. */
async function doAgain(step: Step): Promise<void> {
  for (const [index, change] of (step.above ?? []).entries()) {
    try {
      await put(change, change.to, change.from);
    } catch (thrown) {
      if (index === 0) withdraw(step);
      throw thrown;
    }
  }
}

function withdraw(step: Step): void {
  const { history, undo } = useEditor.getState();
  if (history?.steps[history.done - 1] !== step) return;
  withdrawn = step;
  undo();
  withdrawn = undefined;
}
