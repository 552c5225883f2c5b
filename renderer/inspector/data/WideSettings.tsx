import { useState } from 'react';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { NodeSettings } from '../NodeSettings.tsx';
import { RecordPicker } from './RecordPicker.tsx';
import { PinButton, SampleValue, sidesOf } from './SampleStrip.tsx';
import { TestStep } from './TestStep.tsx';
import { useNodeSample } from './useNodeSample.ts';

/** Over the whole width: what comes in, the settings, what goes out, for the same record. */
export function WideSettings({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation(['inspect', 'editor']);
  const sample = useNodeSample(node.id);
  const sides = sidesOf(node.kind);
  const [testing, setTesting] = useState(false);
  const column = (side: 'in' | 'out') => (
    <section aria-label={t(`editor:data.${side}`)} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <h3 className="flex h-9 shrink-0 items-center border-b border-line px-4 text-12 font-semibold">{t(`editor:data.${side}`)}</h3>
      <div className="scroll-y min-h-0 flex-1 py-1" data-selectable>
        <SampleValue sample={sample} side={side} />
      </div>
    </section>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-3">
        <RecordPicker sample={sample} />
        <span className="flex-1" />
        <PinButton node={node} sample={sample} />
        <Button size="small" icon={FlaskConical} look={testing ? 'plain' : 'quiet'} aria-pressed={testing} onClick={() => setTesting(!testing)}>{t('test.step')}</Button>
      </div>
      <div className="flex min-h-0 flex-1">
        {sides.includes('in') && column('in')}
        <div className="scroll-y w-[420px] shrink-0 border-x border-line">
          <NodeSettings node={node} />
        </div>
        {testing ? (
          <section aria-label={t('test.step')} className="scroll-y min-h-0 min-w-0 flex-1">
            <TestStep node={node} sample={sample} />
          </section>
        ) : (
          sides.includes('out') && column('out')
        )}
      </div>
    </div>
  );
}
