import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';

export interface FieldProps {
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
  /** Small thing at the end of the label's line, such as a badge or a button. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  /** Gets the ids that tie the control to its label, help and error. */
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined; readonly 'aria-required': true | undefined }) => ReactNode;
}

/** Label above, control, then error or help: one shape for every form. */
export function Field({ label, help, error, required, aside, className, children }: FieldProps) {
  const id = useId();
  const note = error || help ? `${id}-note` : undefined;
  return (
    <div className={classes('flex flex-col gap-1', className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <label htmlFor={id} className="min-w-0 text-12 font-medium text-muted">
          {label}
          {required && <span aria-hidden className="ml-0.5 text-parked">*</span>}
        </label>
        {aside}
      </div>
      {children({ id, 'aria-describedby': note, 'aria-invalid': error ? true : undefined, 'aria-required': required ? true : undefined })}
      {error ? (
        <p id={note} className="flex items-start gap-1 text-12 text-failed">
          <CircleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
          {error}
        </p>
      ) : (
        help && <p id={note} className="text-12 text-faint">{help}</p>
      )}
    </div>
  );
}
