import { Decoration, MatchDecorator, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { reservedWords } from '#shared/rules/text/words.ts';

const words = [...reservedWords].filter((word) => /^[a-z]+$/.test(word)).toSorted((a, b) => b.length - a.length);
const parts = new RegExp(`("(?:\\\\.|[^"\\\\\\n])*"?|“[^”\\n]*”?)|(\`(?:\\\\.|[^\`\\\\\\n])*\`?)|(#[\\w-]+)|((?<=\\bthen )[a-z][A-Za-z0-9]*)|((?<![\\w.$[\\]-])(?:${words.join('|')})(?![\\w.$[\\]-]))|((?<![\\w.-])-?\\d+(?:\\.\\d+)?)|([=<>!:()→|]+)`, 'gi');
const looks = ['f-text', '', 'f-faint', 'f-function', 'f-word', 'f-number', 'f-operator'].map((name) => (name === '' ? null : Decoration.mark({ class: name })));

const matcher = new MatchDecorator({
  regexp: parts,
  decorate: (add, from, to, match) => {
    const look = looks[match.slice(1).findIndex((part) => part !== undefined)];
    if (look) add(from, to, look);
  },
});

/** Texts, numbers, functions and words of rules in their colours; names of fields stay plain. */
export const highlightRules = ViewPlugin.fromClass(
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
