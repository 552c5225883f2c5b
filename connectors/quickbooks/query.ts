/**
 * The query language has AND only, quotes everything and escapes with a backslash; doubling a quote is
 * refused. Only active rows of a list come back unless `Active` is asked for.
 */
export type Condition =
  | { readonly property: string; readonly is: string | boolean }
  | { readonly property: string; readonly in: readonly (string | boolean)[] }
  /** From this value on, itself included. */
  | { readonly property: string; readonly from: string };

export interface Query {
  /** Entity as the service writes it: `SalesReceipt`. */
  readonly from: string;
  readonly where?: readonly Condition[];
  /** Default `Id`, so that pages come in an order that new rows do not disturb. */
  readonly orderBy?: string;
}

export interface PageOf {
  /** From 1. */
  readonly start: number;
  /** At most 1000. */
  readonly max: number;
}

/** A text as a literal: backslash before a quote and a backslash; line ends, which the service's parser refuses, become blanks. */
export function literal(value: string | boolean): string {
  if (typeof value === 'boolean') return String(value);
  const escaped = value.replace(/[\\']/g, (mark) => `\\${mark}`).replace(/[\r\n\t]/g, ' ');
  // The service's way to write "empty" is a quoted blank.
  return `'${escaped === '' ? ' ' : escaped}'`;
}

export function queryText(query: Query, page: PageOf): string {
  const conditions = (query.where ?? []).map((condition) => {
    if ('in' in condition) return `${condition.property} IN (${condition.in.map(literal).join(', ')})`;
    return 'from' in condition ? `${condition.property} >= ${literal(condition.from)}` : `${condition.property} = ${literal(condition.is)}`;
  });
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `SELECT * FROM ${query.from}${where} ORDERBY ${query.orderBy ?? 'Id'} STARTPOSITION ${page.start} MAXRESULTS ${page.max}`;
}

/** Values of an IN list in pieces, each value once, so that no statement grows beyond what a service reads. */
export function inPieces(values: Iterable<string>, size: number): readonly (readonly string[])[] {
  const unique = [...new Set(values)];
  const pieces: string[][] = [];
  for (let from = 0; from < unique.length; from += size) pieces.push(unique.slice(from, from + size));
  return pieces;
}

/** Values in one IN list: long enough to save calls, short enough that their rows fit one answer. */
export const pieceSize = 50;
