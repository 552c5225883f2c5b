import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { navigate } from '#renderer/app/route.ts';
import { useCreateTable } from '#renderer/queries/tables.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

/** Makes an empty table of one of the two kinds and opens it. */
export function NewTable({ isMain = false }: { readonly isMain?: boolean }) {
  const { t } = useTranslation('tables');
  const create = useCreateTable();
  const make = (kind: 'pairs' | 'countries') =>
    create.mutate(
      { name: t(`new.${kind}`), content: kind === 'pairs' ? { kind, rows: [] } : { kind, columns: [{ key: 'taxCode', label: t('new.taxCode') }], rows: [] } },
      { onSuccess: ({ tableId }) => navigate({ page: 'tables', tableId }), onError: toastError },
    );
  return (
    <Menu
      trigger={isMain ? <Button look="primary" icon={Plus}>{t('new.label')}</Button> : <IconButton icon={Plus} label={t('new.label')} />}
      entries={[{ label: t('new.pairs'), onSelect: () => make('pairs') }, { label: t('new.countries'), onSelect: () => make('countries') }]}
    />
  );
}
