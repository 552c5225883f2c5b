import { faultLine, refuse } from '../faults.ts';
import { tokenise } from './tokenise.ts';
import type { Token } from './tokenise.ts';

export type Comparison = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN';

export interface Condition {
  readonly property: string;
  readonly comparison: Comparison;
  /** One value, or several with IN; as text, whatever way they were written. */
  readonly values: readonly string[];
}

export interface Query {
  readonly entity: string;
  readonly count: boolean;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly property: string; readonly descending: boolean }[];
  readonly startPosition: number;
  readonly maxResults: number;
}

const signs: ReadonlySet<string> = new Set(['=', '<', '>', '<=', '>=']);
const defaultRows = 100;
const mostRows = 1000;

/**
 * Reads one SELECT statement of the service's query language. Keywords in any case; AND only; `ORDERBY` and `ORDER BY`.
 * A list of fields is accepted and means `*`, since the service has no projections. Faults: 4000 for what cannot be
 * read, 4001 for a row number below its least.
 */
export function parseQuery(statement: string): Query {
  const tokens = tokenise(statement);
  let at = 0;
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)] as Token;
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const isWord = (...words: string[]): boolean => peek().kind === 'word' && words.includes(peek().value.toLowerCase());
  const isSign = (value: string): boolean => peek().kind === 'sign' && peek().value === value;
  const expectWord = (keyword: string): void => {
    if (!isWord(keyword)) unexpected(peek(), [`"${keyword}"`]);
    next();
  };
  const expectSign = (value: string): void => {
    if (!isSign(value)) unexpected(peek(), [`"${value}"`]);
    next();
  };
  const name = (): string => (peek().kind === 'word' ? next().value : unexpected(peek(), ['<IDENTIFIER>']));

  expectWord('select');
  const count = readSelection();
  expectWord('from');
  const entity = name();
  const where = isWord('where') ? readConditions() : [];
  const orderBy = isWord('orderby', 'order') ? readOrder() : [];
  let startPosition = 1;
  let maxResults = defaultRows;
  while (isWord('startposition', 'maxresults')) {
    const keyword = next().value.toLowerCase();
    const value = readRowNumber(keyword);
    if (keyword === 'startposition') startPosition = value;
    else maxResults = Math.min(value, mostRows);
  }
  if (peek().kind !== 'end') unexpected(peek(), ['<EOF>', '"and"', '"orderby"', '"startposition"', '"maxresults"']);
  return { entity, count, where, orderBy, startPosition, maxResults };

  function readSelection(): boolean {
    if (isWord('count')) {
      next();
      expectSign('(');
      expectSign('*');
      expectSign(')');
      return true;
    }
    if (isSign('*')) {
      next();
      return false;
    }
    name();
    while (isSign(',')) {
      next();
      name();
    }
    return false;
  }

  function readConditions(): Condition[] {
    const conditions: Condition[] = [];
    do {
      next();
      conditions.push(readCondition());
    } while (isWord('and'));
    return conditions;
  }

  function readCondition(): Condition {
    const property = name();
    if (isWord('in')) {
      next();
      expectSign('(');
      const values = [readValue()];
      while (isSign(',')) {
        next();
        values.push(readValue());
      }
      expectSign(')');
      return { property, comparison: 'IN', values };
    }
    if (isWord('like')) {
      next();
      return { property, comparison: 'LIKE', values: [readValue()] };
    }
    const token = next();
    if (token.kind !== 'sign' || !signs.has(token.value)) unexpected(token, ['"="', '"<"', '">"', '"<="', '">="', '"in"', '"like"']);
    return { property, comparison: token.value as Comparison, values: [readValue()] };
  }

  function readValue(): string {
    const token = next();
    const isBoolean = token.kind === 'word' && /^(true|false)$/i.test(token.value);
    if (token.kind === 'text' || token.kind === 'bare' || isBoolean) return token.value;
    return unexpected(token, ['<STRING>', '<NUMBER>', '"true"', '"false"']);
  }

  function readOrder(): { property: string; descending: boolean }[] {
    if (next().value.toLowerCase() === 'order') expectWord('by');
    const order: { property: string; descending: boolean }[] = [];
    for (;;) {
      const property = name();
      const descending = isWord('desc');
      if (isWord('asc', 'desc')) next();
      order.push({ property, descending });
      if (!isSign(',')) return order;
      next();
    }
  }

  function readRowNumber(keyword: string): number {
    const token = next();
    if (!/^-?\d+$/.test(token.value)) unexpected(token, ['<NUMBER>']);
    const value = Number(token.value);
    const least = keyword === 'startposition' ? 1 : 0;
    if (value < least) refuse(faultLine.queryInvalid(`value ${value} is too small. Min allowed value is ${least}`));
    return value;
  }
}

function unexpected(token: Token, expected: readonly string[]): never {
  const kind = token.kind === 'word' ? ' <IDENTIFIER>' : token.kind === 'text' ? ' <STRING>' : '';
  refuse(faultLine.queryUnreadable(`Encountered "${kind} "${token.value}" "" at line 1, column ${token.column}.\nWas expecting one of:\n    ${expected.map((word) => `${word} ...`).join('\n    ')}\n    `));
}
