import { Copy, Database } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { toast } from '#renderer/ui/toast.tsx';
import { RecordPicker } from './RecordPicker.tsx';
import { ValueTree } from './ValueTree.tsx';
import { useNodeSample } from './useNodeSample.ts';

/** The current record as it comes to the node and as it leaves it. */
export function DataTab({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const sample = useNodeSample(node.id);
  const sides = node.kind === 'source' ? (['out'] as const) : node.kind === 'target' ? (['in'] as const) : (['in', 'out'] as const);
  const [wanted, setSide] = useState<'in' | 'out'>(node.kind === 'map' ? 'out' : 'in');
  const side = sides.find((each) => each === wanted) ?? sides[0];
  const shown = side === 'in' ? sample.into : sample.outOf;
  const value = 'value' in shown ? shown.value : undefined;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <div className="min-w-0 flex-1">
          <RecordPicker sample={sample} />
        </div>
        {sides.length > 1 && <Segmented label={t('data.side')} value={side} onChange={setSide} options={[{ value: 'in', label: t('data.in') }, { value: 'out', label: t('data.out') }]} />}
        {value !== undefined && <IconButton size="small" icon={Copy} label={t('data.copy')} onClick={() => void navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(() => toast(t('data.copied')))} />}
      </div>
      {sample.loading ? (
        <div className="flex flex-col gap-2 p-4">{Array.from({ length: 9 }, (_, index) => <Skeleton key={index} className="h-4" />)}</div>
      ) : sample.error ? (
        <ErrorNote error={asFluxoError(sample.error).data} className="m-4" />
      ) : 'error' in shown ? (
        <ErrorNote error={shown.error} className="m-4" />
      ) : value === undefined ? (
        <EmptyState icon={Database} title={t('data.emptyTitle')} text={t(sample.connection ? 'data.emptyText' : 'data.emptyNoConnection')} />
      ) : (
        <div className="scroll-y min-h-0 flex-1 py-2" data-selectable>
          <ValueTree value={value} />
        </div>
      )}
    </div>
  );
}
