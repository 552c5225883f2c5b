import { FileSearch } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/route.ts';
import { asFluxoError } from '#shared/errors.ts';
import type { FoundRecord } from '#shared/records/passport.ts';
import { useFoundRecords } from '#renderer/queries/records.ts';
import { SearchInput } from '#renderer/ui/inputs.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { FoundList } from './FoundList.tsx';
import { Passport } from './Passport.tsx';
import { useLookInside } from './useLookInside.ts';

/** Any record by its number, name, e-mail address, article or id in any system, and its whole life over all flows. */
export function PassportPage({ search: asked, of }: { readonly search: string; readonly of: { readonly runId: string; readonly seq: number } | null }) {
  const { t } = useTranslation('records');
  const [typed, setTyped] = useState(asked);
  const input = useRef<HTMLInputElement>(null);
  const search = useDeferredValue(typed.trim());
  const found = useFoundRecords(search);
  const inside = useLookInside(search);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => input.current?.focus(), []);
  const known = new Set(found.data?.map(keyOf));
  const rows = [...(search === '' ? [] : (found.data ?? [])), ...inside.found.filter((one) => !known.has(keyOf(one)))];
  const open = (one: FoundRecord) => navigate({ page: 'records', ...(search !== '' && { search }), of: { runId: one.row.runId, seq: one.row.seq } });
  const only = rows.length === 1 && !of ? rows[0] : undefined;
  const shown = of ?? (only && { runId: only.row.runId, seq: only.row.seq });
  return (
    <main aria-label={t('passport.title')} className="flex min-h-0 flex-1 flex-col bg-ground">
      <header className="flex shrink-0 flex-wrap items-center gap-x-6 gap-y-2 border-b border-line bg-surface px-6 py-3">
        <div>
          <h1 className="text-15 font-semibold">{t('passport.title')}</h1>
          <p className="text-12 text-muted">{t('passport.text')}</p>
        </div>
        <search className="ml-auto w-96 max-w-full">
          <SearchInput ref={input} value={typed} onChange={setTyped} label={t('passport.search')} placeholder={t('passport.placeholder')} maxLength={200} />
        </search>
      </header>
      <div className="flex min-h-0 flex-1">
        <aside aria-label={t('passport.found')} className="flex w-88 shrink-0 flex-col narrow:w-56 border-r border-line bg-surface">
          {search === '' ? (
            <p className="p-4 text-13 text-muted">{t('passport.how')}</p>
          ) : found.isError ? (
            <ErrorNote className="m-3" error={asFluxoError(found.error).data} onRetry={() => void found.refetch()} retrying={found.isFetching} />
          ) : found.isPending ? (
            <div aria-busy className="flex flex-col gap-3 p-4">{[60, 40, 70].map((share) => <Skeleton key={share} className="h-3 w-3/5" />)}</div>
          ) : (
            <FoundList rows={rows} isOpen={(one) => shown?.runId === one.row.runId && shown.seq === one.row.seq} onOpen={open} inside={inside} search={search} />
          )}
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          {shown ? <Passport key={`${shown.runId}/${shown.seq}`} runId={shown.runId} seq={shown.seq} /> : <EmptyState icon={FileSearch} title={t('passport.emptyTitle')} text={t('passport.emptyText')} />}
        </div>
      </div>
    </main>
  );
}

const keyOf = ({ identity }: FoundRecord) => JSON.stringify(identity);
