import { useEffect, useRef, useState } from 'react';
import { Typing } from './typing.ts';

const pauseAfterTyping = 400;

export interface Typed {
  /** What stands in the field. */
  readonly draft: string;
  readonly type: (text: string) => void;
  /** The field is left. */
  readonly leave: () => void;
  /** Escape: the text is again what it was before the visit, which is what this gives. */
  readonly takeBack: () => string;
}

/**
 * A text that is handed on while it is typed, at each short pause, when the field is left or vanishes, and when somebody needs it now
 * (`keepTyped`); all of one visit is one step of undo. With `whenDone` it waits for the end: half a text would mean something else.
 */
export function useTyped(value: string, onCommit: (text: string) => void, whenDone = false): Typed {
  const [draft, setDraft] = useState(value);
  const [left, setLeft] = useState(0);
  const typing = useRef<{ readonly visit: Typing; readonly before: string } | null>(null);
  const latest = useRef(onCommit);
  latest.current = onCommit;

  // What was handed on may come back in another shape (trimmed, a number): not while somebody is in the middle of it.
  useEffect(() => {
    if (!typing.current) setDraft(value);
  }, [value, left]);

  const leave = () => {
    typing.current?.visit.end();
    typing.current = null;
  };
  // The field may vanish while it is being typed in (another node is chosen): the text still counts.
  useEffect(() => leave, []);

  return {
    draft,
    type: (text) => {
      typing.current ??= { visit: new Typing(draft, whenDone ? Infinity : pauseAfterTyping, (kept) => latest.current(kept)), before: draft };
      typing.current.visit.type(text);
      setDraft(text);
    },
    leave: () => {
      if (!typing.current) return;
      leave();
      if (!whenDone) setLeft((times) => times + 1);
    },
    takeBack: () => {
      if (!typing.current) return draft;
      const { visit, before } = typing.current;
      visit.type(before);
      leave();
      setDraft(before);
      return before;
    },
  };
}
