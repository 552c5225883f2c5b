import type { Condition } from '../../records/conditions.ts';
import type { Operand, RuleAction, RuleBlock, RuleMap, RuleRow, RuleStep, ValueSource } from '../rules.ts';
import { isBareNumber, isPlainPath } from './tokens.ts';
import { opWords, policyWords, reservedWords } from './words.ts';

const lineLength = 88;

/** Rules as a text that people can read and change; `readRules` makes the same rules of it. See docs/rules.md. */
export const writeRules = (blocks: readonly RuleBlock[]): string => blocks.map(blockText).join('\n');

function blockText(block: RuleBlock): string {
  const head = ['rule', pathText(block.field), ...(block.name === undefined ? [] : [JSON.stringify(block.name)]), `#${block.id}`, ...(block.off ? ['off'] : [])];
  const lines = [
    ...(block.take === 'first' ? ['first that holds'] : []),
    ...block.rows.map(rowText),
    ...(block.map ? [`look up ${block.map.on ? '' : 'off '}in ${tableText(block.map, '  ')}`] : []),
    ...(block.default ? [`default ${block.default.on ? '' : 'off '}${valueText(block.default.value)}${block.default.force ? ' always' : ''}`] : []),
  ];
  return [head.join(' '), ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function rowText(row: RuleRow): string {
  const begin = `${row.off ? 'off ' : ''}${row.if ? `if ${whenText(row.if)}` : 'always'}: ${actionText(row.use)}`;
  if (!row.otherwise) return begin;
  const end = `otherwise ${actionText(row.otherwise)}`;
  return begin.length + end.length < lineLength && !begin.includes('\n') ? `${begin} ${end}` : `${begin}\n    ${end}`;
}

/** `all` and `any` are said where no “and” or “or” says it; without conditions they stand alone. */
function whenText({ join, rows }: NonNullable<RuleRow['if']>): string {
  const told = rows.map(conditionText);
  if (told.length === 0) return join;
  if (told.length === 1) return join === 'any' ? `any ${told[0]}` : told[0]!;
  const [space, word] = told.join(' ').length > lineLength ? ['\n    ', join === 'all' ? 'and' : 'or'] : [' ', join === 'all' ? 'and' : 'or'];
  return told.join(`${space}${word} `);
}

function conditionText({ field, op, value, to, other }: Condition): string {
  return [pathText(field), opWords[op], ...(value === undefined ? [] : [valueText(value)]), ...(other === undefined ? [] : [pathText(other)]), ...(to === undefined ? [] : ['and', valueText(to)])].join(' ');
}

function actionText({ from, steps }: RuleAction): string {
  if (!steps) return sourceText(from);
  return [sourceText(from), ...(steps.length === 0 ? ['then ()'] : steps.map((step) => `then ${stepText(step)}`))].join(' ');
}

function sourceText(from: ValueSource): string {
  switch (from.kind) {
    case 'field':
      return pathText(from.path);
    case 'text':
      return valueText(from.text);
    case 'yesNo':
      return 'TRUE';
    case 'list':
      return [from.take, ...(from.nth === undefined ? [] : [from.nth]), 'of', pathText(from.path)].join(' ');
    case 'empty':
      return 'nothing';
    case 'skip':
    case 'fail':
      return [from.kind === 'skip' ? 'stop' : 'refuse', ...(from.reason === undefined ? [] : [JSON.stringify(from.reason)])].join(' ');
  }
}

function stepText({ name, args, table }: RuleStep): string {
  return [name, ...(args ? (args.length === 0 ? ['()'] : args.map(operandText)) : []), ...(table ? [`in ${tableText(table, '    ')}`] : [])].join(' ');
}

const operandText = (operand: Operand): string => (operand.kind === 'field' ? pathText(operand.path) : valueText(operand.text));

/** Rows of one's own or the name of a shared table, then what becomes of what is not in it. */
function tableText({ rows, sharedTable, unmapped, exact }: Omit<RuleMap, 'on'>, indent: string): string {
  const own = rows.length === 0 ? '()' : `(\n${rows.map(({ from, to }) => `${indent}  ${JSON.stringify(from)} -> ${JSON.stringify(to)}\n`).join('')}${indent})`;
  const shared = sharedTable === undefined ? [] : [`table ${JSON.stringify(sharedTable)}`];
  const ends = exact === undefined ? [] : [exact ? 'exact' : 'exact off'];
  return [...shared, ...(shared.length > 0 && rows.length === 0 ? [] : [own]), `else ${policyWords[unmapped]}`, ...ends].join(' ');
}

/** Quotation marks are left out only where a number stands. */
const valueText = (value: string): string => (isBareNumber(value) ? value : JSON.stringify(value));

const pathText = (path: string): string => (isPlainPath(path) && !reservedWords.has(path.toLowerCase()) ? path : `\`${JSON.stringify(path).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`')}\``);
