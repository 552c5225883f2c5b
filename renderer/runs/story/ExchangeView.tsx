import { Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Exchange } from '#shared/records/story.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { durationText } from '../text/timeText.ts';
import { useLocale } from '../text/Time.tsx';
import { BodyView } from './BodyView.tsx';
import { CopyButton } from './CopyButton.tsx';
import { curlCommand } from './curlCommand.ts';

/** One request and its answer, beside each other where there is room. */
export function ExchangeView({ exchange, sideBySide, payloadsKept }: { readonly exchange: Exchange; readonly sideBySide: boolean; readonly payloadsKept: boolean }) {
  const { t } = useTranslation('runs');
  const locale = useLocale();
  const connection = useConnections().data?.find((one) => one.id === exchange.connection);
  // `POST salesreceipt` says the method a second time.
  const operation = exchange.operation.startsWith(`${exchange.method} `) ? exchange.operation.slice(exchange.method.length + 1) : exchange.operation;
  const failed = exchange.status === undefined || exchange.status >= 400;
  return (
    <section aria-label={exchange.operation} className="flex flex-col gap-2">
      <div className="flex min-h-6 items-start gap-2">
        <div className="flex min-h-6 min-w-0 flex-1 flex-wrap items-center gap-x-2">
          <span className="font-mono text-12 font-semibold">{exchange.method}</span>
          <span className="text-13 font-medium">{operation}</span>
          {exchange.status !== undefined && <Badge tone={failed ? 'red' : 'neutral'} className="tabular">{exchange.status}</Badge>}
          <span className="tabular text-12 text-muted">{durationText(exchange.ms, locale)}</span>
          <span className="text-12 text-faint">{connection?.name ?? exchange.connection}</span>
        </div>
        <CopyButton words={sideBySide} label={t('story.copyCurl')} text={() => curlCommand(exchange, connection?.connector ?? '')} />
      </div>
      <p data-selectable className="-mt-1 truncate font-mono text-12 text-faint" title={exchange.url}>
        {exchange.url}
      </p>
      {exchange.error && (
        <p className="flex items-start gap-1.5 text-12 text-failed">
          <Unplug size={12} aria-hidden className="mt-0.5 shrink-0" />
          {exchange.error}
        </p>
      )}
      {payloadsKept ? (
        <div className={classes('grid items-start gap-2', sideBySide ? 'grid-cols-2' : 'grid-cols-1')}>
          <BodyView title={t('story.request')} body={exchange.requestBody} />
          <BodyView title={t('story.answer')} body={exchange.answerBody} />
        </div>
      ) : (
        <p className="text-12 text-faint">{t('story.bodiesGone')}</p>
      )}
    </section>
  );
}
