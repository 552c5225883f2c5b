import type { UnmappedPolicy } from '../../mapping/mapping.ts';
import type { ConditionOp } from '../../records/conditions.ts';

/** How each comparison is written; what else is understood stands in `otherWords`. */
export const opWords: Readonly<Record<ConditionOp, string>> = {
  equals: '=',
  notEquals: '!=',
  contains: 'contains',
  startsWith: 'starts with',
  endsWith: 'ends with',
  inList: 'is one of',
  isEmpty: 'is empty',
  hasValue: 'has a value',
  greater: '>',
  atLeast: '>=',
  less: '<',
  atMost: '<=',
  between: 'is between',
  before: 'is before',
  after: 'is after',
  matches: 'matches',
  inEu: 'is in the EU',
  formula: 'fulfils',
};

const otherWords: readonly (readonly [string, ConditionOp])[] = [
  ['is', 'equals'],
  ['==', 'equals'],
  ['equals', 'equals'],
  ['is not', 'notEquals'],
  ['<>', 'notEquals'],
  ['≠', 'notEquals'],
  ['not equals', 'notEquals'],
  ['does not equal', 'notEquals'],
  ['has value', 'hasValue'],
  ['is filled', 'hasValue'],
  ['is not empty', 'hasValue'],
  ['in list', 'inList'],
  ['in EU', 'inEu'],
  ['is in EU', 'inEu'],
  ['is more than', 'greater'],
  ['is greater than', 'greater'],
  ['is at least', 'atLeast'],
  ['≥', 'atLeast'],
  ['is less than', 'less'],
  ['is at most', 'atMost'],
  ['≤', 'atMost'],
  ['between', 'between'],
  ['before', 'before'],
  ['after', 'after'],
  ['matches the pattern', 'matches'],
  ['fulfils the formula', 'formula'],
];

/** Every way a comparison can be said, as its words in small letters, the longest first: “>=” before “>”. */
export const opPhrases: readonly { readonly words: readonly string[]; readonly op: ConditionOp }[] = [...Object.entries(opWords).map(([op, text]) => [text, op as ConditionOp] as const), ...otherWords]
  .map(([text, op]) => ({ words: text.toLowerCase().split(' '), op }))
  .toSorted((a, b) => b.words.length - a.words.length || b.words[0]!.length - a.words[0]!.length);

/** What becomes of a value a table lacks, behind `else`. */
export const policyWords: Readonly<Record<UnmappedPolicy, string>> = { keepSource: 'keep', useDefault: 'default', leaveEmpty: 'empty', fail: 'refuse', park: 'ask' };

/** Words with which a line inside a rule begins. */
export const lineWords: ReadonlySet<string> = new Set(['rule', 'first', 'off', 'if', 'always', 'look', 'default']);

/** Words that carry a line on, so that it may be broken before them. */
export const joiningWords: ReadonlySet<string> = new Set(['and', 'or', 'then', 'otherwise']);

/** Words of the language; a field of that name is written between backticks. */
export const reservedWords: ReadonlySet<string> = new Set([
  ...lineWords,
  ...joiningWords,
  ...opPhrases.flatMap(({ words }) => words),
  ...Object.values(policyWords),
  'true',
  'false',
  'nothing',
  'stop',
  'refuse',
  'first',
  'last',
  'nth',
  'count',
  'sum',
  'of',
  'that',
  'holds',
  'all',
  'any',
  'up',
  'in',
  'table',
  'else',
  'exact',
]);
