import { Decoration, MatchDecorator, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

/** Colours of what is written: `parts` (global) has one group a kind of part, `looks` the class of each, in the same order; null = it stays plain. */
export function highlightBy(parts: RegExp, looks: readonly (string | null)[]) {
  const marks = looks.map((name) => (name === null ? null : Decoration.mark({ class: name })));
  const matcher = new MatchDecorator({
    regexp: parts,
    decorate: (add, from, to, match) => {
      const mark = marks[match.slice(1).findIndex((part) => part !== undefined)];
      if (mark) add(from, to, mark);
    },
  });
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = matcher.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = matcher.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
