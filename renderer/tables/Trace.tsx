import { ArrowRight } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { classes } from '#renderer/ui/classes.ts';

export interface Station {
  readonly name: string;
  readonly value: string;
}

interface TraceProps {
  /** From what comes in to what goes out. */
  readonly stations: readonly Station[];
  readonly error?: ErrorData | undefined;
  /** In place of the last station: the record goes no further. */
  readonly end?: string | undefined;
}

/** “in → parts → mapped → out” for the record everything is shown for. */
export function Trace({ stations, error, end }: TraceProps) {
  const { t } = useTranslation('tables');
  const { ofError } = useSpoken();
  return (
    <div data-trace data-selectable className="rounded-6 bg-sunken px-2 py-1.5 text-12">
      <dl className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        {stations.map(({ name, value }, index) => (
          <Fragment key={name}>
            {index > 0 && <ArrowRight size={12} aria-hidden className="shrink-0 text-faint" />}
            <div className="flex min-w-0 items-baseline gap-1">
              <dt className="text-faint">{name}</dt>
              <dd className={classes('min-w-0 break-words', index === stations.length - 1 && !error && !end && 'font-medium', value === '' && 'text-faint')}>{value === '' ? t('emptyValue') : value}</dd>
            </div>
          </Fragment>
        ))}
      </dl>
      {end && <p className="mt-1 text-muted">{end}</p>}
      {error && <p className={classes('mt-1', error.parkedOn ? 'text-parked' : 'text-failed')}>{ofError(error).what}</p>}
    </div>
  );
}
