import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useId, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import { columnLayout, isFieldColumn, pathOf, type ColumnId } from './columns.ts';
import { useColumnWord } from './useLogWords.ts';
import { RecordCells } from './RecordCells.tsx';
import type { SelectedRecord } from '../logState.ts';
import { useFieldValues } from './useFieldValues.ts';
import type { RecordRows } from './useRecordRows.ts';
import { useRowWords } from './useRowWords.ts';
import { useScaledScroll } from './useScaledScroll.ts';
import { useSize } from '../useSize.ts';

const ROW = 28;
const HEADER = 28;
/** Rows drawn beyond each end of what is seen. */
const OVERSCAN = 12;

interface RecordTableProps {
  readonly rows: RecordRows;
  readonly selected: SelectedRecord | null;
  readonly onSelect: (record: SelectedRecord) => void;
  readonly hidden: ReadonlySet<ColumnId>;
  /** Columns beyond the usual ones. */
  readonly extras?: readonly ColumnId[];
  /** Rows of several runs, perhaps of several days. */
  readonly withDay: boolean;
  readonly label: string;
  /** What the records are: decides headings and the room each column gets. */
  readonly entity: string;
  /** What came before is still shown while the answer to a new question is on its way. */
  readonly stale?: boolean;
  readonly nodeName?: (id: string) => string;
  readonly runName?: (id: string) => string;
}

const asIs = (id: string) => id;
const noExtras: readonly ColumnId[] = [];

/** The virtual table of the log: any number of rows, fixed height, arrow keys, and a tail that waits while you read. */
export function RecordTable({ rows, selected, onSelect, hidden, withDay, label, entity, extras = noExtras, stale = false, nodeName = asIs, runName = asIs }: RecordTableProps) {
  const { t } = useTranslation('runs');
  const word = useColumnWord(entity);
  const words = useRowWords();
  const [measure, width, height] = useSize();
  const scroller = useRef<HTMLDivElement | null>(null);
  // One function for all renders: a new one would take the element away and give it back each time.
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      return measure(element);
    },
    [measure],
  );
  const lastTop = useRef(0);
  const id = useId();
  // Kept while it means the same, so that scrolling draws only rows that are new.
  const layout = useMemo(() => columnLayout(width - 12, hidden, withDay, entity, extras), [width, hidden, withDay, entity, extras]);
  const paths = useMemo(() => extras.filter(isFieldColumn).map(pathOf), [extras]);
  const scroll = useScaledScroll(scroller, rows.count * ROW + HEADER, height);
  const virtualizer = useVirtualizer({ count: rows.count, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: OVERSCAN, scrollMargin: HEADER, observeElementOffset: scroll.observe });
  const shift = scroll.shift(virtualizer.scrollOffset ?? 0);
  const items = virtualizer.getVirtualItems();
  // As many elements as a screen can need, so that each keeps its row while it is seen.
  const pool = Math.max(items.length, Math.ceil(height / ROW) + 2 * OVERSCAN + 2);
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const selectedIndex = selected ? rows.indexOf(selected) : -1;

  const valueOf = useFieldValues(items.map((item) => rows.rowAt(item.index)), paths);
  const { moveTo, offset } = scroll;
  const bringIntoView = useCallback(
    (index: number) => {
      const view = scroller.current?.clientHeight ?? 0;
      const [start, end] = [index * ROW, (index + 1) * ROW + HEADER];
      if (start < offset()) moveTo(start);
      else if (end > offset() + view) moveTo(end - view);
    },
    [moveTo, offset],
  );

  const { show, follow } = rows;
  useEffect(() => {
    const top = virtualizer.scrollOffset ?? 0;
    show(first, last, top > lastTop.current ? 'older' : top < lastTop.current ? 'newer' : 'still');
    lastTop.current = top;
  }, [show, first, last, virtualizer]);

  // A record opened from elsewhere comes into view once its place is known; later moves of the list do not pull it back.
  const shownFor = useRef<string>('');
  useEffect(() => {
    const key = selected ? `${selected.runId}/${selected.seq}` : '';
    if (key === shownFor.current || (selected && selectedIndex < 0)) return;
    shownFor.current = key;
    if (selectedIndex >= 0 && selectedIndex < rows.count) bringIntoView(selectedIndex);
  }, [selected, selectedIndex, rows.count, bringIntoView]);

  const move = (event: KeyboardEvent) => {
    const screen = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW) - 2);
    const steps: Record<string, number> = { ArrowDown: selectedIndex + 1, ArrowUp: selectedIndex - 1, PageDown: selectedIndex + screen, PageUp: selectedIndex - screen, Home: 0, End: rows.count - 1 };
    const wanted = steps[event.key];
    if (wanted === undefined || rows.count === 0 || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const index = Math.min(rows.count - 1, Math.max(0, wanted));
    bringIntoView(index);
    const row = rows.rowAt(index);
    if (row) onSelect({ runId: row.runId, seq: row.seq });
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={attach}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.total ?? -1}
        aria-busy={stale || undefined}
        aria-activedescendant={selectedIndex >= first && selectedIndex <= last ? `${id}-${selectedIndex}` : undefined}
        tabIndex={0}
        onKeyDown={move}
        onScroll={(event) => follow(event.currentTarget.scrollTop < 2)}
        data-log-grid=""
        className={classes('group/grid scroll-y min-h-0 flex-1 transition-opacity focus-visible:outline-none', stale && 'opacity-60')}
      >
        <div role="row" className="sticky top-0 z-10 grid h-7 items-center gap-3 border-b border-line bg-surface px-3 text-12 text-muted group-focus-visible/grid:border-accent" style={{ gridTemplateColumns: layout.template }}>
          {layout.ids.map((column) => (
            <span key={column} role="columnheader" className={classes('truncate', column === 'amount' && 'text-right')}>
              {word(column)}
            </span>
          ))}
        </div>
        <div role="presentation" className="relative" style={{ height: scroll.height - HEADER }}>
          {items.map((item) => {
            const row = rows.rowAt(item.index);
            const isSelected = item.index === selectedIndex;
            return (
              <div
                // An element that scrolled away at one end is used again at the other.
                key={item.index % pool}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={isSelected}
                onClick={() => row && onSelect({ runId: row.runId, seq: row.seq })}
                className={classes('absolute inset-x-0 grid contain-strict items-center gap-3 px-3 text-13', isSelected ? 'bg-accent-soft group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent' : 'hover:bg-hover')}
                style={{ top: item.start - HEADER + shift, height: ROW, gridTemplateColumns: layout.template }}
              >
                <RecordCells row={row} words={words} columns={layout.ids} withDay={withDay} nodeName={nodeName} runName={runName} valueOf={valueOf} />
              </div>
            );
          })}
        </div>
      </div>
      {rows.fresh > 0 && (
        <button
          type="button"
          onClick={() => {
            follow(true);
            moveTo(0);
          }}
          className="absolute top-9 left-1/2 inline-flex h-6 -translate-x-1/2 animate-appear items-center gap-1 rounded-full bg-accent px-2.5 text-12 font-medium text-on-accent shadow-float hover:bg-accent-hover"
        >
          <ArrowUp size={12} aria-hidden />
          {t('newRows', { count: rows.fresh })}
        </button>
      )}
    </div>
  );
}
