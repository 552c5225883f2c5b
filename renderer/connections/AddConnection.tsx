import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';

/** The services one can connect, as a menu under a plus. */
export function AddConnectionMenu({ catalog }: { readonly catalog: Catalog | undefined }) {
  const { t } = useTranslation('connections');
  return (
    <Menu
      trigger={<IconButton icon={Plus} label={t('add')} disabled={!catalog} />}
      entries={(catalog?.connectors ?? []).map((connector) => ({ label: connector.label, onSelect: () => navigate({ page: 'connections', newFor: connector.name }) }))}
    />
  );
}

/** The same as large tiles, for a page with nothing on it yet. */
export function ServiceTiles({ catalog }: { readonly catalog: Catalog | undefined }) {
  const { t } = useTranslation('connections');
  return (
    <ul aria-label={t('add')} className="flex flex-wrap justify-center gap-3">
      {(catalog?.connectors ?? []).map((connector) => (
        <li key={connector.name}>
          <a href={routeHash({ page: 'connections', newFor: connector.name })} draggable={false} className="flex w-56 items-center gap-3 rounded-8 border border-line bg-surface p-3 text-left hover:border-line-strong hover:bg-hover">
            <ServiceMark connector={connector.name} size="large" />
            <span className="min-w-0">
              <span className="block truncate text-13 font-medium">{connector.label}</span>
              <span className="block text-12 text-muted">{t('connect')}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
