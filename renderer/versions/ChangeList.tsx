import { Minus, PencilLine, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classes } from '#renderer/ui/classes.ts';
import type { SaidChange } from './useComparison.ts';
import { useVersions } from './versionsStore.ts';

const icons = { added: Plus, removed: Minus, changed: PencilLine } as const;

/** What changed, one plain sentence each; a sentence about a node leads to its card. */
export function ChangeList({ changes, onChoose = (nodeId) => useVersions.setState({ nodeId }) }: { readonly changes: readonly SaidChange[]; readonly onChoose?: (nodeId: string) => void }) {
  const { t } = useTranslation('versions');
  const chosen = useVersions((state) => state.nodeId);
  if (changes.length === 0) return <p className="p-4 text-muted">{t('same')}</p>;
  return (
    <ul aria-label={t('list')} className="p-2">
      {changes.map((change, index) => {
        const Icon = icons[change.what];
        const { nodeId } = change;
        const look = classes('flex w-full gap-2 rounded-6 px-2 py-1.5 text-left', nodeId !== undefined && nodeId === chosen && 'bg-accent-soft');
        const inside = (
          <>
            <Icon size={14} aria-label={t(`fate.${change.what}`)} className={classes('mt-0.75 shrink-0', change.what === 'removed' ? 'text-faint' : 'text-accent')} />
            <span className="min-w-0 break-words">{change.sentence}</span>
          </>
        );
        return (
          <li key={index}>
            {nodeId === undefined ? (
              <div className={look}>{inside}</div>
            ) : (
              <button type="button" onClick={() => onChoose(change.part === 'node' && change.what === 'removed' ? `gone ${nodeId}` : nodeId)} className={classes(look, 'hover:bg-hover focus-visible:bg-hover')}>
                {inside}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
