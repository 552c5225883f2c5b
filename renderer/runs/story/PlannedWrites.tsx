import { useTranslation } from 'react-i18next';
import type { Decision, PlannedWrite } from '#shared/records/plan.ts';
import { Badge } from '#renderer/ui/Badge.tsx';
import { ChangeTable, textOf } from './ChangeTable.tsx';

/** What a dry run would write for a record: one small table per write, what is there now beside what would be. */
export function PlannedWrites({ decision }: { readonly decision: Decision }) {
  const { t } = useTranslation('runs');
  if (decision.writes.length === 0) return <p className="text-13 text-muted">{t('story.nothingToWrite')}</p>;
  return (
    <div className="flex flex-col gap-3">
      {decision.writes.map((write) => (
        <WriteTable key={`${write.effect} ${write.slot}`} write={write} />
      ))}
    </div>
  );
}

function WriteTable({ write }: { readonly write: PlannedWrite }) {
  const { t } = useTranslation(['runs', 'words']);
  const label = t(`words:${write.label}`, { defaultValue: write.label });
  const isUpdate = write.changes.some((change) => change.before !== undefined);
  return (
    <section aria-label={label} className="min-w-0 overflow-hidden rounded-6 border border-line bg-sunken">
      <header className="flex h-7 items-center gap-2 border-b border-line px-2 text-12">
        <h3 className="font-medium">{label}</h3>
        {write.thing !== undefined && <span className="tabular truncate text-muted">{textOf(write.thing)}</span>}
        <span className="flex-1" />
        {write.planned && <Badge tone="neutral">{t('story.plannedBefore')}</Badge>}
      </header>
      <ChangeTable changes={write.changes} isUpdate={isUpdate} />
      {write.more && <p className="border-t border-line px-2 py-1 text-12 text-muted">{t('story.planMore', { count: write.more.count })}</p>}
    </section>
  );
}
