import { ArrowRight } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { useTemplates } from '#renderer/queries/flows.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';

/** Flows to start from. */
export function Templates({ onChoose }: { readonly onChoose: (template: TemplateInfo) => void }) {
  const { t } = useTranslation('home');
  const templates = useTemplates().data ?? [];
  if (templates.length === 0) return null;
  return (
    <section aria-label={t('templates')} className="flex flex-col gap-2">
      <h2 className="text-13 font-semibold">{t('templates')}</h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(280px,1fr))] gap-3">
        {templates.map((template) => (
          <li key={template.id}>
            <button type="button" onClick={() => onChoose(template)} className="flex h-full w-full flex-col items-start gap-2 rounded-8 border border-line bg-surface p-4 text-left hover:border-line-strong hover:bg-hover">
              <span className="flex items-center gap-1.5">
                {template.connectors.map((connector, index) => (
                  <Fragment key={connector}>
                    {index > 0 && <ArrowRight size={14} aria-hidden className="text-faint" />}
                    <ServiceMark connector={connector} size="small" />
                  </Fragment>
                ))}
              </span>
              <span className="text-13 font-medium">{t(`template.${template.id}.name`, { defaultValue: template.name })}</span>
              <span className="line-clamp-3 text-12 text-muted">{t(`template.${template.id}.description`, { defaultValue: template.description })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
