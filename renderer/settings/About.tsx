import { useTranslation } from 'react-i18next';
import type { AppInfo } from '#shared/ipc/contract.ts';

const backends = ['keychain', 'environment', 'file', 'none'];

/** What a person names when asking for help, and where their data is. */
export function About({ info }: { readonly info: AppInfo }) {
  const { t } = useTranslation('preferences');
  const rows = [
    [t('about.version'), info.version],
    [t('about.workspace'), info.workspace],
    [t('about.secrets'), backends.includes(info.secretBackend) ? t(`about.backend.${info.secretBackend}`) : info.secretBackend],
    [t('about.host'), `${t(`about.hosts.${info.host}`)} · ${info.platform}`],
  ] as const;
  return (
    <div className="px-4 py-3">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-13" data-selectable>
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-12 text-muted">{t('about.local')}</p>
    </div>
  );
}
