import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import type { RecordStory } from '#shared/records/story.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { compareRecords } from './compareRecords.ts';
import { CopyButton } from './CopyButton.tsx';
import { ExchangeView } from './ExchangeView.tsx';
import { LifeDetail } from './LifeDetail.tsx';
import { PlannedWrites } from './PlannedWrites.tsx';
import { RecordTree } from './RecordTree.tsx';
import type { TimelineRow } from './timeline.ts';

/** What one row of the timeline holds: the record, both records side by side, or the calls. */
export function StepDetail({ story, row, sideBySide }: { readonly story: RecordStory; readonly row: TimelineRow; readonly sideBySide: boolean }) {
  const { t } = useTranslation('runs');
  const { ofReason } = useSpoken();
  const comparison = useMemo(() => (story.source && story.mapped ? compareRecords(story.source, story.mapped) : undefined), [story]);
  if (row.kind === 'read') {
    return (
      <div className="flex flex-col gap-4">
        {story.source ? <RecordBox title={t('story.source')} record={story.source} /> : <p className="text-13 text-muted">{t('story.payloadGone')}</p>}
        {row.exchanges.map((exchange, index) => (
          <ExchangeView key={index} exchange={exchange} sideBySide={sideBySide} payloadsKept={story.payloadsKept} />
        ))}
      </div>
    );
  }
  if (row.kind === 'mapped') {
    return (
      <div className={classes('grid items-start gap-2', sideBySide ? 'grid-cols-2' : 'grid-cols-1')}>
        {sideBySide && story.source && <RecordBox title={t('story.source')} record={story.source} comparison={comparison && { side: 'source', of: comparison }} />}
        {story.mapped && <RecordBox title={t('story.mappedRecord')} record={story.mapped} comparison={comparison && { side: 'mapped', of: comparison }} />}
      </div>
    );
  }
  if (row.kind === 'life') return <LifeDetail row={story.row} />;
  if (row.kind === 'plan') return <PlannedWrites decision={row.decision} />;
  const said = row.kind === 'note' || row.kind === 'warning' ? ofReason(row.text) : null;
  return (
    <div className="flex flex-col gap-4">
      {row.kind === 'error' && <ErrorFacts error={row.error} />}
      {said && (
        <p className="text-13">
          {said.what} {said.fix && <span className="text-muted">{said.fix}</span>}
        </p>
      )}
      {row.exchanges.map((exchange, index) => (
        <ExchangeView key={index} exchange={exchange} sideBySide={sideBySide} payloadsKept={story.payloadsKept} />
      ))}
      {row.exchanges.length === 0 && row.kind !== 'error' && <p className="text-12 text-faint">{t('story.noCalls')}</p>}
    </div>
  );
}

/** Where it happened and what the service said; what and fix stand in the headline already. */
function ErrorFacts({ error }: { readonly error: ErrorData }) {
  const { t } = useTranslation(['runs', 'ui']);
  const connections = useConnections().data;
  const nodes = useEditor((state) => state.flow?.nodes);
  // People know things by their names; the ids are for the files.
  const named = (place: string, id: string) =>
    place === 'connection' ? (connections?.find((one) => one.id === id)?.name ?? id) : place === 'node' ? (nodes?.find((one) => one.id === id)?.name ?? id) : id;
  const facts = [
    ...Object.entries(error.where ?? {}).map(([place, id]) => [t(`ui:place.${place}`), named(place, id)] as const),
    ...Object.entries(error.answer ?? {}).map(([name, value]) => [t(`story.serviceAnswer.${name}`), String(value)] as const),
    [t('story.errorCode'), error.code] as const,
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 text-12" data-selectable>
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted first-letter:uppercase">{name}</dt>
          <dd className="tabular break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function RecordBox({ title, record, comparison }: { readonly title: string; readonly record: NonNullable<RecordStory['source']>; readonly comparison?: Parameters<typeof RecordTree>[0]['comparison'] }) {
  const { t } = useTranslation('runs');
  return (
    <section aria-label={title} className="min-w-0 overflow-hidden rounded-6 border border-line bg-sunken">
      <header className="flex h-7 items-center gap-2 border-b border-line pr-1 pl-2 text-12">
        <h3 className="flex-1 font-medium text-muted">{title}</h3>
        <CopyButton label={t('story.copyBody', { title })} text={() => JSON.stringify(record, null, 2)} />
      </header>
      <RecordTree record={record} label={title} comparison={comparison} />
    </section>
  );
}
