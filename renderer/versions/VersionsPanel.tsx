import { BookmarkPlus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVersionList } from '#renderer/queries/versions.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { ChangeList } from './ChangeList.tsx';
import { LiveCard } from './LiveCard.tsx';
import { VersionRow } from './VersionRow.tsx';
import { restore, restoredNode } from './restore.ts';
import { useComparison, useShownVersion } from './useComparison.ts';
import { closeVersions, useVersions } from './versionsStore.ts';

/** In the inspector's place: the kept states of the flow, and what changed since the one that is chosen. */
export function VersionsPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('versions');
  const list = useVersionList(flowId);
  const shown = useShownVersion(flowId);
  const comparison = useComparison(flowId);
  const heading = useRef<HTMLHeadingElement>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const bringBack = () => {
    if (!comparison) return;
    setBusy(true);
    void restore(comparison.before)
      .then(() => {
        toast(t('restored'));
        closeVersions();
      }, toastError)
      .finally(() => setBusy(false));
  };
  return (
    <aside aria-label={t('title')} className="flex h-full min-w-0 flex-col bg-surface" onKeyDown={(event) => event.key === 'Escape' && closeVersions()}>
      <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line pr-2 pl-4">
        <h2 ref={heading} tabIndex={-1} className="flex-1 text-15 font-semibold outline-none">{t('title')}</h2>
        <Button size="small" icon={BookmarkPlus} onClick={() => useVersions.setState({ naming: true })}>{t('keep')}</Button>
        <IconButton icon={X} label={t('close')} onClick={closeVersions} />
      </header>
      <LiveCard flowId={flowId} />
      <div className="scroll-y max-h-[40%] min-h-24 shrink-0 border-b border-line p-2">
        {list.isPending ? [0, 1, 2].map((row) => <Skeleton key={row} className="my-1 h-10" />) : null}
        {list.data?.length === 0 && <p className="p-2 text-muted">{t('none')}</p>}
        <ul aria-label={t('title')}>
          {list.data?.map((version) => (
            <VersionRow key={version.id} flowId={flowId} version={version} chosen={version.id === shown} />
          ))}
        </ul>
      </div>
      {comparison && (
        <>
          <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line px-4 py-2">
            <h3 className="min-w-0 flex-1 font-medium">{t('since', { count: comparison.changes.length })}</h3>
            <RestoreNode before={comparison.before} />
            <Button size="small" busy={busy} disabled={comparison.changes.length === 0} onClick={bringBack}>{t('restore')}</Button>
          </div>
          <div className="scroll-y min-h-0 flex-1">
            <ChangeList changes={comparison.changes} />
          </div>
        </>
      )}
    </aside>
  );
}

/** Brings back only the node that is looked at. */
function RestoreNode({ before }: { readonly before: Parameters<typeof restoredNode>[1] }) {
  const { t } = useTranslation('versions');
  const nodeId = useVersions((state) => state.nodeId)?.replace(/^gone /, '');
  if (nodeId === undefined || !before.nodes.some(({ id }) => id === nodeId)) return null;
  const bringBack = () => {
    useEditor.getState().edit((flow) => restoredNode(flow, before, nodeId));
    useVersions.setState({ nodeId: null });
    toast(t('restoredNode'));
  };
  return <Button size="small" onClick={bringBack}>{t('restoreNode')}</Button>;
}
