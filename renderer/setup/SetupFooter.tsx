import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/route.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { lacking, stepAfter, stepBefore } from './setupDraft.ts';
import { useSetupInHand } from './useSetupInHand.ts';

/** The way back, the way on, and why it is not free yet. */
export function SetupFooter() {
  const { t } = useTranslation('setup');
  const { draft, step, goTo, lead } = useSetupInHand();
  const [before, after] = [stepBefore(step), stepAfter(step)];
  const missing = after ? lacking(draft, after) : null;
  return (
    <footer className="flex min-h-14 shrink-0 flex-wrap items-center gap-2 border-t border-line bg-surface px-8 py-2 narrow:px-4">
      <Button look="quiet" size="large" onClick={() => navigate({ page: 'home' })}>
        {t('leave')}
      </Button>
      <span className="flex-1" />
      <p role="status" className="mr-2 min-w-0 truncate text-12 text-muted">
        {missing !== null && !lead ? t(`missing.${missing}`) : ''}
      </p>
      {/* Where there is no room for all, these two stay together. */}
      <span className="ml-auto flex gap-2">
        {before && (
          <Button size="large" icon={ArrowLeft} onClick={() => goTo(before)}>
            {t('back')}
          </Button>
        )}
        {lead ? (
          <Button look={lead.quiet ? 'plain' : 'primary'} size="large" busy={lead.busy} disabled={lead.disabled} onClick={lead.act}>
            {lead.label}
          </Button>
        ) : (
          after && (
            <Button look="primary" size="large" disabled={missing !== null} onClick={() => goTo(after)}>
              {t('next')}
              <ArrowRight size={14} aria-hidden />
            </Button>
          )
        )}
      </span>
    </footer>
  );
}
