import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';
import { IconButton } from './Button.tsx';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the bottom, the main one last. */
  readonly actions?: ReactNode;
  readonly className?: string | undefined;
}

/** The browser's own modal dialog: focus stays in it, the page behind it is inert, Escape closes. */
export function Dialog({ open, onClose, title, children, actions, className }: DialogProps) {
  const { t } = useTranslation('ui');
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) {
      dialog.showModal();
      // Not the close button: its tooltip would open, and take the first Escape for itself.
      (dialog.querySelector<HTMLElement>('[data-body] :is(input, select, textarea)') ?? dialog.querySelector<HTMLElement>('h2'))?.focus();
    }
    if (!open && dialog?.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && onClose()}
      className={classes('m-auto max-h-[calc(100vh-64px)] w-120 max-w-[calc(100vw-48px)] rounded-8 bg-raised text-text shadow-float open:flex open:animate-appear open:flex-col', className)}
    >
      {open && (
        <>
          <header className="flex h-11 shrink-0 items-center justify-between border-b border-line pr-2 pl-4">
            <h2 id={titleId} tabIndex={-1} className="text-15 font-semibold outline-none">{title}</h2>
            <IconButton icon={X} label={t('close')} onClick={onClose} />
          </header>
          <div data-body className="scroll-y min-h-0 flex-1 p-4">{children}</div>
          {actions && <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer>}
        </>
      )}
    </dialog>
  );
}
