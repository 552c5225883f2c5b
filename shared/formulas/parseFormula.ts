import jsonata, { type ExprNode } from 'jsonata';
import { FluxoError } from '../errors.ts';
import { readCommon, type Common } from './commonTree.ts';
import { faultError } from './faults.ts';
import { LinearRegExp } from './linearRegExp.ts';
import { isTooLarge } from './patternSize.ts';
import { isHidden } from './visible.ts';

export interface Formula {
  readonly text: string;
  /** What Fluxo works out itself; null = all of it is left to JSONata. */
  readonly common: Common | null;
}

/** Longest formula; the schema of a mapping says the same. */
export const mostFormulaLetters = 4000;

/** Functions that would make the same record come out differently each time, or run text as a formula. */
const refused: Readonly<Record<string, string>> = {
  eval: 'it would run text of a record as a formula',
  now: 'the same record must come out the same each time',
  millis: 'the same record must come out the same each time',
  random: 'the same record must come out the same each time',
  shuffle: 'the same record must come out the same each time',
};

const parsed = new Map<string, Formula | FluxoError>();

/**
 * Reads a formula, once for each text. Throws a `setup` error that says at which letter it is wrong and how to put it right, for
 * whatever a stranger's file holds.
 */
export function parseFormula(text: string): Formula {
  let known = parsed.get(text);
  if (!known) {
    try {
      known = parse(text);
    } catch (thrown) {
      known = faultError(thrown instanceof RangeError ? { code: '', message: 'it is nested too deeply' } : thrown, 'setup');
    }
    if (parsed.size > 2000) parsed.clear();
    parsed.set(text, known);
  }
  if (known instanceof FluxoError) throw known;
  return known;
}

function parse(text: string): Formula {
  if (text.length > mostFormulaLetters) throw new FluxoError({ code: 'formula.too_long', kind: 'setup', what: `A formula may have ${mostFormulaLetters} letters; this one has ${text.length}.`, fix: 'Make it shorter, or spread it over several fields.', params: { most: String(mostFormulaLetters), length: String(text.length) } });
  if (text.trim() === '') throw new FluxoError({ code: 'formula.empty', kind: 'setup', what: 'The formula is empty.', fix: 'Write one, such as $uppercase(name), or map a field instead.' });
  const ast = jsonata(text).ast();
  look(ast);
  return { text, common: readCommon(ast) };
}

/** Looks at every part of a formula for what is refused. */
function look(part: unknown): void {
  if (Array.isArray(part)) {
    for (const inner of part) look(inner);
    return;
  }
  if (typeof part !== 'object' || part === null) return;
  if (part instanceof RegExp) {
    if (isTooLarge(part.source)) throw notAllowed(`the pattern /${beginningOf(part.source)}/ repeats too much`, 'Make its counts smaller.');
    try {
      LinearRegExp.check(part);
    } catch {
      throw notAllowed(`the pattern /${beginningOf(part.source)}/ needs look-ahead, look-behind or a reference back, which can take for ever`, 'Write the pattern without them.');
    }
    return;
  }
  const node = part as ExprNode;
  if (node.type === 'variable' && typeof node.value === 'string' && Object.hasOwn(refused, node.value)) throw notAllowed(`$${node.value} cannot be used, because ${refused[node.value]}`, 'Take it out.', node.position);
  if (node.type === 'transform') throw notAllowed('a formula cannot change the record it reads (|…|…|)', 'Take it out.', node.position);
  if (node.type === 'name' && typeof node.value === 'string' && isHidden(node.value)) throw notAllowed(`“${node.value}” may not be used as the name of a field`, 'Choose a field of the record.', node.position);
  for (const inner of Object.values(node)) look(inner);
}

/** A pattern may be as long as the formula; a sentence may not. */
const beginningOf = (source: string): string => (source.length > 60 ? `${source.slice(0, 60)}…` : source);

function notAllowed(detail: string, fix: string, position?: number): FluxoError {
  const at = position === undefined ? '' : String(position);
  return new FluxoError({ code: 'formula.not_allowed', kind: 'setup', what: `The formula holds what is not allowed${at && ` (letter ${at})`}: ${detail}.`, fix, params: { detail, position: at } });
}
