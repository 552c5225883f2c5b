import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useId, useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import { columnLayout, isFieldColumn, pathOf, type ColumnId } from './columns.ts';
import { useColumnWord } from './useLogWords.ts';
import { RecordLine } from './RecordLine.tsx';
import { titleOf } from './cellTitle.ts';
import type { SelectedRecord } from '../logState.ts';
import { useDrawnRows } from './useDrawnRows.ts';
import { useFieldValues } from './useFieldValues.ts';
import type { RecordRows } from './useRecordRows.ts';
import { useRowWords } from './useRowWords.ts';
import type { RunFacts } from './useRunFacts.ts';
import { useSize } from '../useSize.ts';

const ROW = 28;
const HEADER = 28;

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
  /** The same object until something of it changes: all rows are drawn anew with it. */
  readonly facts: RunFacts;
}

const asIs = (id: string) => id;
const noExtras: readonly ColumnId[] = [];

/** The virtual table of the log: any number of rows, fixed height, arrow keys, and a tail that waits while you read. */
export function RecordTable({ rows, selected, onSelect, hidden, withDay, label, entity, extras = noExtras, stale = false, nodeName = asIs, runName = asIs, facts }: RecordTableProps) {
  const { t } = useTranslation('runs');
  const word = useColumnWord(entity);
  const words = useRowWords(facts);
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
  const id = useId();
  // Kept while it means the same, so that scrolling draws only rows that are new.
  const layout = useMemo(() => columnLayout(width - 12, hidden, withDay, entity, extras), [width, hidden, withDay, entity, extras]);
  const paths = useMemo(() => extras.filter(isFieldColumn).map(pathOf), [extras]);
  const { layer, drawn, base, scroll } = useDrawnRows({ scroller, rows, row: ROW, header: HEADER, view: height });
  const selectedIndex = selected ? rows.indexOf(selected) : -1;

  const valueOf = useFieldValues(drawn.map(({ index }) => rows.rowAt(index)), paths);
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
  const { follow } = rows;

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

  const rowUnder = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest('[aria-rowindex]') : null;
    return element ? rows.rowAt(Number(element.getAttribute('aria-rowindex')) - 2) : undefined;
  };
  // Titles say what a narrow cell cuts off; they are made for the one cell that is pointed at.
  const titled = useRef<HTMLElement | null>(null);
  useEffect(() => titled.current?.removeAttribute('title'), [drawn]);
  const entitle = (event: MouseEvent) => {
    titled.current?.removeAttribute('title');
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="gridcell"]') : null;
    const row = rowUnder(event);
    const column = cell ? layout.ids[[...(cell.parentElement?.children ?? [])].indexOf(cell)] : undefined;
    const title = row && column && titleOf(row, column, words, valueOf);
    titled.current = cell;
    if (title) cell?.setAttribute('title', title);
  };

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={attach}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.total ?? -1}
        aria-busy={stale || undefined}
        aria-activedescendant={drawn.some(({ index }) => index === selectedIndex) ? `${id}-${selectedIndex}` : undefined}
        tabIndex={0}
        onKeyDown={move}
        data-log-grid=""
        className={classes('group/grid scroll-y min-h-0 flex-1 bg-surface will-change-scroll transition-opacity focus-visible:outline-none', stale && 'opacity-60')}
      >
        <div role="row" className="sticky top-0 z-10 grid h-7 items-center gap-3 border-b border-line bg-surface px-3 text-12 text-muted group-focus-visible/grid:border-accent" style={{ gridTemplateColumns: layout.template }}>
          {layout.ids.map((column) => (
            <span key={column} role="columnheader" className={classes('truncate', column === 'amount' && 'text-right')}>
              {word(column)}
            </span>
          ))}
        </div>
        <div role="presentation" className="relative overflow-clip" style={{ height: scroll.height - HEADER }}>
          <div
            ref={layer}
            role="presentation"
            className={classes('absolute inset-x-0 top-0', scroll.isScaled && 'will-change-transform')}
            onMouseOver={entitle}
            onClick={(event) => {
              const row = rowUnder(event);
              if (row) onSelect({ runId: row.runId, seq: row.seq });
            }}
          >
            {drawn.map(({ index, element }) => (
              <RecordLine
                // An element that scrolled away at one end is used again at the other.
                key={element}
                id={`${id}-${index}`}
                index={index}
                top={(index - base) * ROW}
                isSelected={index === selectedIndex}
                template={layout.template}
                row={rows.rowAt(index)}
                words={words}
                columns={layout.ids}
                withDay={withDay}
                nodeName={nodeName}
                runName={runName}
                valueOf={valueOf}
              />
            ))}
          </div>
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
