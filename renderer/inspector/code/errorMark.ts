import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Letters of a text. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Where a text is wrong, in the order of the text; none = nowhere. */
export const setErrorsAt = StateEffect.define<readonly TextRange[]>();

const wrong = Decoration.mark({ class: 'f-error' });

/** Underlines the parts of the text errors are about; typing moves them along until the next check. */
export const errorMark: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorsAt)) continue;
      const { length } = transaction.newDoc;
      const within = effect.value.map(({ from, to }) => ({ from: Math.min(from, length), to: Math.min(to, length) })).filter(({ from, to }) => from < to);
      next = Decoration.set(within.map(({ from, to }) => wrong.range(from, to)), true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
