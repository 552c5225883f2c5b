import { ArrowRight } from 'lucide-react';
import type { RecordRow } from '#shared/records/story.ts';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeMark } from '#renderer/ui/OutcomeBadge.tsx';
import { amountParts } from '../text/amountParts.ts';
import { clockTime, durationText, shortDateTime } from '../text/timeText.ts';
import type { RowWords } from './useRowWords.ts';
import { isFieldColumn, pathOf, type ColumnId, type FieldColumn } from './columns.ts';

export interface CellsProps {
  /** Undefined while its page is on its way. */
  readonly row: RecordRow | undefined;
  readonly words: RowWords;
  readonly columns: readonly ColumnId[];
  readonly withDay: boolean;
  readonly nodeName: (id: string) => string;
  readonly runName: (id: string) => string;
  readonly valueOf: (row: RecordRow, path: string) => string | null | undefined;
}

/** The cells of one record, or of its place. Written flat and without hooks: dozens are drawn in a frame. */
export function RecordCells({ row, words, columns, withDay, nodeName, runName, valueOf }: CellsProps) {
  const { locale, whyOf, targetText, outcomeWord } = words;
  const content = (column: ColumnId) => {
    if (!row) return <span aria-hidden data-blank="" className={classes('block h-2.5 rounded-4 bg-hover', bar[column] ?? 'w-16')} />;
    if (isFieldColumn(column)) {
      const value = valueOf(row, pathOf(column));
      return value === undefined ? <span aria-hidden className="block h-2.5 w-3/5 rounded-4 bg-hover" /> : value;
    }
    switch (column) {
      case 'took':
        return durationText(row.ms, locale);
      case 'node':
        return row.reason?.node === undefined ? '' : nodeName(row.reason.node);
      case 'code':
        return row.reason?.code;
      case 'key':
        return row.key;
      case 'run':
        return runName(row.runId);
      case 'time':
        return withDay ? shortDateTime(row.at, Date.now(), locale) : clockTime(row.at, locale);
      case 'title':
        return row.title;
      case 'subtitle':
        return row.subtitle;
      case 'amount': {
        const parts = row.amount ? amountParts(row.amount, locale) : null;
        return parts ? (
          <span className="tabular flex justify-between gap-1">
            <span className="text-faint">{parts.symbol}</span>
            {parts.number}
          </span>
        ) : (
          row.amount
        );
      }
      case 'outcome':
        return <OutcomeMark outcome={row.outcome} word={outcomeWord(row)} locale={locale} look="bare" />;
      case 'reason':
        return whyOf(row);
      case 'target':
        return (
          row.target && (
            <span className="flex items-center gap-1">
              <ArrowRight size={12} aria-hidden className="shrink-0 text-faint" />
              <span className="tabular min-w-0 cut">{targetText(row.target)}</span>
            </span>
          )
        );
    }
  };
  return columns.map((column) => (
    <span key={column} role="gridcell" className={isFieldColumn(column) ? 'min-w-0 cut' : look[column]}>
      {content(column)}
    </span>
  ));
}

const look: Readonly<Record<Exclude<ColumnId, FieldColumn>, string>> = {
  time: 'tabular min-w-0 cut text-12 text-muted',
  title: 'tabular min-w-0 cut font-medium',
  subtitle: 'min-w-0 cut',
  amount: 'min-w-0 cut',
  outcome: 'flex min-w-0 items-center cut',
  reason: 'min-w-0 cut text-muted',
  target: 'min-w-0 cut text-muted',
  took: 'tabular min-w-0 cut text-right text-muted',
  node: 'min-w-0 cut text-muted',
  code: 'min-w-0 cut font-mono text-12 text-muted',
  key: 'tabular min-w-0 cut text-muted',
  run: 'tabular min-w-0 cut text-12 text-muted',
};

const bar: Readonly<Record<string, string>> = { time: 'w-12', title: 'w-16', subtitle: 'w-24', amount: 'ml-auto w-14', outcome: 'w-16', reason: 'w-3/5', target: 'w-20' };
