import { EditorSelection, Transaction, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

interface State {
  readonly text: string;
  readonly caret: number;
}

/** How long letters typed after each other are one step, in milliseconds. */
const oneStepMs = 600;

/** Undo and redo inside the box while it is being typed in; what is done with the flow is told by the flow's own history once the text is taken over. */
export function codeUndo(): Extension {
  const past: State[] = [];
  let future: State[] = [];
  let lastAt = 0;
  let going = false;
  const now = (view: EditorView): State => ({ text: view.state.doc.toString(), caret: view.state.selection.main.head });
  const go = (view: EditorView, from: State[], to: State[]): boolean => {
    const state = from.pop();
    if (!state) return true;
    to.push(now(view));
    going = true;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: state.text }, selection: EditorSelection.cursor(Math.min(state.caret, state.text.length)), annotations: Transaction.userEvent.of('undo') });
    going = false;
    lastAt = 0;
    return true;
  };
  return [
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || going || !update.transactions.some((each) => each.annotation(Transaction.userEvent) !== undefined)) return;
      const at = Date.now();
      if (at - lastAt > oneStepMs || past.length === 0) past.push({ text: update.startState.doc.toString(), caret: update.startState.selection.main.head });
      lastAt = at;
      future = [];
    }),
    keymap.of([
      { key: 'Mod-z', preventDefault: true, run: (view) => go(view, past, future) },
      { key: 'Mod-Shift-z', preventDefault: true, run: (view) => go(view, future, past) },
      { key: 'Mod-y', preventDefault: true, run: (view) => go(view, future, past) },
    ]),
  ];
}
