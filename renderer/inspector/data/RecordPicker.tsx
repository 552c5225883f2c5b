import { ChevronLeft, ChevronRight, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { useReadSamples } from '#renderer/queries/samples.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { chooseSample, type NodeSample } from './useNodeSample.ts';

/** ‹ 12 of 50 › over the records everything is shown for, any of them by its name, and fresh ones on request. */
export function RecordPicker({ sample }: { readonly sample: NodeSample }) {
  const { t } = useTranslation(['editor', 'inspect']);
  const read = useReadSamples(sample.connection, sample.stream, sample.settings);
  const count = sample.samples.length;
  const go = (by: number) => chooseSample(sample.samples, (sample.index + by + count) % count);
  return (
    <div className="flex min-w-0 items-center gap-1">
      <IconButton size="small" icon={ChevronLeft} label={t('sample.previous')} disabled={count < 2} onClick={() => go(-1)} />
      <span className="tabular shrink-0 text-12 text-muted">{count === 0 ? t('sample.none') : t('sample.of', { at: sample.index + 1, count })}</span>
      <IconButton size="small" icon={ChevronRight} label={t('sample.next')} disabled={count < 2} onClick={() => go(1)} />
      {sample.error ? (
        <span className="min-w-0 truncate text-12 text-failed">{asFluxoError(sample.error).data.what}</span>
      ) : count > 0 ? (
        <Combobox
          label={t('inspect:sample.choose')}
          value={String(sample.index)}
          onChange={(index) => index !== '' && chooseSample(sample.samples, Number(index))}
          options={sample.samples.map((each, index) => ({ value: String(index), label: each.title, detail: each.from === 'pin' ? t('inspect:sample.from.pin') : undefined }))}
          className="h-6! w-auto! max-w-44 border-transparent! px-1! text-12! font-medium hover:bg-hover"
        />
      ) : null}
      {sample.connection && <IconButton size="small" icon={RefreshCw} label={t('sample.read')} disabled={read.isPending} className={read.isPending ? '[&>svg]:animate-turn' : ''} onClick={() => read.mutate(undefined, { onError: toastError })} />}
    </div>
  );
}
