import type { TextRange } from '../../code/errorMark.ts';

/**
 * The part of a formula that ends at `position`, which is how JSONata tells where an error is: a name, a number, a text, or one sign. An
 * error at the very end, such as a bracket that is missing, is about the last thing that stands there.
 */
export function errorRange(text: string, position: number): TextRange | null {
  const end = Math.min(Math.max(position, 0), text.length);
  const before = text.slice(0, end).trimEnd();
  if (before === '') return text.trim() === '' ? null : { from: 0, to: Math.max(1, end) };
  const part = /(?:\$?\w+|`[^`]*`|"[^"]*"|'[^']*')$/.exec(before);
  return { from: part ? part.index : before.length - 1, to: before.length };
}
