import { Panel } from '@xyflow/react';
import { Route, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStory } from '#renderer/queries/records.ts';
import { useRun } from '#renderer/queries/runs.ts';
import { useLog } from '#renderer/runs/logState.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useMeaning } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { recordPath } from './recordPath.ts';
import { noTrace, useTrace } from './traceStore.ts';

/** Lights the way of the record that is chosen in the log, and says whose it is. */
export function RecordTrace() {
  const { t } = useTranslation('editor');
  const isLogOpen = useLayout((state) => state.dock.open && state.dock.tab === 'log');
  const selected = useLog((state) => state.selected);
  const [hidden, setHidden] = useState<string | null>(null);
  const key = selected && isLogOpen ? `${selected.runId} ${selected.seq}` : null;
  const wanted = key !== null && key !== hidden ? selected : null;
  const story = useStory(wanted?.runId ?? null, wanted?.seq ?? null).data;
  const flow = useMeaning();
  const flowId = useEditor((state) => state.flow?.id);
  const shown = wanted && story && story.row.seq === wanted.seq && story.row.flowId === flowId ? story : null;

  const isDry = useRun(shown?.row.runId ?? null).data?.dryRun;
  useEffect(() => {
    useTrace.setState(shown && flow ? { path: recordPath(flow, shown), title: shown.row.title, outcome: shown.row.outcome } : noTrace);
  }, [shown, flow]);
  useEffect(() => () => useTrace.setState(noTrace), []);
  if (!shown) return null;
  return (
    <Panel position="top-center" className="m-2! max-w-[calc(100%-16px)]">
      <div role="status" className="flex h-8 min-w-0 max-w-full animate-appear items-center gap-2 rounded-8 border border-line bg-surface pr-1 pl-2.5">
        <Route size={14} aria-hidden className="text-accent" />
        <span className="text-12 whitespace-nowrap text-muted narrow:sr-only">{t('trace.label')}</span>
        <span className="min-w-0 max-w-48 truncate font-medium">{shown.row.title}</span>
        <OutcomeBadge outcome={shown.row.outcome} planned={isDry} />
        <IconButton size="small" icon={X} label={t('trace.hide')} onClick={() => setHidden(key)} />
      </div>
    </Panel>
  );
}
