import type { RuleRow } from '../rules.ts';
import { opPhrases } from '../text/words.ts';
import { pipeColumns, type PipeColumn } from './pipeWords.ts';
import { conditionOf, readAction, type FieldOf } from './readPart.ts';

/** A row as it stands in the table; rows of one group hold together. */
export interface PipeRow {
  readonly group: string;
  readonly row: RuleRow;
  /** Whether the table says what the row gives. */
  readonly says?: boolean;
}

const usual: readonly PipeColumn[] = ['field', 'op', 'value', 'action', 'otherwise'];
const takesValue = /^(?:value|value of|use|use value|waarde|waarde van|valor|valor de)?$/i;

/** What the cells of a heading name; null for a row that is no heading. */
export function columnsOf(cells: readonly string[]): readonly (PipeColumn | null)[] | null {
  const named = cells.map((cell) => pipeColumns.get(cell.trim().toLowerCase()) ?? null);
  return named.includes('field') && named.filter((name) => name !== null).length >= Math.min(2, cells.length) ? named : null;
}

/** A row of a table of conditions. Without a heading: field, comparison, value, what it gives, what else; a number before them is the group. Null = not understood. */
export function conditionRow(cells: readonly string[], heading: readonly (PipeColumn | null)[] | null, fieldOf: FieldOf): PipeRow | null {
  const columns = heading ?? (/^\d+$/.test(cells[0] ?? '') ? ['group' as const, ...usual] : usual);
  const of = (name: PipeColumn) => cells[columns.indexOf(name)]?.trim() ?? '';
  const name = of('field');
  if (name === '') return null;
  const field = /^\{(.+)\}$/.exec(name)?.[1] ?? name;
  const phrase = of('op').toLowerCase().split(/\s+/).join(' ');
  const op = opPhrases.find(({ words }) => words.join(' ') === phrase)?.op;
  if (!op && !takesValue.test(phrase)) return null;
  const condition = op ? conditionOf(field, op, of('value'), fieldOf) : undefined;
  if (condition === null) return null;
  const told = of('action');
  // A comparison gives TRUE or FALSE; a value that has to be the one told is itself what is used.
  const use = told === '' ? (!op || op === 'equals' || op === 'inList' ? readAction(`{${field}}`, fieldOf) : readAction('TRUE', fieldOf)) : takesValue.test(told) ? readAction(`{${field}}`, fieldOf) : readAction(told, fieldOf);
  const otherwise = of('otherwise') === '' ? undefined : readAction(of('otherwise'), fieldOf);
  if (!use || otherwise === null) return null;
  const join = /^(?:or|of|ou|any)$/i.test(of('join')) ? 'any' : 'all';
  return { group: of('group'), says: told !== '', row: { ...(condition && { if: { join, rows: [condition] } }), use, ...(otherwise && { otherwise }) } };
}

/** Rows of a group, one after the other, as one row: all its conditions, and what the last one that says so gives; else TRUE or FALSE. */
export function groupedRows(rows: readonly PipeRow[]): RuleRow[] {
  const made: { group: string; says: boolean; row: RuleRow }[] = [];
  for (const { group, row, says = true } of rows) {
    const last = made.at(-1);
    if (group === '' || last?.group !== group || !last.row.if || !row.if) {
      made.push({ group, says, row });
      continue;
    }
    const { use, otherwise } = says ? row : last.says ? last.row : { use: { from: { kind: 'yesNo' as const } }, otherwise: undefined };
    last.says ||= says;
    last.row = { if: { join: row.if.join, rows: [...last.row.if.rows, ...row.if.rows] }, use, ...(otherwise && { otherwise }) };
  }
  return made.map(({ row }) => row);
}
