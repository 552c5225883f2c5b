import { useTranslation } from 'react-i18next';
import { ProblemList } from './problems/ProblemList.tsx';

/** Everything that waits for a person, over all flows. */
export function ProblemsPage() {
  const { t } = useTranslation('runs');
  return (
    <main aria-label={t('problemsPage.title')} className="flex min-h-0 flex-1 flex-col bg-ground">
      <div className="mx-auto flex min-h-0 w-full max-w-280 flex-1 flex-col px-6">
        <header className="shrink-0 pt-6 pb-4">
          <h1 className="text-20 font-semibold">{t('problemsPage.title')}</h1>
          <p className="text-13 text-muted">{t('problemsPage.text')}</p>
        </header>
        <div className="mb-6 flex min-h-40 shrink flex-col overflow-hidden rounded-8 border border-line bg-surface">
          <ProblemList flowId={null} />
        </div>
      </div>
    </main>
  );
}
