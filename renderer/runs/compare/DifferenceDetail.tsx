import { useTranslation } from 'react-i18next';
import type { RecordDifference } from '#shared/records/comparison.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { useStory } from '#renderer/queries/records.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { goToRecord } from '../goTo.ts';
import { ChangeTable } from '../story/ChangeTable.tsx';
import { diffRecords } from '../story/diffRecords.ts';

/** What one record was in both runs, field by field: as it was read, and as the mapping made it. */
export function DifferenceDetail({ row: { first, second } }: { readonly row: RecordDifference }) {
  const { t } = useTranslation('records');
  const then = useStory(first?.runId ?? null, first?.seq ?? null);
  const now = useStory(second?.runId ?? null, second?.seq ?? null);
  const loading = (first && then.isPending) || (second && now.isPending);
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-ground px-3 py-2.5">
      {loading ? (
        <Skeleton className="h-3 w-48" />
      ) : first && second ? (
        <div className="grid grid-cols-2 items-start gap-3">
          <Changes title={t('compare.read')} before={then.data?.source ?? null} after={now.data?.source ?? null} />
          <Changes title={t('compare.mapped')} before={then.data?.mapped ?? null} after={now.data?.mapped ?? null} />
        </div>
      ) : null}
      <div className="flex gap-2">
        {first && <Button size="small" onClick={() => goToRecord(first.flowId, first)}>{t('compare.storyFirst')}</Button>}
        {second && <Button size="small" onClick={() => goToRecord(second.flowId, second)}>{t('compare.storySecond')}</Button>}
      </div>
    </div>
  );
}

function Changes({ title, before, after }: { readonly title: string; readonly before: SourceRecord | null; readonly after: SourceRecord | null }) {
  const { t } = useTranslation('records');
  const changes = before && after ? diffRecords(before, after) : null;
  return (
    <section aria-label={title} className="min-w-0 overflow-hidden rounded-6 border border-line bg-sunken">
      <h3 className="border-b border-line px-2 py-1 text-12 font-medium text-muted">{title}</h3>
      {changes === null ? <p className="px-2 py-1.5 text-12 text-muted">{t('compare.noData')}</p> : changes.length === 0 ? <p className="px-2 py-1.5 text-12 text-muted">{t('compare.equal')}</p> : <ChangeTable changes={changes} isUpdate />}
    </section>
  );
}
