import { ListChecks, Plus, Shuffle } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateInfo } from '#shared/ipc/contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { useSetups, useStartSetup } from '#renderer/setup/useSetups.ts';
import { DemoButton } from './DemoButton.tsx';
import { UnfinishedSetup } from './NeedsYou.tsx';
import { Templates } from './Templates.tsx';

/** The first sight of Fluxo: what it is in a sentence, and one thing to do. */
export function Welcome({ onNew, onTemplate }: { readonly onNew: () => void; readonly onTemplate: (template: TemplateInfo) => void }) {
  const { t } = useTranslation(['home', 'setup']);
  const startSetup = useStartSetup();
  const setups = useSetups() ?? [];
  return (
    <div className="flex flex-1 flex-col justify-center gap-10 py-8">
      <div className="mx-auto flex max-w-160 flex-col items-center gap-4 text-center">
        <Sketch />
        <h1 className="text-20 font-semibold text-balance">{t('welcome.title')}</h1>
        <p className="text-15 text-balance text-muted">{t('welcome.text')}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">
          <Button look="primary" size="large" icon={ListChecks} onClick={startSetup}>
            {t('setup:begin')}
          </Button>
          <DemoButton large />
          <Button size="large" look="quiet" icon={Plus} onClick={onNew}>
            {t('newFlow')}
          </Button>
        </div>
        <p className="text-12 text-balance text-faint">{t('welcome.demoNote')}</p>
        {setups.length > 0 && (
          <ul className="w-full rounded-8 border border-line bg-surface text-left">
            {setups.map((draft) => (
              <li key={draft.id} className="border-b border-line last:border-b-0">
                <UnfinishedSetup draft={draft} />
              </li>
            ))}
          </ul>
        )}
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
    <div aria-hidden className="mb-2 flex items-center">
      <Card mark={<ServiceMark connector="mplus" size="small" />} />
      <Line />
      <Card
        mark={
          <span className="flex size-5 items-center justify-center rounded-4 border border-accent-line bg-accent-soft text-accent">
            <Shuffle size={12} />
          </span>
        }
      />
      <Line />
      <Card mark={<ServiceMark connector="quickbooks" size="small" />} />
    </div>
  );
}

function Card({ mark }: { readonly mark: ReactNode }) {
  return (
    <span className="flex h-11 w-32 items-center gap-2 rounded-8 border border-line bg-surface px-2.5">
      {mark}
      <span className="flex flex-1 flex-col gap-1.5">
        <span className="h-1.5 w-4/5 rounded-full bg-line-strong" />
        <span className="h-1.5 w-1/2 rounded-full bg-line" />
      </span>
    </span>
  );
}

function Line() {
  return (
    <span className="flex items-center">
      <span className="relative z-10 -ml-1 size-2 rounded-full border border-accent bg-surface" />
      <span className="h-px w-8 bg-accent-line" />
      <span className="relative z-10 -mr-1 size-2 rounded-full border border-accent bg-surface" />
    </span>
  );
}
