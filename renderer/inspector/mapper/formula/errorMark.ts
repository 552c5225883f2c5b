import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Where a formula is wrong, as letters of its text; null = nowhere. */
export const setErrorAt = StateEffect.define<{ readonly from: number; readonly to: number } | null>();

const wrong = Decoration.mark({ class: 'f-error' });

/** Underlines the part of the text an error is about; typing moves it along until the next check. */
export const errorMark: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorAt)) continue;
      const { length } = transaction.newDoc;
      const from = effect.value ? Math.min(effect.value.from, length) : 0;
      const to = effect.value ? Math.min(effect.value.to, length) : 0;
      next = from < to ? Decoration.set(wrong.range(from, to)) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * The part of a formula that ends at `position`, which is how JSONata tells where an error is: a name, a number, a text, or one sign. An
 * error at the very end, such as a bracket that is missing, is about the last thing that stands there.
 */
export function errorRange(text: string, position: number): { readonly from: number; readonly to: number } | null {
  const end = Math.min(Math.max(position, 0), text.length);
  const before = text.slice(0, end).trimEnd();
  if (before === '') return text.trim() === '' ? null : { from: 0, to: Math.max(1, end) };
  const part = /(?:\$?\w+|`[^`]*`|"[^"]*"|'[^']*')$/.exec(before);
  return { from: part ? part.index : before.length - 1, to: before.length };
}
