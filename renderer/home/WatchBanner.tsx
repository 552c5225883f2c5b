import { MoonStar, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '#renderer/queries/app.ts';
import { Time } from '#renderer/runs/text/Time.tsx';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Banner } from './Banner.tsx';

/** Says that nobody looked after the schedule for a while, or does not do so now. */
export function WatchBanner() {
  const { t } = useTranslation('home');
  const watch = useWatch().data;
  const [closedFor, setClosedFor] = useState<number | null>(null);
  const off = watch?.off;
  if (!off || closedFor === off.from) return null;
  return (
    <Banner label={t('watch.label')} icon={MoonStar} action={<IconButton size="small" icon={X} label={t('watch.close')} onClick={() => setClosedFor(off.from)} />}>
      <p>
        {t('watch.off')} <Time at={off.from} look="date" className="tabular" /> – <Time at={off.until} look="date" className="tabular" />. <span className="text-muted">{t('watch.madeUp', { count: off.flows })}</span>
      </p>
    </Banner>
  );
}
