import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldChange } from '#shared/records/plan.ts';
import type { Value } from '#shared/records/story.ts';

interface ChangeTableProps {
  readonly changes: readonly FieldChange[];
  /** Something is there already: it stands beside what comes. */
  readonly isUpdate: boolean;
  /** What the columns hold; absent = what is there now and what is planned. */
  readonly heads?: { readonly before: string; readonly after: string };
}

/** Fields that change, one a row. With `heads` these are seen, else only heard. */
export function ChangeTable({ changes, isUpdate, heads }: ChangeTableProps) {
  const { t } = useTranslation('runs');
  return (
    <table className="w-full table-fixed border-collapse text-12" data-selectable>
      <colgroup>
        <col className="w-[36%]" />
        {isUpdate && <col />}
        <col />
      </colgroup>
      <thead className={heads ? 'text-left text-muted' : 'sr-only'}>
        <tr>
          <th scope="col" className="px-2 py-1 font-normal">{t('story.planField')}</th>
          {isUpdate && <th scope="col" className="px-2 py-1 font-normal">{heads?.before ?? t('story.planBefore')}</th>}
          <th scope="col" className="px-2 py-1 font-normal">{heads?.after ?? t('story.planAfter')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <ChangeRow key={change.path} change={change} isUpdate={isUpdate} />
        ))}
      </tbody>
    </table>
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

/** A value as a cell shows it. */
export function textOf(value: Value | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
