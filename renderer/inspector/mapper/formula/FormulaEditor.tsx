import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from '@codemirror/autocomplete';
import { bracketMatching } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { completeFormula, type FormulaWords } from './completeFormula.ts';
import { errorMark, errorRange, setErrorAt } from './errorMark.ts';
import { formulaTheme } from './formulaTheme.ts';
import { formulaUndo } from './formulaUndo.ts';
import { highlightFormula } from './highlightFormula.ts';

export interface FormulaEditorProps {
  readonly label: string;
  readonly value: string;
  readonly words: FormulaWords;
  /** Letter behind the part that is wrong, as the error tells it; null = nothing is wrong. */
  readonly wrongAt: number | null;
  readonly autoFocus?: boolean | undefined;
  readonly onType: (text: string) => void;
  readonly onCaret: (caret: number) => void;
  /** The user is done: left the box, or Ctrl/⌘ Enter. */
  readonly onCommit: (text: string) => void;
  /** Escape: what was typed is taken back. */
  readonly onCancel: () => void;
}

const longest = 4000;

/**
 * A formula's text in CodeMirror. It stands in a shadow root, because only there CodeMirror brings its styles as a constructed sheet; the
 * `<style>` element it makes elsewhere is forbidden by the screen's content security policy.
 */
export function FormulaEditor(props: FormulaEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const root = host.current!.shadowRoot ?? host.current!.attachShadow({ mode: 'open' });
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          keymap.of([
            { key: 'Escape', run: (at) => completionStatus(at.state) === null && (latest.current.onCancel(), true) },
            { key: 'Mod-Enter', run: (at) => (latest.current.onCommit(at.state.doc.toString()), true) },
          ]),
          autocompletion({ override: [completeFormula(() => latest.current.words)], icons: false, activateOnTypingDelay: 40, interactionDelay: 0 }),
          closeBrackets(),
          keymap.of([...completionKeymap, ...closeBracketsKeymap, { key: 'Enter', run: (at) => (at.dispatch(at.state.update(at.state.replaceSelection('\n'), { userEvent: 'input', scrollIntoView: true })), true) }]),
          formulaUndo(),
          bracketMatching(),
          highlightFormula,
          errorMark,
          formulaTheme,
          tooltips({ position: 'fixed' }),
          EditorView.lineWrapping,
          placeholder('customer.first & " " & customer.last'),
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, spellcheck: 'false' }),
          EditorState.changeFilter.of((change) => change.newDoc.length <= longest),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onType(update.state.doc.toString());
            if (update.docChanged || update.selectionSet) latest.current.onCaret(update.state.selection.main.head);
            // Losing the focus to another window is not being done.
            if (update.focusChanged && !update.view.hasFocus && document.hasFocus()) latest.current.onCommit(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    if (latest.current.autoFocus) editor.focus();
    return () => {
      // The box may vanish while it is being typed in (another field is opened): the text still counts.
      const text = editor.state.doc.toString();
      editor.destroy();
      view.current = null;
      latest.current.onCommit(text);
    };
  }, []);

  // What was changed elsewhere (undo, reset) comes in; what is being typed is not written over.
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== props.value) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: props.value } });
  }, [props.value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const at = props.wrongAt === null ? null : errorRange(editor.state.doc.toString(), props.wrongAt);
    editor.dispatch({ effects: setErrorAt.of(at) });
    editor.dom.classList.toggle('is-wrong', at !== null);
  }, [props.wrongAt, props.value]);

  return <div ref={host} data-typing data-formula className="min-w-0 font-mono text-12" onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()} />;
}
