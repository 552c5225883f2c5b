import { Check, Minus } from 'lucide-react';
import { Checkbox as RadixCheckbox, Switch as RadixSwitch, ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { focusChosen } from './focusChosen.ts';

interface ToggleProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly 'aria-describedby'?: string | undefined;
}

/** On or off, at once. With `label` when no visible label is tied to `id`. */
export function Switch({ checked, onChange, label, ...rest }: ToggleProps) {
  return (
    <RadixSwitch.Root
      {...rest}
      checked={checked}
      onCheckedChange={onChange}
      aria-label={label}
      className="relative h-4 w-7 shrink-0 rounded-full bg-line-strong transition-colors data-[state=checked]:bg-accent disabled:opacity-50"
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-0.5 rounded-full bg-surface transition-transform data-[state=checked]:translate-x-3.5" />
    </RadixSwitch.Root>
  );
}

export function Checkbox({ checked, onChange, label, ...rest }: Omit<ToggleProps, 'checked'> & { readonly checked: boolean | 'indeterminate' }) {
  return (
    <RadixCheckbox.Root
      {...rest}
      checked={checked}
      onCheckedChange={(next) => onChange(next === true)}
      aria-label={label}
      className="inline-flex size-4 shrink-0 items-center justify-center rounded-4 border border-line-strong bg-surface text-on-accent transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50"
    >
      <RadixCheckbox.Indicator>{checked === 'indeterminate' ? <Minus size={12} strokeWidth={3} aria-hidden /> : <Check size={12} strokeWidth={3} aria-hidden />}</RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

interface SegmentedProps<V extends string> {
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly label: ReactNode; readonly name?: string }[];
  readonly className?: string | undefined;
}

/** A few choices side by side, exactly one of them taken. */
export function Segmented<V extends string>({ value, onChange, label, options, className }: SegmentedProps<V>) {
  return (
    <ToggleGroup.Root type="single" value={value} onValueChange={(next) => next !== '' && onChange(next as V)} aria-label={label} onFocus={focusChosen} className={classes('inline-flex h-7 items-stretch rounded-6 bg-sunken p-0.5', className)}>
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          aria-label={option.name}
          className="inline-flex min-w-0 flex-auto items-center justify-center gap-1 rounded-4 px-2 text-12 whitespace-nowrap text-muted transition-colors hover:text-text data-[state=on]:bg-surface data-[state=on]:font-medium data-[state=on]:text-text data-[state=on]:ring-1 data-[state=on]:ring-line"
        >
          {typeof option.label === 'string' ? <span className="truncate">{option.label}</span> : option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
