import { Popover as RadixPopover } from 'radix-ui';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import type { GridColumn } from './TableGrid.tsx';

/** Where the cursor goes when a cell is done. */
export type After = 'stay' | 'down' | 'right' | 'left';

interface CellEditorProps {
  readonly column: GridColumn;
  readonly label: string;
  /** What stands there when editing begins: the cell's value, or the letter that was typed. */
  readonly start: string;
  /** True when a letter was typed: it takes the place of what was there. */
  readonly typed: boolean;
  readonly onCommit: (value: string, after: After) => void;
  readonly onCancel: () => void;
}

const most = 60;
const noOptions: NonNullable<GridColumn['options']> = [];

/** The input of one cell; where the column has a list, what fits stands below it and can be taken with the arrow keys. */
export function CellEditor({ column, label, start, typed, onCommit, onCancel }: CellEditorProps) {
  const { t } = useTranslation(['tables', 'ui']);
  const [text, setText] = useState(start);
  const [marked, setMarked] = useState(-1);
  const [touched, setTouched] = useState(typed);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const options = column.options ?? noOptions;
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return (touched && wanted !== '' ? options.filter(({ value, label: name, detail }) => `${value} ${name} ${detail ?? ''}`.toLowerCase().includes(wanted)) : options).slice(0, most);
  }, [options, text, touched]);
  // What begins as it was typed is meant; anything else stays what was typed.
  const meant = marked >= 0 ? shown[marked] : touched && text.trim() !== '' ? shown.find(({ value, label: name }) => [value, name].some((one) => one.toLowerCase().startsWith(text.trim().toLowerCase()))) : undefined;
  useEffect(() => {
    input.current?.focus();
    if (!typed) input.current?.select();
  }, [typed]);
  const commit = (after: After) => onCommit(meant ? meant.value : touched ? text.trim() : start, after);
  const onKeyDown = (event: KeyboardEvent) => {
    // The grid must not take the keys of its own cell for commands.
    event.stopPropagation();
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && shown.length > 0) {
      setMarked((current) => Math.max(-1, Math.min(shown.length - 1, (current < 0 && meant ? shown.indexOf(meant) : current) + step)));
      event.preventDefault();
    } else if (event.key === 'Enter') commit('down');
    else if (event.key === 'Tab') commit(event.shiftKey ? 'left' : 'right');
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
  };
  return (
    <RadixPopover.Root open={options.length > 0 || column.offline !== undefined}>
      <RadixPopover.Anchor asChild>
        <input
          ref={input}
          aria-label={label}
          role={options.length > 0 ? 'combobox' : undefined}
          aria-expanded={options.length > 0 || undefined}
          aria-controls={options.length > 0 ? id : undefined}
          aria-activedescendant={meant ? `${id}-${shown.indexOf(meant)}` : undefined}
          spellCheck={false}
          autoComplete="off"
          value={text}
          maxLength={500}
          onChange={(event) => {
            setText(event.target.value);
            setTouched(true);
            setMarked(-1);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => commit('stay')}
          className="absolute inset-0 z-10 size-full bg-surface px-2 outline-2 outline-offset-[-2px] outline-accent"
        />
      </RadixPopover.Anchor>
      <RadixPopover.Portal>
        <RadixPopover.Content align="start" sideOffset={2} collisionPadding={8} onOpenAutoFocus={(event) => event.preventDefault()} onCloseAutoFocus={(event) => event.preventDefault()} className="z-50 w-[max(var(--radix-popover-trigger-width),220px)] max-w-96 rounded-8 bg-raised text-13 shadow-float">
          {column.offline && <p className="px-3 py-2 text-12 text-parked">{column.offline}</p>}
          <ul id={id} role="listbox" aria-label={label} className="scroll-y max-h-64 p-1">
            {shown.map((option, index) => (
              <li
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                aria-selected={option === meant}
                ref={(element) => {
                  if (option === meant) element?.scrollIntoView({ block: 'nearest' });
                }}
                // Before the input loses the focus and takes what was typed.
                onPointerDown={(event) => {
                  event.preventDefault();
                  onCommit(option.value, 'down');
                }}
                className={classes('flex min-h-7 items-center gap-2 rounded-4 px-2', option === meant ? 'bg-hover' : 'hover:bg-hover')}
              >
                <span className="min-w-0 flex-1 truncate">{option.label}</span>
                {option.detail && <span className="shrink-0 text-12 text-faint">{option.detail}</span>}
              </li>
            ))}
            {shown.length === 0 && options.length > 0 && <li role="option" aria-selected="false" aria-disabled className="px-2 py-1 text-12 text-muted">{t('ui:useTyped', { value: text.trim() })}</li>}
          </ul>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
