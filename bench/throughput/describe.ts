import { median } from '../report.ts';
import { verdictOf } from './rows.ts';
import type { TargetRow } from './rows.ts';

const shown = (value: number | null) => (value === null ? 'n/a' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** The rows as a table in Markdown, ready for docs/bench.md. */
export function describeRows(rows: readonly TargetRow[]): string {
  const cells = rows.map((row) => {
    const range = row.rounds.length > 1 ? ` (${shown(Math.min(...row.rounds))} to ${shown(Math.max(...row.rounds))})` : '';
    const sign = row.sense === '>=' ? '≥' : '≤';
    return [row.id, row.what, `${shown(median(row.rounds))}${range}`, `${sign} ${row.target}`, row.gate === undefined ? '' : `${sign} ${row.gate}`, verdictOf(row), row.note ?? ''];
  });
  const head = ['row', 'figure', 'measured', 'target', 'gate', '', 'note'];
  return [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
}
