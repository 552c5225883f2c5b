import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface FormDialogProps {
  readonly open?: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What its main button does, as a verb; Enter in a field does the same. */
  readonly action: string;
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A few questions in a dialog, and one button that goes on with the answers. */
export function FormDialog({ open = true, onClose, title, action, disabled = false, busy = false, onSubmit, children }: FormDialogProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button look="quiet" onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={id} look="primary" disabled={disabled} busy={busy}>{action}</Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
