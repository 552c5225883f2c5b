import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isTyping } from '#renderer/app/shortcut.ts';
import type { ComboOption } from '#renderer/ui/Combobox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { CellEditor, type After } from './CellEditor.tsx';
import { cleared, clipText, filledDown, isIn, moved, pasted, rangeOf, withCells, withoutEmptyRows, withoutRows, type Cell, type Cells, type Selection } from './gridModel.ts';
import { readClipboard } from './readClipboard.ts';

export interface GridColumn {
  readonly key: string;
  readonly label: string;
  /** Offered while the cell is edited; anything else can be typed. */
  readonly options?: readonly ComboOption[] | undefined;
  /** Why there is no list. */
  readonly offline?: string | undefined;
  /** Shown in an empty cell, such as “any”. */
  readonly empty?: string | undefined;
  /** Stands in the heading in the place of the label; its keys are its own. */
  readonly head?: ReactNode;
  /** Share of the width; default 1. */
  readonly share?: number;
}

interface TableGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly cells: Cells;
  readonly onChange: (cells: Cells) => void;
  /** A column of its own on the right: what a row is worth knowing for. */
  readonly aside?: { readonly label: string; readonly of: (row: number) => ReactNode } | undefined;
  /** What is wrong with a row. */
  readonly fault?: ((row: number) => string | undefined) | undefined;
  readonly onUndo?: ((redo: boolean) => void) | undefined;
  readonly className?: string | undefined;
}

/** What is done in a heading is no command for the cells, also out of what it opens. */
const stop = (event: SyntheticEvent) => event.stopPropagation();
const stopKeys = (event: KeyboardEvent) => (isTyping(event.target as Element) || !(event.ctrlKey || event.metaKey)) && event.stopPropagation();
const rowHeight = 28;
const leastWidth = 76;
const asideWidth = 56;

/**
 * Cells as in a spreadsheet: arrows, Enter and typing, ranges with Shift, copy and paste to and from other programs. Below the last row
 * stands an empty one; typing there adds it. Escape and Tab lead out.
 */
export function TableGrid({ label, columns, cells, onChange, aside, fault, onUndo, className }: TableGridProps) {
  const { t } = useTranslation('tables');
  const grid = useRef<HTMLDivElement>(null);
  const id = useId();
  const [selection, setSelection] = useState<Selection>({ anchor: { row: 0, column: 0 }, active: { row: 0, column: 0 } });
  const [editing, setEditing] = useState<{ readonly start: string; readonly typed: boolean } | null>(null);
  const [focused, setFocused] = useState(false);
  const size = { rows: cells.length, columns: columns.length };
  const active = { row: Math.min(selection.active.row, size.rows), column: Math.min(selection.active.column, size.columns - 1) };
  const range = rangeOf({ ...selection, active });
  const virtual = useVirtualizer({ count: size.rows + 1, getScrollElement: () => grid.current, estimateSize: () => rowHeight, overscan: 8, scrollPaddingStart: rowHeight });
  const template = `${columns.map(({ share = 1 }) => `minmax(0, ${share}fr)`).join(' ')}${aside ? ' 3.5rem' : ''}`;
  // Many columns in a narrow place are read by scrolling sideways, not by guessing.
  const minWidth = columns.length * leastWidth + (aside ? asideWidth : 0);
  const cellId = ({ row, column }: Cell) => `${id}-${row}-${column}`;

  const select = (next: Selection) => {
    setSelection(next);
    virtual.scrollToIndex(next.active.row);
  };
  const go = (row: number, column: number, extend = false) => select(moved({ ...selection, active }, { row, column }, size, extend));
  const put = (next: Cells) => onChange(withoutEmptyRows(next));
  const commit = (value: string, after: After) => {
    setEditing(null);
    if (value !== (cells[active.row]?.[active.column] ?? '')) onChange(withCells(cells, columns.length, active, [[value]]));
    grid.current?.focus();
    const rows = { rows: Math.max(size.rows, active.row + 1), columns: size.columns };
    const by = after === 'down' ? { row: 1, column: 0 } : after === 'right' ? { row: 0, column: 1 } : after === 'left' ? { row: 0, column: -1 } : null;
    // From the last column Tab goes on in the next row, as in a spreadsheet.
    if (after === 'right' && active.column === size.columns - 1) select({ anchor: { row: active.row + 1, column: 0 }, active: { row: active.row + 1, column: 0 } });
    else if (by) select(moved({ ...selection, active }, by, rows, false));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing) return;
    const mod = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((grid.current?.clientHeight ?? 280) / rowHeight) - 2);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowUp: () => go(mod ? -size.rows : -1, 0, event.shiftKey),
      ArrowDown: () => go(mod ? size.rows : 1, 0, event.shiftKey),
      ArrowLeft: () => go(0, mod ? -size.columns : -1, event.shiftKey),
      ArrowRight: () => go(0, mod ? size.columns : 1, event.shiftKey),
      Home: () => go(mod ? -size.rows : 0, -size.columns, event.shiftKey),
      End: () => go(mod ? size.rows : 0, size.columns, event.shiftKey),
      PageUp: () => go(-page, 0, event.shiftKey),
      PageDown: () => go(page, 0, event.shiftKey),
      Enter: () => setEditing({ start: cells[active.row]?.[active.column] ?? '', typed: false }),
      F2: () => setEditing({ start: cells[active.row]?.[active.column] ?? '', typed: false }),
      Delete: () => put(mod ? withoutRows(cells, { ...selection, active }) : cleared(cells, { ...selection, active })),
      Backspace: () => put(mod ? withoutRows(cells, { ...selection, active }) : cleared(cells, { ...selection, active })),
    };
    const letters: Readonly<Record<string, () => void>> = {
      a: () => setSelection({ anchor: { row: 0, column: 0 }, active: { row: Math.max(0, size.rows - 1), column: size.columns - 1 } }),
      d: () => put(filledDown(cells, { ...selection, active })),
      ...(onUndo && { z: () => onUndo(event.shiftKey), y: () => onUndo(true) }),
    };
    const act = keys[event.key] ?? (mod ? letters[event.key.toLowerCase()] : undefined);
    if (act) act();
    else if (!mod && !event.altKey && event.key.length === 1) setEditing({ start: event.key, typed: true });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const copy = (event: ClipboardEvent, cut: boolean) => {
    if (editing) return;
    event.clipboardData.setData('text/plain', clipText(cells, { ...selection, active }));
    event.preventDefault();
    if (cut) put(cleared(cells, { ...selection, active }));
  };
  const paste = (event: ClipboardEvent) => {
    if (editing) return;
    event.preventDefault();
    const values = readClipboard(event.clipboardData.getData('text/plain'));
    const next = pasted(cells, columns.length, { ...selection, active }, values);
    put(next);
    select({ anchor: { row: range.top, column: range.left }, active: { row: Math.min(next.length - 1, range.top + values.length - 1), column: Math.min(size.columns - 1, range.left + (values[0]?.length ?? 1) - 1) } });
  };

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={label}
      aria-rowcount={size.rows + 2}
      aria-colcount={columns.length}
      aria-multiselectable
      tabIndex={editing ? -1 : 0}
      aria-activedescendant={editing ? undefined : cellId(active)}
      onKeyDown={onKeyDown}
      onCopy={(event) => copy(event, false)}
      onCut={(event) => copy(event, true)}
      onPaste={paste}
      onFocus={() => setFocused(true)}
      onBlur={(event) => setFocused(event.currentTarget.contains(event.relatedTarget))}
      className={classes('relative min-h-0 overflow-auto overscroll-contain rounded-8 border border-line bg-surface text-13 select-none', className)}
    >
      <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template, minWidth }} className="sticky top-0 z-20 grid border-b border-line bg-sunken text-12 text-muted">
        {columns.map((column) => (
          <div key={column.key} role="columnheader" className={classes('min-w-0 truncate border-r border-line px-2 font-medium last:border-r-0', column.head === undefined ? 'py-1' : 'flex items-center')} title={column.label}>
            {column.head === undefined ? column.label : <span className="min-w-0 flex-1" onKeyDown={stopKeys} onCopy={stop} onCut={stop} onPaste={stop} onFocus={stop}>{column.head}</span>}
          </div>
        ))}
        {aside && <div role="columnheader" className="truncate px-2 py-1 text-right font-medium" title={aside.label}>{aside.label}</div>}
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), minWidth }} className="relative">
        {virtual.getVirtualItems().map(({ index: row, start }) => {
          const wrong = row < size.rows ? fault?.(row) : undefined;
          return (
            <div key={row} role="row" aria-rowindex={row + 2} style={{ gridTemplateColumns: template, transform: `translateY(${start}px)`, height: rowHeight }} className={classes('absolute inset-x-0 grid border-b border-line', row === size.rows && 'border-b-transparent')}>
              {columns.map((column, at) => {
                const cell = { row, column: at };
                const value = cells[row]?.[at] ?? '';
                const isActive = active.row === row && active.column === at;
                const option = column.options?.find((one) => one.value === value);
                return (
                  <div
                    key={column.key}
                    id={cellId(cell)}
                    role="gridcell"
                    aria-selected={isIn(range, cell)}
                    data-chosen={(focused && isIn(range, cell)) || undefined}
                    aria-invalid={(at === 0 && wrong !== undefined) || undefined}
                    title={at === 0 ? wrong : undefined}
                    onPointerDown={(event) => {
                      if (event.button !== 0) return;
                      if (editing && isActive) return;
                      grid.current?.focus();
                      select({ anchor: event.shiftKey ? selection.anchor : cell, active: cell });
                    }}
                    onPointerEnter={(event) => event.buttons === 1 && !editing && setSelection({ anchor: selection.anchor, active: cell })}
                    onDoubleClick={() => setEditing({ start: value, typed: false })}
                    className={classes('relative flex min-w-0 items-center gap-1 border-r border-line px-2', at === columns.length - 1 && !aside && 'border-r-0', focused && isIn(range, cell) && 'bg-accent-soft', focused && isActive && !editing && 'outline-2 outline-offset-[-2px] outline-accent')}
                  >
                    {isActive && editing ? (
                      <CellEditor column={column} label={t('cell', { column: column.label, row: row + 1 })} start={editing.start} typed={editing.typed} onCommit={commit} onCancel={() => {
                        setEditing(null);
                        grid.current?.focus();
                      }} />
                    ) : (
                      <>
                        {at === 0 && wrong && <TriangleAlert size={12} aria-hidden className="shrink-0 text-failed" />}
                        <span className={classes('min-w-0 flex-1 truncate', value === '' && 'text-faint')}>{option?.label ?? (value || (row === size.rows ? (at === 0 ? t('typeHere') : '') : (column.empty ?? '')))}</span>
                      </>
                    )}
                  </div>
                );
              })}
              {aside && <div role="gridcell" className="tabular flex items-center justify-end px-2 text-12 text-faint">{row < size.rows ? aside.of(row) : null}</div>}
            </div>
          );
        })}
      </div>
    </div>
  );
}
