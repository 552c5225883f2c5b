import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Decision, FieldChange, PlannedWrite } from '#shared/records/plan.ts';
import type { Value } from '#shared/records/story.ts';
import { Badge } from '#renderer/ui/Badge.tsx';

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
        <h4 className="font-medium">{label}</h4>
        {write.thing !== undefined && <span className="tabular truncate text-muted">{textOf(write.thing)}</span>}
        <span className="flex-1" />
        {write.planned && <Badge tone="neutral">{t('story.plannedBefore')}</Badge>}
      </header>
      <table className="w-full table-fixed border-collapse text-12" data-selectable>
        <colgroup>
          <col className="w-[36%]" />
          {isUpdate && <col />}
          <col />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('story.planField')}</th>
            {isUpdate && <th scope="col">{t('story.planBefore')}</th>}
            <th scope="col">{t('story.planAfter')}</th>
          </tr>
        </thead>
        <tbody>
          {write.changes.map((change) => (
            <ChangeRow key={change.path} change={change} isUpdate={isUpdate} />
          ))}
        </tbody>
      </table>
      {write.more && <p className="border-t border-line px-2 py-1 text-12 text-muted">{t('story.planMore', { count: write.more.count })}</p>}
    </section>
  );
}

function ChangeRow({ change: { path, before, after }, isUpdate }: { readonly change: FieldChange; readonly isUpdate: boolean }) {
  const { t } = useTranslation('runs');
  const value = (shown: Value | undefined) => (shown === 'dry-run' ? <span className="text-muted italic">{t('story.notMadeYet')}</span> : textOf(shown));
  return (
    <tr className="border-t border-line align-top first:border-t-0">
      <th scope="row" title={path} className="truncate px-2 py-0.5 text-left font-normal text-muted">{path}</th>
      {isUpdate && <td className="tabular px-2 py-0.5 break-words text-muted line-through decoration-faint">{before === undefined ? '' : textOf(before)}</td>}
      <td className="tabular px-2 py-0.5 break-words">
        {isUpdate && <ArrowRight size={10} aria-hidden className="mr-1 inline text-faint" />}
        {after === undefined ? <span className="text-muted italic">{t('story.planGone')}</span> : value(after)}
      </td>
    </tr>
  );
}

function textOf(value: Value | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
