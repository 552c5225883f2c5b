import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { routeHash } from '#renderer/app/route.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useDemoState, useStopDemo } from '#renderer/queries/demo.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

/** Says that look-alike services run here, where, and how to stop them. */
export function DemoBanner() {
  const { t } = useTranslation('home');
  const demo = useDemoState().data;
  const catalog = useCatalog().data;
  const stop = useStopDemo();
  if (!demo?.running) return null;
  return (
    <section aria-label={t('demo.label')} className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-8 border border-accent-line bg-accent-soft px-4 py-2.5">
      <FlaskConical size={16} aria-hidden className="text-accent" />
      <p className="text-13">
        <span className="font-medium">{t('demo.running')}</span> <span className="text-muted">{t('demo.nothingLeaves')}</span>
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {demo.services.map((service) => (
          <li key={service.connector} className="flex items-center gap-1.5 text-12">
            <ServiceMark connector={service.connector} size="small" />
            <span className="text-muted">{catalog?.connectors.find((one) => one.name === service.connector)?.label ?? service.connector}</span>
            <span className="font-mono" data-selectable>{service.url}</span>
          </li>
        ))}
      </ul>
      <div className="ml-auto flex items-center gap-4">
        {demo.flowId && (
          <a href={routeHash({ page: 'flow', flowId: demo.flowId })} draggable={false} className="rounded-4 text-13 font-medium text-accent hover:underline">
            {t('demo.open')}
          </a>
        )}
        <Button size="small" busy={stop.isPending} onClick={() => stop.mutate(undefined, { onError: toastError })}>
          {t('demo.stop')}
        </Button>
      </div>
    </section>
  );
}
