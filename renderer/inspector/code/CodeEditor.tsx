import { completionStatus } from '@codemirror/autocomplete';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { acrossLines } from './acrossLines.ts';
import { codeTheme } from './codeTheme.ts';
import { codeUndo } from './codeUndo.ts';
import { errorMark, setErrorsAt, type TextRange } from './errorMark.ts';

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  /** Parts that are wrong, in the order of the text. */
  readonly wrong: readonly TextRange[];
  readonly longest: number;
  /** Colours, completion and keys of the language; taken once, when the box appears. */
  readonly extensions: () => Extension;
  readonly autoFocus?: boolean | undefined;
  /** Puts the caret there, once for each object. */
  readonly goTo?: { readonly at: number } | undefined;
  readonly onType: (text: string) => void;
  readonly onCaret?: ((caret: number) => void) | undefined;
  /** The user is done: left the box, or Ctrl/⌘ Enter. */
  readonly onCommit: (text: string) => void;
  /** Escape: what was typed is taken back. */
  readonly onCancel: () => void;
}

/**
 * Text with colours and completion in CodeMirror. It stands in a shadow root, because only there CodeMirror brings its styles as a constructed
 * sheet; the `<style>` element it makes elsewhere is forbidden by the screen's content security policy.
 */
export function CodeEditor(props: CodeEditorProps) {
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
          latest.current.extensions(),
          codeUndo(),
          acrossLines(),
          errorMark,
          codeTheme,
          tooltips({ position: 'fixed' }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, spellcheck: 'false' }),
          EditorState.changeFilter.of((change) => change.newDoc.length <= latest.current.longest),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onType(update.state.doc.toString());
            if (update.docChanged || update.selectionSet) latest.current.onCaret?.(update.state.selection.main.head);
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
    editor.dispatch({ effects: setErrorsAt.of(props.wrong) });
    editor.dom.classList.toggle('is-wrong', props.wrong.length > 0);
  }, [props.wrong, props.value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !props.goTo) return;
    editor.dispatch({ selection: { anchor: Math.min(props.goTo.at, editor.state.doc.length) }, scrollIntoView: true });
    editor.focus();
  }, [props.goTo]);

  return <div ref={host} data-typing data-formula className="min-w-0 font-mono text-12" onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()} />;
}
