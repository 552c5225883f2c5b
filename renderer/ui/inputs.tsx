import { Search, X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';
import { useTyped } from './useTyped.ts';

export const inputLook =
  'h-7 w-full min-w-0 rounded-6 border border-line-strong bg-surface px-2 text-13 text-ellipsis transition-colors hover:border-faint focus-visible:border-accent focus-visible:outline-offset-[-1px] disabled:opacity-50 disabled:hover:border-line-strong aria-invalid:border-failed';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input spellCheck={false} autoComplete="off" {...rest} className={classes(inputLook, className)} />;
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea spellCheck={false} rows={3} {...rest} className={classes(inputLook, 'h-auto resize-y py-1', className)} />;
}

interface CommitInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'defaultValue'> {
  readonly value: string;
  /** Gets the text at each short pause while it is typed, and when the user is done: Enter or leaving the field. Escape takes the old text back. */
  readonly onCommit: (value: string) => void;
  /** Half of the text would mean something else, as of a number of days: told only when the user is done. */
  readonly whenDone?: boolean;
  /** Hears of every letter, for what is worked out while one types; Escape tells the old text once more. */
  readonly onType?: (value: string) => void;
}

/** A text field whose text is kept while it is typed; one visit to it is one step of undo. */
export function CommitInput({ value, onCommit, whenDone = false, onType, ...rest }: CommitInputProps) {
  const { draft, type, leave, takeBack } = useTyped(value, onCommit, whenDone);
  return (
    <Input
      {...rest}
      value={draft}
      onChange={(event) => {
        type(event.target.value);
        onType?.(event.target.value);
      }}
      onBlur={leave}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          const before = takeBack();
          onType?.(before);
        }
      }}
    />
  );
}

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
}

export function SearchInput({ value, onChange, label, className, ...rest }: SearchInputProps) {
  const { t } = useTranslation('ui');
  return (
    <div className={classes('relative', className)}>
      <Search size={14} aria-hidden className="pointer-events-none absolute top-1.75 left-2 text-faint" />
      <Input
        {...rest}
        type="search"
        aria-label={label}
        placeholder={rest.placeholder ?? label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          rest.onKeyDown?.(event);
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
        }}
        className="px-7"
      />
      {value !== '' && (
        <button type="button" aria-label={t('clearSearch')} onClick={() => onChange('')} className="absolute top-0.5 right-0.5 flex size-6 items-center justify-center rounded-4 text-faint hover:text-text">
          <X size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}

interface SelectProps extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Neighbours with the same `group` stand under that heading. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly group?: string | undefined }[];
}

/** The browser's own select in our look: type-ahead, arrow keys and screen readers come with it. */
export function Select({ value, onChange, options, className, ...rest }: SelectProps) {
  return (
    <select {...rest} value={value} onChange={(event) => onChange(event.target.value)} className={classes(inputLook, 'select', className)}>
      {grouped(options).map(({ group, members }) => (group === undefined ? members.map(asOption) : <optgroup key={group} label={group}>{members.map(asOption)}</optgroup>))}
    </select>
  );
}

type Option = SelectProps['options'][number];

const asOption = ({ value, label }: Option) => (
  <option key={value} value={value}>
    {label}
  </option>
);

function grouped(options: readonly Option[]): readonly { readonly group: string | undefined; readonly members: readonly Option[] }[] {
  const groups: { group: string | undefined; members: Option[] }[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last && last.group === option.group) last.members.push(option);
    else groups.push({ group: option.group, members: [option] });
  }
  return groups;
}

/** Like CommitInput, over several lines; Enter makes a new line. */
export function CommitTextArea({ value, onCommit, ...rest }: Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'defaultValue'> & { readonly value: string; readonly onCommit: (value: string) => void }) {
  const { draft, type, leave } = useTyped(value, onCommit);
  return <TextArea {...rest} value={draft} onChange={(event) => type(event.target.value)} onBlur={leave} />;
}
