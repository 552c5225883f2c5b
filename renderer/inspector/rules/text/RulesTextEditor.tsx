import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, selectedCompletion } from '@codemirror/autocomplete';
import { bracketMatching } from '@codemirror/language';
import { Prec } from '@codemirror/state';
import { keymap, placeholder } from '@codemirror/view';
import { useRef } from 'react';
import { CodeEditor, type CodeEditorProps } from '../../code/CodeEditor.tsx';
import { completeRules, type RuleTextWords } from './completeRules.ts';
import { highlightRules } from './highlightRules.ts';

interface RulesTextEditorProps extends Omit<CodeEditorProps, 'longest' | 'extensions'> {
  readonly words: RuleTextWords;
}

const longest = 200_000;

/** Rules as a text, with completion of fields, functions and words. A new line begins as far in as the one above. */
export function RulesTextEditor({ words, ...rest }: RulesTextEditorProps) {
  const latest = useRef(words);
  latest.current = words;
  const extensions = () => [
    autocompletion({ defaultKeymap: false, override: [completeRules(() => latest.current)], icons: false, activateOnTypingDelay: 40, interactionDelay: 0 }),
    closeBrackets(),
    Prec.highest(keymap.of([
      {
        key: 'Enter',
        run: (at) => {
          const { head } = at.state.selection.main;
          const marked = selectedCompletion(at.state);
          // What is typed in full needs nothing from the list: Enter ends the line.
          if (marked && !at.state.sliceDoc(0, head).endsWith(marked.label) && acceptCompletion(at)) return true;
          closeCompletion(at);
          const line = at.state.doc.lineAt(head).text;
          const indent = /^rule\b/.test(line) ? '  ' : /^\s*/.exec(line)![0];
          at.dispatch(at.state.update(at.state.replaceSelection(`\n${indent}`), { userEvent: 'input', scrollIntoView: true }));
          return true;
        },
      },
      ...completionKeymap,
      ...closeBracketsKeymap,
    ])),
    bracketMatching(),
    highlightRules,
    placeholder('rule note\n  if total >= 100: "large" otherwise note'),
  ];
  return <CodeEditor {...rest} longest={longest} extensions={extensions} />;
}
