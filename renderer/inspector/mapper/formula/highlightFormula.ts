import { Decoration, MatchDecorator, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';

const parts = /("(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|(`[^`]*`?)|(\$[A-Za-z_]\w*)|(\b(?:and|or|in|true|false|null|function)\b)|(\b\d+(?:\.\d+)?)|([&*/+\-=<>!?:|%^~]+)/g;
const looks = ['f-text', '', 'f-function', 'f-word', 'f-number', 'f-operator'].map((name) => (name === '' ? null : Decoration.mark({ class: name })));

const matcher = new MatchDecorator({
  regexp: parts,
  decorate: (add, from, to, match) => {
    const kind = match.slice(1).findIndex((part) => part !== undefined);
    const look = looks[kind];
    if (look) add(from, to, look);
  },
});

/** Texts, numbers, functions and words of a formula in their colours. */
export const highlightFormula = ViewPlugin.fromClass(
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
