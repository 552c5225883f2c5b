import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Filter, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { call } from '#renderer/bridge.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useCatalog, useConnections } from '#renderer/queries/connections.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useReadSamples } from '#renderer/queries/samples.ts';
import { saveNow } from '#renderer/state/autosave.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { useRun } from '#renderer/state/runStore.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Spinner } from '#renderer/ui/Spinner.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { testStep, type Tested } from './testStep.ts';
import { chooseSample, type NodeSample } from './useNodeSample.ts';

/** “Test this step”: over the recorded records at once; a step that only a service can answer first says what it would ask. */
export function TestStep({ node, sample }: { readonly node: FlowNode; readonly sample: NodeSample }) {
  if (node.kind === 'source') return <SourceTest node={node} sample={sample} />;
  if (node.kind === 'target') return <TargetTest node={node} sample={sample} />;
  return <RecordedTest node={node} sample={sample} />;
}

const outcomes = { passed: [CircleCheck, 'text-created'], dropped: [Filter, 'text-unchanged'], failed: [CircleX, 'text-failed'], absent: [TriangleAlert, 'text-parked'] } as const;
const order = ['passed', 'dropped', 'failed', 'absent'] as const;

function RecordedTest({ node, sample }: { readonly node: FlowNode; readonly sample: NodeSample }) {
  const { t } = useTranslation('inspect');
  const { ofError, ofReason } = useSpoken();
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const test = useQuery({
    queryKey: keys.stepTest(node, sample.samples),
    queryFn: () => testStep(flow!, catalog, node, sample.samples, ({ text, scope }) => call('formulas.try', { text, scope: (scope ?? null) as never })),
    enabled: flow !== null,
  });
  if (!test.data) return <p className="flex items-center gap-2 px-4 py-3 text-12 text-muted"><Spinner /> {t('test.running')}</p>;
  const told = test.data.filter((each) => each.outcome === 'failed' || each.outcome === 'absent' || each.warnings.length > 0);
  const reasonOf = ({ error, warnings }: Tested) => (error ? ofError(error).what : warnings[0] ? ofReason(warnings[0]).what : t('test.notReached'));
  return (
    <div className="flex flex-col gap-1 py-2" data-step-test>
      <p role="status" className="flex flex-wrap gap-x-3 gap-y-1 px-4 text-12">
        <span className="text-muted">{t('test.recorded', { count: test.data.length })}</span>
        {order.map((outcome) => {
          const count = test.data.filter((each) => each.outcome === outcome).length;
          const [Icon, tone] = outcomes[outcome];
          return (
            count > 0 && (
              <span key={outcome} className={`inline-flex items-center gap-1 font-medium ${tone}`}>
                <Icon size={12} aria-hidden /> {t(`test.${outcome}`, { count })}
              </span>
            )
          );
        })}
      </p>
      <ul>
        {told.slice(0, 50).map((each) => (
          <li key={each.index}>
            <button type="button" onClick={() => chooseSample(sample.samples, each.index)} className="flex w-full items-start gap-2 px-4 py-1 text-left text-12 hover:bg-hover">
              <span className="tabular w-24 shrink-0 truncate font-medium">{each.title}</span>
              <span className={each.outcome === 'failed' ? 'text-failed' : 'text-muted'}>{reasonOf(each)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="px-4 text-12 text-faint">{t('test.noService')}</p>
    </div>
  );
}

const useConnectionName = (node: FlowNode) => useConnections().data?.find(({ id }) => id === node.connection)?.name ?? '';

function SourceTest({ node, sample }: { readonly node: FlowNode; readonly sample: NodeSample }) {
  const { t } = useTranslation('inspect');
  const read = useReadSamples(sample.connection, sample.stream, sample.settings);
  const connection = useConnectionName(node);
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-3 text-12" data-step-test>
      <p>{t('test.source', { connection })}</p>
      <p className="text-muted">{t('test.sourceSafe')}</p>
      <Button size="small" busy={read.isPending} disabled={!sample.connection} onClick={() => read.mutate(undefined, { onError: toastError })}>{t('test.readNow', { connection })}</Button>
      {read.isSuccess && <p role="status" className="text-created">{t('test.read', { count: read.data.length })}</p>}
    </div>
  );
}

/** What the record's last story says the target was asked, by call. */
function useLastCalls(node: FlowNode, key: string | undefined) {
  const flowId = useEditor((state) => state.flow?.id);
  return useQuery({
    queryKey: keys.lastCalls(flowId ?? '', node.id, key ?? ''),
    queryFn: async () => {
      const { rows } = await call('records.list', { flowId: flowId ?? '', search: key ?? '', limit: 20 });
      const row = rows.find((each) => each.key === key);
      if (!row) return null;
      const { steps } = await call('records.story', { runId: row.runId, seq: row.seq });
      const calls = new Map<string, { readonly method: string; readonly operation: string; readonly host: string; count: number }>();
      for (const step of steps) {
        if (step.kind !== 'exchange' || step.node !== node.id) continue;
        const { method, operation, url } = step.exchange;
        const name = operation.startsWith(method) ? operation.slice(method.length).trim() : operation;
        const known = calls.get(`${method} ${name}`);
        if (known) known.count += 1;
        else calls.set(`${method} ${name}`, { method, operation: name, host: URL.canParse(url) ? new URL(url).host : '', count: 1 });
      }
      return { runId: row.runId, seq: row.seq, calls: [...calls.values()] };
    },
    enabled: Boolean(flowId && key),
    staleTime: 0,
  });
}

/** Services read by POST as well: SOAP always does, QuickBooks in batches of queries. Their operations say so. */
const isWrite = (method: string, operation: string): boolean => method !== 'GET' && method !== 'HEAD' && !/query|^(?:get|find|search|list|read)/i.test(operation);

function TargetTest({ node, sample }: { readonly node: FlowNode; readonly sample: NodeSample }) {
  const { t } = useTranslation('inspect');
  const connection = useConnectionName(node);
  const current = sample.samples[sample.index];
  const last = useLastCalls(node, current?.key);
  const start = useMutation({
    mutationFn: async () => {
      const flowId = useEditor.getState().flow?.id;
      if (!flowId || !last.data || !(await saveNow())) return;
      const { runId } = await call('runs.replay', { flowId, records: { runId: last.data.runId, seqs: [last.data.seq] }, way: 'recorded', dryRun: true });
      useLayout.getState().openDock({ tab: 'log', runId, seq: undefined });
      useRun.getState().take(await call('runs.get', { runId }));
    },
    onError: toastError,
  });
  return (
    <div className="flex flex-col items-start gap-2 px-4 py-3 text-12" data-step-test>
      <p>{t('test.target', { connection, record: current?.title ?? '' })}</p>
      {last.isLoading ? (
        <Spinner />
      ) : !last.data ? (
        <p className="text-muted">{t('test.targetNoRecord')}</p>
      ) : (
        <>
          <p className="text-muted">{t(last.data.calls.length > 0 ? 'test.targetCalls' : 'test.targetNoCalls', { connection })}</p>
          <ul className="flex flex-col gap-0.5 font-mono">
            {last.data.calls.map(({ method, operation, host, count }) => (
              <li key={`${method} ${operation}`} className={isWrite(method, operation) ? 'text-faint' : undefined}>
                {method} {host} {operation} {count > 1 && `× ${count}`} {isWrite(method, operation) && <span className="font-sans">{t('test.notSent')}</span>}
              </li>
            ))}
          </ul>
          <Button size="small" busy={start.isPending} onClick={() => start.mutate()}>{t('test.lookNow', { connection })}</Button>
        </>
      )}
    </div>
  );
}
