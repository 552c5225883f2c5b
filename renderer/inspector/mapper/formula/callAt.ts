/** The function whose brackets the caret stands in, and which of its parts, from 0. */
export interface CallAt {
  readonly name: string;
  readonly part: number;
}

/** Looks left from the caret for the innermost open bracket of a function; texts in quotes are stepped over. Null outside of any. */
export function callAt(text: string, caret: number): CallAt | null {
  const open: { name: string; part: number }[] = [];
  for (let at = 0; at < caret; at += 1) {
    const letter = text[at]!;
    if (letter === '"' || letter === "'" || letter === '`') {
      let end = at + 1;
      while (end < caret && text[end] !== letter) end += text[end] === '\\' ? 2 : 1;
      // The caret is inside the text: still a part of the function around it.
      at = end;
    } else if (letter === '(' || letter === '[' || letter === '{') {
      open.push({ name: letter === '(' ? (/\$([A-Za-z]\w*)\s*$/.exec(text.slice(0, at))?.[1] ?? '') : '', part: 0 });
    } else if (letter === ')' || letter === ']' || letter === '}') open.pop();
    else if (letter === ',' && open.length > 0) open.at(-1)!.part += 1;
  }
  return open.findLast(({ name }) => name !== '') ?? null;
}
