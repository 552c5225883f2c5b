import jsonata, { type Expression } from 'jsonata';
import { pad } from './textFunctions.ts';
import { LinearRegExp } from './linearRegExp.ts';
import { parseFormula } from './parseFormula.ts';
import { frozenCopy } from './visible.ts';

/** How long JSONata works on one record before it gives up, in milliseconds. */
export const mostMs = 500;

const limits = { timeout: mostMs, stack: 200, sequence: 100_000, RegexEngine: LinearRegExp as unknown as RegExpConstructor };
const ready = new Map<string, Expression>();

/**
 * A formula worked out by JSONata itself, with every guard it has: limits of time, depth and length, regular expressions in linear
 * time, nothing that runs text or reads the clock, and a frozen copy of exactly one record. Rejects with JSONata's fault. Whoever calls it
 * lives in a process that may be killed: no guard counts the memory.
 */
export async function evaluateGuarded(text: string, record: unknown): Promise<unknown> {
  let expression = ready.get(text);
  if (!expression) {
    expression = jsonata(parseFormula(text).text, limits);
    expression.registerFunction('pad', (value?: string, width?: number, filling?: string) => (value === undefined ? undefined : pad(value, width, filling)), '<s-ns?:s>');
    for (const name of ['eval', 'now', 'millis', 'random', 'shuffle']) expression.assign(name, undefined);
    if (ready.size > 500) ready.clear();
    ready.set(text, expression);
  }
  return expression.evaluate(frozenCopy(record));
}
