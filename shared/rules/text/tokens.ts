export type TokenKind = 'word' | 'path' | 'text' | 'number' | 'id' | 'sign' | 'line' | 'open' | 'unknown' | 'end';

/** One piece of a text of rules. */
export interface Token {
  readonly kind: TokenKind;
  /** What it means: a text without its marks, a path without its backticks. */
  readonly text: string;
  /** Letters of the whole text it takes. */
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
}

const plainPath = /[\p{L}_$](?:[\p{L}\p{N}_$]|\[\]|-(?=[\p{L}\p{N}]))*(?:\.[\p{L}\p{N}_$](?:[\p{L}\p{N}_$]|\[\]|-(?=[\p{L}\p{N}]))*)*/u;

/** True for a path that needs no backticks, apart from words of the language. */
export const isPlainPath = (path: string): boolean => new RegExp(`^(?:${plainPath.source})$`, 'u').test(path);

/** A number, or anything else without blanks that begins with a digit, such as a date. */
const bareValue = /[-+]?\d(?:[\p{L}\p{N}_]|[-./](?=[\p{L}\p{N}]))*%?/u;

/** True for a value that is written without quotation marks. */
export const isBareNumber = (value: string): boolean => /^-?\d+(?:\.\d+)?$/.test(value);

const parts: readonly (readonly [RegExp, TokenKind])[] = [
  [/\r?\n/y, 'line'],
  [/"(?:\\[^\n]|[^"\\\n])*"/y, 'text'],
  [/“[^”\n]*”/y, 'text'],
  [/["“][^\n]*/y, 'open'],
  [/`(?:\\[^\n]|[^`\\\n])*`/y, 'path'],
  [/`[^\n]*/y, 'open'],
  [/#[A-Za-z0-9_-]+/y, 'id'],
  [/->|=>|→|==|!=|<>|>=|<=|[=<>≥≤≠:(),|]/y, 'sign'],
  [new RegExp(bareValue.source, 'uy'), 'number'],
  [new RegExp(plainPath.source, 'uy'), 'word'],
  [/\S/uy, 'unknown'],
];

/** A text of rules in its pieces; the last is the end. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const blank = /[^\S\n]*/y;
  let at = 0;
  let line = 1;
  for (;;) {
    // A carriage return before the end of a line counts as blank.
    blank.lastIndex = at;
    at += blank.exec(text)![0].length;
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', from: at, to: at, line }];
    for (const [pattern, kind] of parts) {
      pattern.lastIndex = at;
      const [found] = pattern.exec(text) ?? [];
      if (found === undefined) continue;
      const meant = meaning(kind, found);
      tokens.push({ kind: meant === null ? 'open' : kind, text: meant ?? found, from: at, to: at + found.length, line });
      at += found.length;
      if (kind === 'line') line += 1;
      break;
    }
  }
}

/** Null for a text whose escapes cannot be read. */
function meaning(kind: TokenKind, found: string): string | null {
  if (kind === 'id') return found.slice(1);
  if (kind === 'path') return unescaped(found.slice(1, -1).replaceAll('\\`', '`').replaceAll('"', '\\"'));
  if (kind !== 'text') return found;
  return found.startsWith('“') ? found.slice(1, -1) : unescaped(found.slice(1, -1));
}

function unescaped(inner: string): string | null {
  try {
    return JSON.parse(`"${inner}"`) as string;
  } catch {
    return null;
  }
}
