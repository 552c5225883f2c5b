import { CircleAlert, RotateCw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';

interface EmptyStateProps {
  readonly icon?: LucideIcon | undefined;
  readonly title: string;
  /** What this place is for. */
  readonly text?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

/** An empty place says what it is for and offers one thing to do. */
export function EmptyState({ icon: Icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={classes('flex flex-1 flex-col items-center justify-center gap-2 p-6 text-center', className)}>
      {Icon && <Icon size={20} aria-hidden className="mb-1 text-faint" />}
      <p className="text-13 font-medium">{title}</p>
      {text && <p className="max-w-80 text-13 text-balance text-muted">{text}</p>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  );
}

/** A grey bar in the place of what is still loading; give it the size of the real thing. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classes('block animate-breathe rounded-4 bg-hover', className)} />;
}

interface ErrorNoteProps {
  readonly error: ErrorData;
  readonly onRetry?: (() => void) | undefined;
  readonly retrying?: boolean | undefined;
  readonly action?: ReactNode;
  readonly className?: string | undefined;
}

/** What went wrong, where, and how to fix it; the texts come translated by the error's code when a translation exists. */
export function ErrorNote({ error, onRetry, retrying, action, className }: ErrorNoteProps) {
  const { t } = useTranslation('ui');
  const said = useSpoken().ofError(error);
  const place = Object.entries(error.where ?? {}).map(([key, value]) => `${t(`place.${key}`)} ${value}`).join(' · ');
  return (
    <div role="alert" className={classes('flex flex-wrap gap-2 rounded-8 border border-line bg-failed-soft p-3 text-13', className)}>
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-failed" />
      <div className="min-w-40 flex-1" data-selectable>
        <p className="font-medium break-words">{said.what}</p>
        {place && <p className="text-12 break-words text-muted">{place}</p>}
        {said.fix && <p className="mt-1 break-words text-muted">{said.fix}</p>}
        {onRetry && (
          <div className="mt-2 flex gap-2">
            <Button size="small" icon={RotateCw} busy={retrying} onClick={onRetry}>{t('retry')}</Button>
            {action}
          </div>
        )}
      </div>
      {!onRetry && action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
