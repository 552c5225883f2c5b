import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useLife } from '#renderer/queries/records.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { InlineAmount } from '#renderer/runs/text/InlineAmount.tsx';
import { KnownAs } from './KnownAs.tsx';
import { LifeList } from './LifeList.tsx';
import { usePlaceWords } from './usePlaceWords.ts';

/** One record: what it is called in each system, and everything that ever happened to it. */
export function Passport({ runId, seq }: { readonly runId: string; readonly seq: number }) {
  const { t } = useTranslation('records');
  const life = useLife(runId, seq);
  const { ofStream, ofConnection } = usePlaceWords();
  if (life.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-4 p-6">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-24 w-full" />
        <Skeleton className="h-48 w-full" />
      </div>
    );
  }
  if (life.isError) return <ErrorNote className="m-6" error={asFluxoError(life.error).data} onRetry={() => void life.refetch()} retrying={life.isFetching} />;
  const { title, subtitle, amount, identity, knownAs, rows, more, writes } = life.data;
  const flows = new Set(rows.map((row) => row.flowId)).size;
  return (
    <article aria-label={t('passport.of', { title })} className="scroll-y flex min-h-0 flex-1 flex-col gap-4 p-6">
      <header>
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 className="tabular text-20 font-semibold" data-selectable>{title}</h2>
          {subtitle && <span className="text-15 text-muted" data-selectable>{subtitle}</span>}
          {amount && <InlineAmount amount={amount} className="text-15" />}
        </div>
        <p className="text-13 text-muted">
          {ofStream(identity.stream)} · {ofConnection(identity.connectionId)} · {t('passport.life', { count: rows.length, flows })}
        </p>
      </header>
      <KnownAs names={knownAs} />
      <LifeList rows={rows} writes={writes} more={more} />
    </article>
  );
}
