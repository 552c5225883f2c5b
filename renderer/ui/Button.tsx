import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Spinner } from './Spinner.tsx';
import { Tip } from './Tip.tsx';

const looks = {
  primary: 'border border-transparent bg-accent text-on-accent hover:bg-accent-hover font-medium',
  plain: 'border border-line-strong bg-surface hover:bg-hover active:bg-pressed',
  quiet: 'text-muted hover:text-text hover:bg-hover active:bg-pressed',
  danger: 'border border-line-strong bg-surface text-failed hover:bg-failed-soft hover:border-failed',
} as const;

const sizes = { small: 'h-6 px-2 gap-1 text-12', normal: 'h-7 px-2.5 gap-1.5 text-13', large: 'h-8 px-3.5 gap-2 text-13' } as const;

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly look?: keyof typeof looks | undefined;
  readonly size?: keyof typeof sizes | undefined;
  readonly icon?: LucideIcon | undefined;
  readonly busy?: boolean | undefined;
  readonly type?: 'button' | 'submit' | undefined;
}

/** A button with words. Busy keeps its width and its name and takes no clicks. */
export function Button({ look = 'plain', size = 'normal', icon: Icon, busy = false, className, children, disabled, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={classes('inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-6 transition-colors disabled:opacity-50', looks[look], sizes[size], className)}
    >
      {busy ? <Spinner /> : Icon && <Icon size={14} aria-hidden className="shrink-0" />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  readonly icon: LucideIcon;
  /** The button's name: tooltip and screen reader. */
  readonly label: string;
  /** Shortcut shown in the tooltip, such as `mod+z`. */
  readonly keys?: string | undefined;
  readonly size?: 'small' | 'normal' | undefined;
  readonly tipSide?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  readonly badge?: ReactNode;
}

/** A button that is only an icon; its name stands in a tooltip. */
export function IconButton({ icon: Icon, label, keys, size = 'normal', tipSide, badge, className, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} keys={keys} side={tipSide}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        className={classes(
          'relative inline-flex shrink-0 items-center justify-center rounded-6 text-muted transition-colors hover:bg-hover hover:text-text active:bg-pressed disabled:opacity-35 disabled:hover:bg-transparent disabled:hover:text-muted aria-pressed:bg-pressed aria-pressed:text-text data-[state=open]:bg-hover data-[state=open]:text-text',
          size === 'small' ? 'size-6' : 'size-7',
          className,
        )}
      >
        <Icon size={size === 'small' ? 14 : 16} aria-hidden />
        {badge}
      </button>
    </Tip>
  );
}
