import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { focusFirst } from './focusFirst.ts';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What goes, what stays, and whether it can be undone. */
  readonly text: string;
  /** What the button does, as a verb. */
  readonly action: string;
  /** Absent = `danger`. */
  readonly look?: 'danger' | 'primary';
  readonly busy: boolean;
  readonly onConfirm: () => void;
}

/** Asks before something is gone for good, or cannot be taken back. The focus begins on the way out. */
export function ConfirmDialog({ open, onClose, title, text, action, look = 'danger', busy, onConfirm }: ConfirmDialogProps) {
  const { t } = useTranslation('ui');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button ref={focusFirst} onClick={onClose}>{t('cancel')}</Button>
          <Button look={look} busy={busy} onClick={onConfirm}>{action}</Button>
        </>
      }
    >
      <p className="text-13 text-muted">{text}</p>
    </Dialog>
  );
}
