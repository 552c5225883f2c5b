import { memo } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { RecordCells, type CellsProps } from './RecordCells.tsx';

interface RecordLineProps extends CellsProps {
  readonly id: string;
  readonly index: number;
  /** px from the top of the rows. */
  readonly top: number;
  readonly isSelected: boolean;
  /** Value of `grid-template-columns`. */
  readonly template: string;
}

/** One row of the log; drawn again only when something of it changed. */
export const RecordLine = memo(function RecordLine({ id, index, top, isSelected, template, ...cells }: RecordLineProps) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={classes('absolute inset-x-0 grid h-7 contain-[size_layout_style] items-center gap-3 px-3 text-13', isSelected ? 'bg-accent-soft group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent' : 'hover:bg-hover')}
      style={{ top, gridTemplateColumns: template }}
    >
      <RecordCells {...cells} />
    </div>
  );
});
