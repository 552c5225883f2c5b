import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { bracketMatching } from '@codemirror/language';
import { keymap, placeholder } from '@codemirror/view';
import { useMemo, useRef } from 'react';
import { CodeEditor, type CodeEditorProps } from '../../code/CodeEditor.tsx';
import { completeFormula, type FormulaWords } from './completeFormula.ts';
import { errorRange } from './errorRange.ts';
import { highlightFormula } from './highlightFormula.ts';

interface FormulaEditorProps extends Omit<CodeEditorProps, 'wrong' | 'longest' | 'extensions' | 'goTo'> {
  readonly words: FormulaWords;
  /** Shown while the box is empty. */
  readonly example: string;
  /** Letter behind the part that is wrong, as the error tells it; null = nothing is wrong. */
  readonly wrongAt: number | null;
}

const longest = 4000;

/** A formula's text, with completion of fields and functions. */
export function FormulaEditor({ words, example, wrongAt, ...rest }: FormulaEditorProps) {
  const latest = useRef(words);
  latest.current = words;
  const wrong = useMemo(() => {
    const at = wrongAt === null ? null : errorRange(rest.value, wrongAt);
    return at ? [at] : [];
  }, [wrongAt, rest.value]);
  const extensions = () => [
    autocompletion({ override: [completeFormula(() => latest.current)], icons: false, activateOnTypingDelay: 40, interactionDelay: 0 }),
    closeBrackets(),
    keymap.of([...completionKeymap, ...closeBracketsKeymap, { key: 'Enter', run: (at) => (at.dispatch(at.state.update(at.state.replaceSelection('\n'), { userEvent: 'input', scrollIntoView: true })), true) }]),
    bracketMatching(),
    highlightFormula,
    placeholder(example),
  ];
  return <CodeEditor {...rest} wrong={wrong} longest={longest} extensions={extensions} />;
}
