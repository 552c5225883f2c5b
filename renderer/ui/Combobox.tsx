import { Command } from 'cmdk';
import { Check, ChevronsUpDown, RefreshCw, WifiOff } from 'lucide-react';
import { Popover as RadixPopover } from 'radix-ui';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';
import { inputLook } from './inputs.tsx';
import { Spinner } from './Spinner.tsx';

export interface ComboOption {
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
}

interface ComboboxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A function is asked only while the list is open: for lists that take work to make. */
  readonly options: readonly ComboOption[] | (() => readonly ComboOption[]);
  readonly label: string;
  readonly id?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly loading?: boolean | undefined;
  /** Why there is no list; the value can then still be typed. */
  readonly offline?: string | undefined;
  /** Reads the list once more; stands at its end, and beside what keeps it from being read. */
  readonly onRefresh?: (() => void) | undefined;
  /** Offers what was typed as a value of its own. */
  readonly allowTyped?: boolean | undefined;
  readonly clearable?: boolean | undefined;
  /** In a narrow cell: the closed box shows the label without its detail. */
  readonly narrow?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** What the closed box says for a value that is not among the options it has been asked for. */
  readonly shown?: string | undefined;
  readonly className?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
  readonly 'aria-required'?: true | undefined;
}

const noOptions: readonly ComboOption[] = [];

/** One value out of a list that may be long, slow or away: search in it, or type the value. */
export function Combobox({ value, onChange, options: given, label, placeholder, loading = false, offline, onRefresh, allowTyped = false, clearable = false, narrow = false, className, shown, ...rest }: ComboboxProps) {
  const { t } = useTranslation('ui');
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const options = useMemo(() => (typeof given === 'function' ? (open ? given() : noOptions) : given), [given, open]);
  const chosen = options.find((option) => option.value === value);
  const choose = (next: string) => {
    onChange(next);
    setOpen(false);
    setTyped('');
  };
  return (
    <RadixPopover.Root open={open} onOpenChange={setOpen}>
      <RadixPopover.Trigger asChild>
        <button {...rest} type="button" role="combobox" aria-expanded={open} aria-label={label} className={classes(inputLook, 'inline-flex items-center gap-1.5 text-left', className)}>
          <span className={classes('min-w-0 flex-1 truncate', !chosen && !value && 'text-faint')}>{chosen?.label ?? (shown || value || placeholder || t('choose'))}</span>
          {chosen?.detail && !narrow && <span className="shrink-0 text-12 text-faint">{chosen.detail}</span>}
          {offline ? <WifiOff size={12} aria-hidden className="shrink-0 text-faint" /> : <ChevronsUpDown size={12} aria-hidden className="shrink-0 text-faint" />}
        </button>
      </RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content align="start" sideOffset={4} collisionPadding={8} className="z-50 w-[max(var(--radix-popover-trigger-width),220px)] max-w-96 animate-appear rounded-8 bg-raised text-13 shadow-float">
          <Command label={label} loop>
            <Command.Input value={typed} onValueChange={setTyped} placeholder={allowTyped ? t('searchOrType') : t('search')} className="h-8 w-full border-b border-line bg-transparent px-3 outline-none" />
            <Command.List className="scroll-y max-h-72 p-1">
              {offline && <p className="px-2 py-1.5 text-12 text-parked">{offline}</p>}
              {loading && (
                <div className="flex items-center gap-2 px-2 py-1.5 text-12 text-muted">
                  <Spinner /> {t('loading')}
                </div>
              )}
              {!loading && !(allowTyped && typed !== '') && <Command.Empty className="px-2 py-1.5 text-12 text-muted">{t('nothingFound')}</Command.Empty>}
              {clearable && value !== '' && typed === '' && <Row value="__clear" label={t('clear')} muted onSelect={() => choose('')} />}
              {options.map((option) => (
                <Row key={option.value} value={option.value} keywords={[option.label, option.detail ?? '']} label={option.label} detail={option.detail} checked={option.value === value} onSelect={() => choose(option.value)} />
              ))}
              {allowTyped && typed.trim() !== '' && !options.some((option) => option.value === typed.trim()) && (
                <Row value={`typed ${typed}`} label={t('useTyped', { value: typed.trim() })} muted onSelect={() => choose(typed.trim())} />
              )}
            </Command.List>
            {onRefresh && (
              <button type="button" disabled={loading} onClick={onRefresh} className="flex h-8 w-full items-center gap-1.5 border-t border-line px-3 text-12 text-muted hover:text-text disabled:opacity-50">
                <RefreshCw size={12} aria-hidden className={loading ? 'animate-turn' : undefined} />
                {t(offline ? 'retry' : 'refreshList')}
              </button>
            )}
          </Command>
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}

interface RowProps {
  readonly value: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly keywords?: string[];
  readonly checked?: boolean;
  readonly muted?: boolean;
  readonly onSelect: () => void;
}

function Row({ value, label, detail, keywords = [], checked = false, muted = false, onSelect }: RowProps) {
  return (
    <Command.Item value={value} keywords={keywords} onSelect={onSelect} className={classes('flex min-h-7 items-center gap-2 rounded-4 px-2 py-0.5 data-[selected=true]:bg-hover', muted && 'text-muted')}>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {detail && <span className="tabular shrink-0 text-12 text-faint">{detail}</span>}
      <Check size={12} aria-hidden className={classes('shrink-0 text-accent', !checked && 'invisible')} />
    </Command.Item>
  );
}
