import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * Takes over what would join lines: left to the browser, it keeps the look of what moves by writing it into `style` attributes, which the screen's
 * content security policy forbids and says so in its console.
 */
export function acrossLines(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main } = view.state.selection;
      const { doc } = view.state;
      const put = (from: number, to: number, insert: string, userEvent: string) => {
        view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent, scrollIntoView: true });
        return true;
      };
      const isDeleting = event.inputType.startsWith('delete');
      if (event.isComposing || view.composing) return false;
      if (!main.empty) {
        if (doc.lineAt(main.from).number === doc.lineAt(main.to).number) return false;
        if (isDeleting) return put(main.from, main.to, '', 'delete.selection');
        return event.inputType === 'insertText' && event.data !== null && put(main.from, main.to, event.data, 'input.type');
      }
      const line = doc.lineAt(main.head);
      if (isDeleting && event.inputType.endsWith('Backward') && main.head === line.from && main.head > 0) return put(main.head - 1, main.head, '', 'delete.backward');
      if (isDeleting && event.inputType.endsWith('Forward') && main.head === line.to && main.head < doc.length) return put(main.head, main.head + 1, '', 'delete.forward');
      return false;
    },
  });
}
