import { Panel } from '@xyflow/react';
import { MousePointerClick } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '#renderer/state/editorStore.ts';

/** What an empty canvas says: what it is for and how to begin. */
export function CanvasHints() {
  const { t } = useTranslation('editor');
  const isEmpty = useEditor((state) => state.flow?.nodes.length === 0);
  if (!isEmpty) return null;
  return (
    <Panel position="top-center" className="pointer-events-none top-1/2! -translate-y-1/2!">
      <div className="flex max-w-88 flex-col items-center gap-2 text-center">
        <MousePointerClick size={20} aria-hidden className="text-faint" />
        <p className="text-15 font-semibold">{t('canvas.emptyTitle')}</p>
        <p className="text-balance text-muted">{t('canvas.emptyText')}</p>
      </div>
    </Panel>
  );
}
