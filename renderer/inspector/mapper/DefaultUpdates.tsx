import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldRule } from '#shared/mapping/mapping.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { withRuleAt, type Improvement } from './baseline.ts';
import { useMapper } from './mapperContext.ts';
import { RuleText } from './RuleText.tsx';

/** What the default mapping does differently by now: as it was, as it is, as the flow has it; taken or kept field by field. */
export function DefaultUpdates({ updates, labelOf }: { readonly updates: readonly Improvement[]; readonly labelOf: (path: string) => string }) {
  const { t } = useTranslation('inspect');
  const { change } = useMapper();
  if (updates.length === 0) return null;
  const take = (which: readonly Improvement[]) => change((mapping) => which.reduce((next, { path, theirs }) => withRuleAt(next, path, theirs), mapping), which.map(({ path }) => path));
  const keep = (which: readonly Improvement[]) => change((mapping) => mapping, which.map(({ path }) => path));
  const untouched = updates.filter((update) => update.untouched);
  return (
    <section aria-label={t('updates.title', { count: updates.length })} className="mx-1 mt-2 rounded-8 border border-line bg-updated-soft pb-1">
      <div className="flex items-center gap-2 px-3 pt-2">
        <Sparkles size={14} aria-hidden className="shrink-0 text-updated" />
        <h3 className="min-w-0 flex-1 text-12 font-semibold text-updated">{t('updates.title', { count: updates.length })}</h3>
      </div>
      <p className="px-3 pb-1 text-12 text-muted">{t('updates.help')}</p>
      <div className="flex flex-wrap items-center gap-2 px-3 pb-2 empty:hidden">
        {untouched.length > 0 && updates.length > 1 && <Button size="small" onClick={() => take(untouched)}>{t('updates.takeUntouched', { count: untouched.length })}</Button>}
        {updates.length > 1 && <Button size="small" look="quiet" onClick={() => keep(updates)}>{t('updates.keepAll')}</Button>}
      </div>
      <ul>
        {updates.map((update) => (
          <li key={update.path} className="border-t border-line px-3 py-2" data-update={update.path}>
            <div className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate font-medium" title={update.path}>{labelOf(update.path)}</span>
              <Button size="small" look={update.untouched ? 'plain' : 'quiet'} onClick={() => take([update])}>{t('updates.take')}</Button>
              <Button size="small" look={update.untouched ? 'quiet' : 'plain'} onClick={() => keep([update])}>{t('updates.keep')}</Button>
            </div>
            <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5">
              <Version name={t('updates.was')} rule={update.was} />
              <Version name={t('updates.theirs')} rule={update.theirs} strong />
              <Version name={t(update.untouched ? 'updates.mineUntouched' : 'updates.mine')} rule={update.mine} />
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Version({ name, rule, strong = false }: { readonly name: string; readonly rule: FieldRule | null; readonly strong?: boolean }) {
  return (
    <>
      <dt className={strong ? 'text-12 font-medium text-text' : 'text-12 text-muted'}>{name}</dt>
      <dd className="min-w-0">
        <RuleText rule={rule} />
      </dd>
    </>
  );
}
