import { ArrowRight, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DemoButton } from './DemoButton.tsx';
import { Templates } from './Templates.tsx';

/** The first sight of Fluxo: what it is in a sentence, and one thing to do. */
export function Welcome({ onNew, onTemplate }: { readonly onNew: () => void; readonly onTemplate: (template: TemplateInfo) => void }) {
  const { t } = useTranslation('home');
  return (
    <div className="flex flex-1 flex-col justify-center gap-10 py-8">
      <div className="mx-auto flex max-w-160 flex-col items-center gap-4 text-center">
        <Sketch />
        <h1 className="text-20 font-semibold text-balance">{t('welcome.title')}</h1>
        <p className="text-15 text-balance text-muted">{t('welcome.text')}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          <DemoButton large />
          <Button size="large" icon={Plus} onClick={onNew}>
            {t('newFlow')}
          </Button>
        </div>
        <p className="text-12 text-faint">{t('welcome.demoNote')}</p>
      </div>
      <div className="mx-auto w-full max-w-200">
        <Templates onChoose={onTemplate} />
      </div>
    </div>
  );
}

/** Source → mapping → target, as the canvas draws it. */
function Sketch() {
  return (
    <div aria-hidden className="flex items-center gap-3 text-faint">
      <span className="h-12 w-28 rounded-8 border border-line-strong bg-surface" />
      <ArrowRight size={16} />
      <span className="h-12 w-28 rounded-8 border border-accent-line bg-accent-soft" />
      <ArrowRight size={16} />
      <span className="h-12 w-28 rounded-8 border border-line-strong bg-surface" />
    </div>
  );
}
