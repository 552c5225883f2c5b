import { ArrowRight } from 'lucide-react';
import { memo } from 'react';
import type { RecordRow } from '#shared/records/story.ts';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { Amount } from '../text/Amount.tsx';
import { useTargetText } from '../text/targetText.ts';
import { Time } from '../text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import type { ColumnId } from './columns.ts';

interface CellsProps {
  readonly row: RecordRow;
  readonly columns: readonly ColumnId[];
  readonly withDay: boolean;
}

/** The cells of one record; a tick of the run draws only rows that changed. */
export const RecordCells = memo(function RecordCells({ row, columns, withDay }: CellsProps) {
  return columns.map((column) => (
    <span key={column} role="gridcell" className={classes('min-w-0 truncate', column === 'title' && 'tabular font-medium', (column === 'time' || column === 'reason' || column === 'target') && 'text-muted', column === 'time' && 'tabular text-12', column === 'outcome' && 'flex items-center')}>
      <Cell row={row} column={column} withDay={withDay} />
    </span>
  ));
});

function Cell({ row, column, withDay }: { readonly row: RecordRow; readonly column: ColumnId; readonly withDay: boolean }) {
  const { ofReason } = useSpoken();
  const targetText = useTargetText();
  switch (column) {
    case 'time':
      return <Time at={row.at} look={withDay ? 'date' : 'clock'} />;
    case 'title':
      return row.title;
    case 'subtitle':
      return <span title={row.subtitle}>{row.subtitle}</span>;
    case 'amount':
      return row.amount ? <Amount amount={row.amount} /> : null;
    case 'outcome':
      return <OutcomeBadge outcome={row.outcome} look="bare" />;
    case 'reason': {
      const said = row.reason && ofReason(row.reason);
      return said ? <span title={[said.what, said.fix].filter(Boolean).join('\n')}>{said.what}</span> : null;
    }
    case 'target':
      return row.target ? (
        <span className="flex items-center gap-1" title={targetText(row.target)}>
          <ArrowRight size={12} aria-hidden className="shrink-0 text-faint" />
          <span className="tabular truncate">{targetText(row.target)}</span>
        </span>
      ) : null;
  }
}

const bar: Readonly<Record<ColumnId, string>> = { time: 'w-12', title: 'w-16', subtitle: 'w-24', amount: 'ml-auto w-14', outcome: 'w-16', reason: 'w-3/5', target: 'w-20' };

/** The same row while its page is on its way. */
export function SkeletonCells({ columns }: { readonly columns: readonly ColumnId[] }) {
  return columns.map((column) => (
    <span key={column} role="gridcell" aria-hidden>
      <span className={classes('block h-2.5 rounded-4 bg-hover', bar[column])} />
    </span>
  ));
}
