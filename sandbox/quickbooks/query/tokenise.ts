import { faultLine, refuse } from '../faults.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'bare' | 'sign' | 'end';
  /** Words as written; texts without quotes and with their escapes undone. */
  readonly value: string;
  /** 1-based place in the statement, for fault texts. */
  readonly column: number;
}

const word = /[A-Za-z_][A-Za-z0-9_.]*/y;
/** Numbers, dates and times may stand without quotes. */
const bare = /-?\d[\w:.+-]*/y;
const sign = /<=|>=|!=|<>|[=<>(),*]/y;
const blank = /\s+/y;

/** Cuts a query statement into tokens; answers 4000 for a character that belongs nowhere and for a text without end. */
export function tokenise(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(statement)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < statement.length) {
    if (take(blank) !== undefined) continue;
    const column = at + 1;
    if (statement[at] === "'") {
      const { value, end } = readText(statement, at);
      tokens.push({ kind: 'text', value, column });
      at = end;
      continue;
    }
    const value = take(word);
    if (value !== undefined) {
      tokens.push({ kind: 'word', value, column });
      continue;
    }
    const unquoted = take(bare);
    if (unquoted !== undefined) {
      tokens.push({ kind: 'bare', value: unquoted, column });
      continue;
    }
    const mark = take(sign);
    if (mark === undefined) lexicalError(statement, at);
    tokens.push({ kind: 'sign', value: mark, column });
  }
  tokens.push({ kind: 'end', value: '<EOF>', column: statement.length });
  return tokens;
}

/** A backslash keeps the next quote or backslash in the text; doubling the quote, as SQL has it, ends the text instead. */
function readText(statement: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < statement.length; at += 1) {
    const character = statement[at] as string;
    if (character === "'") return { value, end: at + 1 };
    const next = statement[at + 1];
    if (character === '\\' && (next === "'" || next === '\\')) {
      value += next;
      at += 1;
    } else {
      value += character;
    }
  }
  return lexicalError(statement, start);
}

function lexicalError(statement: string, at: number): never {
  const character = statement[at] ?? '';
  refuse(faultLine.queryUnreadable(`Invalid content. Lexical error at line 1, column ${at + 1}.  Encountered: "${character}" (${character.charCodeAt(0)}), after : ""`));
}
