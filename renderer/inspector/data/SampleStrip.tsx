import { ChevronDown, FlaskConical, Pin, PinOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { useRemovePin, useSavePin } from '#renderer/queries/pins.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { RecordPicker } from './RecordPicker.tsx';
import { TestStep } from './TestStep.tsx';
import { useNodeSample, type NodeSample } from './useNodeSample.ts';
import { ValueTree } from './ValueTree.tsx';

export const sidesOf = (kind: FlowNode['kind']): readonly ('in' | 'out')[] => (kind === 'source' ? ['out'] : kind === 'target' ? ['in'] : ['in', 'out']);

/** Below the settings: the current record before and after the node, its pin, and “Test this step”. Folds to one line. */
export function SampleStrip({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation(['inspect', 'editor']);
  const sample = useNodeSample(node.id);
  const open = useLayout((state) => state.openSections['sample'] ?? true);
  const [testing, setTesting] = useState(false);
  const sides = sidesOf(node.kind);
  const [wanted, setSide] = useState<'in' | 'out'>('out');
  const side = sides.find((each) => each === wanted) ?? sides[0]!;
  const fold = (next: boolean) => useLayout.getState().setSection('sample', next);
  return (
    <section aria-label={t('sample.title')} className={classes('flex shrink-0 flex-col border-t border-line bg-surface', open && 'h-[38%] min-h-40')}>
      <div className="flex h-9 shrink-0 items-center gap-1 pr-3 pl-3">
        <button type="button" aria-expanded={open} onClick={() => fold(!open)} className="flex min-h-6 min-w-0 flex-1 items-center gap-1 rounded-4 text-12 font-semibold hover:text-accent">
          <ChevronDown size={14} aria-hidden className={classes('shrink-0 text-faint transition-transform', !open && '-rotate-90')} />
          <span className="truncate">{t('sample.title')}</span>
        </button>
        <PinButton node={node} sample={sample} />
        <Button
          size="small"
          look={testing ? 'plain' : 'quiet'}
          icon={FlaskConical}
          aria-pressed={testing}
          onClick={() => {
            fold(true);
            setTesting(!testing || !open);
          }}
        >
          {t('test.step')}
        </Button>
      </div>
      {open && (
        <>
          <div className="flex h-8 shrink-0 items-center gap-1 pr-3 pl-2">
            <div className="min-w-0 flex-1">
              <RecordPicker sample={sample} />
            </div>
            {!testing && sides.length > 1 && <Segmented label={t('editor:data.side')} value={side} onChange={setSide} options={[{ value: 'in', label: t('editor:data.in') }, { value: 'out', label: t('editor:data.out') }]} />}
          </div>
          <div className="scroll-y min-h-0 flex-1 pb-2" data-selectable>
            {testing ? <TestStep node={node} sample={sample} /> : <SampleValue sample={sample} side={side} />}
          </div>
        </>
      )}
    </section>
  );
}

/** One side of the current record as a tree, or why there is none. */
export function SampleValue({ sample, side }: { readonly sample: NodeSample; readonly side: 'in' | 'out' }) {
  const { t } = useTranslation(['editor']);
  const shown = side === 'in' ? sample.into : sample.outOf;
  if ('error' in shown) return <ErrorNote error={shown.error} className="mx-3 my-1" />;
  if (shown.value === undefined) return <p className="px-4 py-2 text-12 text-muted">{sample.loading ? '' : t(sample.connection ? 'data.emptyText' : 'data.emptyNoConnection')}</p>;
  return <ValueTree value={shown.value} />;
}

/** Keeps the current record with the node, as a file of the workspace; once more takes it away. */
export function PinButton({ node, sample }: { readonly node: FlowNode; readonly sample: NodeSample }) {
  const { t } = useTranslation('inspect');
  const flowId = useEditor((state) => state.flow?.id) ?? '';
  const save = useSavePin(flowId);
  const remove = useRemovePin(flowId);
  const current = sample.samples[sample.index];
  const isPinned = current?.from === 'pin' && current.at === node.id;
  const value = node.kind === 'source' ? current?.record : 'value' in sample.into ? sample.into.value : undefined;
  const toggle = () => {
    if (!current) return;
    if (isPinned) remove.mutate({ nodeId: node.id, key: current.key }, { onError: toastError });
    else save.mutate({ nodeId: node.id, key: current.key, title: current.title, record: JSON.parse(JSON.stringify(value)) as never }, { onSuccess: () => toast(t('pin.done', { file: `pins/${flowId}/${node.id}.pins.json` })), onError: toastError });
  };
  return <IconButton size="small" icon={isPinned ? PinOff : Pin} label={t(isPinned ? 'pin.remove' : 'pin.add')} disabled={value === undefined || save.isPending || remove.isPending} onClick={toggle} className={isPinned ? 'text-accent!' : ''} />;
}
