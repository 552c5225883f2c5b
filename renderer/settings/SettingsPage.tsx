import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { languages, type Language } from '#shared/languages.ts';
import { useAppInfo, usePreferences, useSetPreferences } from '#renderer/queries/app.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { About } from './About.tsx';
import { WorkspaceSettings } from '#renderer/levels/WorkspaceSettings.tsx';
import { DataProtection } from './DataProtection.tsx';

type Theme = 'system' | 'light' | 'dark';
const icons = { system: Monitor, light: Sun, dark: Moon } as const;
/** A language is named in itself, so that a reader who landed in another one finds the way back. */
const languageNames: Readonly<Record<Language, string>> = { en: 'English', nl: 'Nederlands', pt: 'Português' };

/** Look, language, and what this Fluxo is. */
export function SettingsPage() {
  const { t, i18n } = useTranslation(['preferences', 'inspect']);
  const preferences = usePreferences();
  const set = useSetPreferences();
  const info = useAppInfo();
  return (
    <main aria-label={t('title')} className="scroll-y min-h-0 flex-1 bg-ground">
      <div className="mx-auto flex max-w-180 flex-col gap-6 px-8 py-6">
        <h1 className="text-20 font-semibold">{t('title')}</h1>
        {preferences.isError && <ErrorNote error={asFluxoError(preferences.error).data} onRetry={() => void preferences.refetch()} />}
        <Group title={t('appearance')}>
          <Row label={t('theme')} help={t('themeHelp')}>
            <Segmented<Theme>
              label={t('theme')}
              className="w-80"
              value={preferences.data?.theme ?? 'system'}
              onChange={(theme) => set.mutate({ theme }, { onError: toastError })}
              options={(['system', 'light', 'dark'] as const).map((value) => {
                const Icon = icons[value];
                return {
                  value,
                  name: t(`themes.${value}`),
                  label: (
                    <>
                      <Icon size={12} aria-hidden />
                      {t(`themes.${value}`)}
                    </>
                  ),
                };
              })}
            />
          </Row>
          <Row label={t('language')} help={t('languageHelp')}>
            <Segmented<Language>
              label={t('language')}
              className="w-52"
              value={preferences.data?.language ?? languages.find((one) => one === i18n.language) ?? 'en'}
              onChange={(language) => set.mutate({ language }, { onError: toastError })}
              options={languages.map((value) => ({ value, label: <span lang={value}>{languageNames[value]}</span> }))}
            />
          </Row>
        </Group>
        <Group title={t('notices.title')}>
          <Row label={t('notices.show')} help={t('notices.help')}>
            <Switch label={t('notices.show')} checked={preferences.data?.notifications ?? true} onChange={(notifications) => set.mutate({ notifications }, { onError: toastError })} />
          </Row>
        </Group>
        <Group title={t('inspect:levels.given.title')}>
          <WorkspaceSettings />
        </Group>
        <Group title={t('privacy.title')}>
          <DataProtection />
        </Group>
        <Group title={t('about.title')}>{info.data ? <About info={info.data} /> : <Skeleton className="m-4 h-16" />}</Group>
      </div>
    </main>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-13 font-semibold">{title}</h2>
      <div className="divide-y divide-line rounded-8 border border-line bg-surface">{children}</div>
    </section>
  );
}

function Row({ label, help, children }: { readonly label: string; readonly help: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="text-13 font-medium">{label}</p>
        <p className="text-12 text-muted">{help}</p>
      </div>
      {children}
    </div>
  );
}
