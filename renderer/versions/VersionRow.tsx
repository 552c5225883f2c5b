import { Bookmark, Clock, MoreHorizontal, Radio, RotateCcw, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowVersion } from '#shared/flow/versions.ts';
import { useRemoveVersion, useRenameVersion } from '#renderer/queries/versions.ts';
import { Time } from '#renderer/runs/text/Time.tsx';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { CommitInput } from '#renderer/ui/inputs.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { useVersions } from './versionsStore.ts';

const icons: Readonly<Record<FlowVersion['kind'], LucideIcon>> = { automatic: Clock, named: Bookmark, live: Radio, restored: RotateCcw };

/** One kept state: what it is called or why it was kept, and when. */
export function VersionRow({ flowId, version, chosen }: { readonly flowId: string; readonly version: FlowVersion; readonly chosen: boolean }) {
  const { t } = useTranslation('versions');
  const [renaming, setRenaming] = useState(false);
  const rename = useRenameVersion();
  const remove = useRemoveVersion();
  const Icon = icons[version.kind];
  const name = version.name ?? t(`kind.${version.kind}`);
  const commit = (next: string) => {
    setRenaming(false);
    if (next.trim() !== (version.name ?? '')) rename.mutate({ flowId, versionId: version.id, name: next.trim() }, { onError: toastError });
  };
  return (
    <li className={classes('group flex items-center gap-1 rounded-6 pr-1', chosen ? 'bg-accent-soft' : 'hover:bg-hover')}>
      {renaming ? (
        <div className="flex-1 p-1.5" onBlur={() => setRenaming(false)}>
          <CommitInput whenDone autoFocus aria-label={t('name')} value={version.name ?? ''} maxLength={120} onCommit={commit} />
        </div>
      ) : (
        <button type="button" aria-pressed={chosen} onClick={() => useVersions.setState({ shown: version.id, nodeId: null })} className="flex min-w-0 flex-1 items-center gap-2 rounded-6 px-2 py-1.5 text-left focus-visible:outline-offset-[-2px]">
          <Icon size={14} aria-hidden className={classes('shrink-0', version.name ? 'text-accent' : 'text-faint')} />
          <span className="min-w-0 flex-1">
            <span className={classes('block truncate', version.name && 'font-medium')}>{name}</span>
            <span className="block text-12 text-muted">
              <Time at={version.at} look="date" /> · {t('nodes', { count: version.nodeCount })}
            </span>
          </span>
        </button>
      )}
      <Menu
        trigger={<IconButton size="small" icon={MoreHorizontal} label={t('more', { name })} className="opacity-60 group-hover:opacity-100 focus-visible:opacity-100" />}
        entries={[
          { label: t('rename'), onSelect: () => requestAnimationFrame(() => setRenaming(true)) },
          { label: t('remove'), danger: true, onSelect: () => remove.mutate({ flowId, versionId: version.id }, { onSuccess: () => useVersions.setState({ shown: null }), onError: toastError }) },
        ]}
      />
    </li>
  );
}
