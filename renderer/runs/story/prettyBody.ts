/** What a token is, for its colour; `text` is content, never changed. */
export type TokenKind = 'name' | 'attribute' | 'string' | 'number' | 'literal' | 'mark' | 'text' | 'comment';
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}
export interface BodyLine {
  readonly depth: number;
  readonly tokens: readonly Token[];
}
export interface PrettyBody {
  readonly language: 'json' | 'xml' | 'form' | 'text';
  readonly lines: readonly BodyLine[];
}

/**
 * Lays out a request or answer for reading. It only adds line breaks and indents: numbers keep every digit
 * and a body that was cut off is shown as far as it goes, which a parser could not do.
 */
export function prettyBody(body: string): PrettyBody {
  const text = body.trim();
  if (text.startsWith('<') && /^<[?!A-Za-z]/.test(text)) return { language: 'xml', lines: xmlLines(text) };
  if (text.startsWith('{') || text.startsWith('[')) return { language: 'json', lines: jsonLines(text) };
  if (/^[\w.~%-]+=[^\s<>]*(&[\w.~%-]+=[^\s<>]*)*$/.test(text)) return { language: 'form', lines: formLines(text) };
  return { language: 'text', lines: text === '' ? [] : text.split(/\r?\n/).map((line) => ({ depth: 0, tokens: [{ kind: 'text', text: line }] })) };
}

const JSON_TOKEN = /"(?:[^"\\]|\\[\s\S])*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]|[^\s"{}[\],:]+/g;

function jsonTokenKind(text: string): TokenKind {
  if (text.startsWith('"')) return 'string';
  if (/^-?\d/.test(text)) return 'number';
  return text === 'true' || text === 'false' || text === 'null' ? 'literal' : 'text';
}

function jsonLines(text: string): readonly BodyLine[] {
  const tokens = [...text.matchAll(JSON_TOKEN)].map((match) => match[0]);
  const lines: BodyLine[] = [];
  let depth = 0;
  let line: Token[] = [];
  let lineDepth = 0;
  const end = () => {
    if (line.length > 0) lines.push({ depth: lineDepth, tokens: line });
    [line, lineDepth] = [[], depth];
  };
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      line.push({ kind: 'mark', text: token });
      if (next === '}' || next === ']') continue;
      depth += 1;
      end();
    } else if (token === '}' || token === ']') {
      const opened = tokens[index - 1];
      if (opened !== '{' && opened !== '[') {
        depth = Math.max(0, depth - 1);
        end();
        lineDepth = depth;
      }
      line.push({ kind: 'mark', text: token });
    } else if (token === ',') {
      line.push({ kind: 'mark', text: ',' });
      end();
    } else if (token === ':') {
      line.push({ kind: 'mark', text: ': ' });
    } else {
      line.push({ kind: next === ':' && token.startsWith('"') ? 'name' : jsonTokenKind(token), text: token });
    }
  }
  end();
  return lines;
}

const XML_TOKEN = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<[^>]*>?|[^<]+/g;
const ATTRIBUTE = /([^\s=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g;

function tagTokens(tag: string): Token[] {
  const [, open = '<', name = '', rest = '', close = ''] = /^(<[/?!]?)([^\s/>?]*)([\s\S]*?)([/?]?>?)$/.exec(tag) ?? [];
  const tokens: Token[] = [{ kind: 'mark', text: open }, { kind: 'name', text: name }];
  let at = 0;
  for (const match of rest.matchAll(ATTRIBUTE)) {
    if (match.index > at) tokens.push({ kind: 'mark', text: rest.slice(at, match.index).replace(/\s+/g, ' ') });
    tokens.push({ kind: 'attribute', text: match[1] ?? '' }, { kind: 'mark', text: '=' }, { kind: 'string', text: match[3] ?? '' });
    at = match.index + match[0].length;
  }
  if (at < rest.length && rest.slice(at).trim() !== '') tokens.push({ kind: 'mark', text: rest.slice(at) });
  if (close) tokens.push({ kind: 'mark', text: close });
  return tokens;
}

function xmlLines(text: string): readonly BodyLine[] {
  const pieces = [...text.matchAll(XML_TOKEN)].map((match) => match[0]).filter((piece) => piece.trim() !== '');
  const lines: BodyLine[] = [];
  let depth = 0;
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index] as string;
    const isTag = piece.startsWith('<') && !piece.startsWith('<!--') && !piece.startsWith('<![');
    if (!isTag) {
      lines.push({ depth, tokens: [{ kind: piece.startsWith('<!--') ? 'comment' : 'text', text: piece.trim() }] });
    } else if (piece.startsWith('</')) {
      depth = Math.max(0, depth - 1);
      lines.push({ depth, tokens: tagTokens(piece) });
    } else if (/^<[?!]/.test(piece) || piece.endsWith('/>')) {
      lines.push({ depth, tokens: tagTokens(piece) });
    } else {
      // An element that holds only text, or nothing, stays on one line.
      const [second, third] = [pieces[index + 1] ?? '', pieces[index + 2] ?? ''];
      if (second.startsWith('</')) {
        lines.push({ depth, tokens: [...tagTokens(piece), ...tagTokens(second)] });
        index += 1;
      } else if (second !== '' && !second.startsWith('<') && third.startsWith('</')) {
        lines.push({ depth, tokens: [...tagTokens(piece), { kind: 'text', text: second }, ...tagTokens(third)] });
        index += 2;
      } else {
        lines.push({ depth, tokens: tagTokens(piece) });
        depth += 1;
      }
    }
  }
  return lines;
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A stray percent sign: shown as it was sent.
    return text;
  }
}

function formLines(text: string): readonly BodyLine[] {
  return text.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return { depth: 0, tokens: [{ kind: 'name', text: readable(pair.slice(0, equals)) }, { kind: 'mark', text: ' = ' }, { kind: 'string', text: readable(pair.slice(equals + 1)) }] };
  });
}

/** The body as text with two blanks per level, for the clipboard. */
export function prettyText(body: PrettyBody): string {
  return body.lines.map((line) => '  '.repeat(line.depth) + line.tokens.map((token) => token.text).join('')).join('\n');
}
