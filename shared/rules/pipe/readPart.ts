import { mappingFunctions } from '../../mapping/functions.ts';
import type { Condition } from '../../records/conditions.ts';
import { listTakes, type RuleAction, type RuleRow, type RuleStep, type ValueSource } from '../rules.ts';
import { opPhrases } from '../text/words.ts';

/** Finds the record's field a name means. */
export type FieldOf = (name: string) => string;

const quoted = /^(?:"([^"]*)"|“([^”]*)”|'([^']*)')$/;
const named = /^\{([^{}]+)\}$/;
const number = /^-?\d+(?:\.\d+)?$/;
const path = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\[\])?(?:\.[\p{L}\p{N}_$]+(?:\[\])?)*$/u;
const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const comparison = new RegExp(`^(\\{[^{}]+\\}|\\S+)\\s*(?:${opPhrases.map(({ words }) => (/^\W+$/.test(words[0]!) ? `(${escaped(words.join(' '))})` : `\\s(${words.map(escaped).join('\\s+')})(?=\\s|$)`)).join('|')})\\s*(.*)$`, 'iu');
const sums: readonly (readonly [RegExp, string])[] = [
  [/^(.+?)\s*\+\s*(\d+(?:\.\d+)?)\s*%$/, 'addPercent'],
  [/^(.+?)\s+-\s*(\d+(?:\.\d+)?)\s*%$/, 'subtractPercent'],
  [/^(.+?)\s*\+\s*(\d+(?:\.\d+)?)$/, 'add'],
  [/^(.+?)\s+-\s*(\d+(?:\.\d+)?)$/, 'subtract'],
  [/^(.+?)\s*[*×]\s*(\d+(?:\.\d+)?)$/, 'multiply'],
  [/^(.+?)\s*[/÷]\s*(\d+(?:\.\d+)?)$/, 'divide'],
];

/** Where a text goes on behind its parts: cut at a mark outside of quotation marks, braces and brackets. */
export function cutAt(text: string, mark: string): readonly string[] {
  const parts: string[] = [''];
  let inside = '';
  let depth = 0;
  for (const letter of text) {
    if (inside !== '') inside = letter === inside ? '' : inside;
    else if (letter === '"') inside = '"';
    else if (letter === '“') inside = '”';
    else if ('({'.includes(letter)) depth += 1;
    else if (')}'.includes(letter)) depth -= 1;
    if (letter === mark && inside === '' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** One part between pipes as a row: a value, a value with a condition behind “if”, or a condition that gives TRUE or FALSE. Null = not understood. */
export function readPart(text: string, fieldOf: FieldOf): RuleRow | null {
  const before = /^(?:if|when|als|se)\s+(.+?)\s*(?::|,|\bthen\b|\bdan\b|\bentão\b)\s*(.+)$/i.exec(text);
  const behind = before ? null : /^(.+?)\s+(?:if|when|als|se)\s+(.+)$/i.exec(text);
  const [when, rest] = before ? [before[1]!, before[2]!] : behind ? [behind[2]!, behind[1]!] : [null, text];
  const cut = /^(.+?)\s+(?:else|otherwise|anders|senão)\s+(.+)$/i;
  const inWhen = when === null || before ? null : cut.exec(when);
  const inRest = cut.exec(rest);
  const otherwise = inWhen?.[2] ?? inRest?.[2];
  const use = readAction(inRest?.[1] ?? rest, fieldOf);
  if (when === null) {
    const test = use ? null : readConditions(text, fieldOf);
    if (test) return { if: test, use: { from: { kind: 'yesNo' } } };
    return use && otherwise === undefined ? { use } : null;
  }
  const test = readConditions(inWhen?.[1] ?? when, fieldOf);
  const other = otherwise === undefined ? undefined : readAction(otherwise, fieldOf);
  return test && use && other !== null ? { if: test, use, ...(other && { otherwise: other }) } : null;
}

function readConditions(text: string, fieldOf: FieldOf): RuleRow['if'] | null {
  for (const [mark, join] of [[/\s+(?:and|en|e|&&)\s+/i, 'all'], [/\s+(?:or|of|ou|\|\|)\s+/i, 'any']] as const) {
    const parts = text.split(mark);
    const rows = parts.map((part) => readCondition(part, fieldOf));
    if ((parts.length > 1 || join === 'any') && rows.every((row) => row !== null)) return { join: parts.length > 1 ? join : 'all', rows };
  }
  return null;
}

/** “X = order”, “X has value”. What stands behind the comparison is a text, unless it stands between braces. */
export function readCondition(text: string, fieldOf: FieldOf): Condition | null {
  const [, field, ...found] = comparison.exec(text.trim()) ?? [];
  if (field === undefined) return null;
  const said = found.findIndex((one, index) => index < opPhrases.length && one !== undefined);
  return conditionOf(nameOf(field), opPhrases[said]!.op, found.at(-1) ?? '', fieldOf);
}

export function conditionOf(field: string, op: Condition['op'], told: string, fieldOf: FieldOf): Condition | null {
  const value = told.trim();
  if (op === 'formula') return null;
  const own = fieldOf(field);
  if (['isEmpty', 'hasValue', 'inEu'].includes(op)) return value === '' ? { field: own, op } : null;
  const other = named.exec(value);
  if (other) return { field: own, op, other: fieldOf(other[1]!) };
  const ends = op === 'between' ? /^(.+?)\s+(?:and|en|e)\s+(.+)$/i.exec(value) : null;
  return ends ? { field: own, op, value: bare(ends[1]!), to: bare(ends[2]!) } : { field: own, op, value: bare(value) };
}

/** What a part gives: a field, a text, a list's sum or count, and what is counted or done with it. Null = not understood. */
export function readAction(text: string, fieldOf: FieldOf): RuleAction | null {
  const told = text.trim();
  for (const [pattern, name] of sums) {
    const [, value, by] = pattern.exec(told) ?? [];
    const inner = value === undefined ? null : readAction(value, fieldOf);
    if (inner) return withStep(inner, { name, args: [{ kind: 'text', text: by! }] });
  }
  const [, name, list] = /^([A-Za-z]+)\s*\((.*)\)$/s.exec(told) ?? [];
  if (name !== undefined) return readCall(name, cutAt(list!, ','), fieldOf);
  const from = readSource(told, fieldOf);
  return from && { from };
}

function readCall(name: string, [first = '', ...rest]: readonly string[], fieldOf: FieldOf): RuleAction | null {
  const take = listTakes.find((one) => one === name.toLowerCase());
  if (take) return rest.length === 0 || take === 'nth' ? { from: { kind: 'list', path: fieldOf(nameOf(first)), take, ...(take === 'nth' && { nth: Math.max(1, Math.trunc(Number(rest[0])) || 1) }) } } : null;
  const known = [...mappingFunctions.keys()].find((one) => one.toLowerCase() === name.toLowerCase());
  const inner = known === undefined ? null : readAction(first, fieldOf);
  const args = rest.map((one) => (named.test(one) ? { kind: 'field' as const, path: fieldOf(nameOf(one)) } : { kind: 'text' as const, text: bare(one) }));
  return inner && withStep(inner, { name: known!, ...(args.length > 0 && { args }) });
}

const withStep = ({ from, steps = [] }: RuleAction, step: RuleStep): RuleAction => ({ from, steps: [...steps, step] });

function readSource(told: string, fieldOf: FieldOf): ValueSource | null {
  const text = quoted.exec(told)?.slice(1).find((one) => one !== undefined);
  if (text !== undefined) return { kind: 'text', text };
  if (/^(?:true|true\/false|boolean)$/i.test(told)) return { kind: 'yesNo' };
  if (/^false$/i.test(told) || number.test(told)) return { kind: 'text', text: told.toUpperCase() };
  if (/^(?:empty|nothing|leeg|vazio)$/i.test(told)) return { kind: 'empty' };
  return named.test(told) || path.test(told) ? { kind: 'field', path: fieldOf(nameOf(told)) } : null;
}

const nameOf = (told: string): string => (named.exec(told.trim())?.[1] ?? told).trim();
const bare = (told: string): string => quoted.exec(told.trim())?.slice(1).find((one) => one !== undefined) ?? told.trim();
