import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findTarget } from '#shared/catalog/catalog.ts';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import type { FlowDocument, FlowNode } from '#shared/flow/document.ts';
import { nodeById, sourceOf } from '#shared/flow/graph.ts';
import { checkSettings } from '#shared/settings/check.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { call } from '#renderer/bridge.ts';
import { SettingsForm } from '#renderer/inspector/form/SettingsForm.tsx';
import { useCatalog } from '#renderer/queries/connections.ts';
import { keys } from '#renderer/queries/keys.ts';
import { useFixProblem } from '#renderer/queries/problems.ts';
import { resolveFlow } from '#shared/flow/levels.ts';
import { noCatalog, useAbove } from '#renderer/state/useFlowFacts.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { toast } from '#renderer/ui/toast.tsx';

interface SettingsFixProps {
  readonly flowId: string;
  readonly error: ErrorData;
  /** Absent: the whole flow runs again. */
  readonly cause?: string;
  readonly count: number;
  /** Keys of the settings that decide it; those the target does not have are left out. */
  readonly settings: readonly string[];
  readonly onDone: () => void;
}

/** The target an error is about: the node it names, else the first one of its service. */
function targetOf(flow: FlowDocument, { where, code }: ErrorData): FlowNode | undefined {
  const named = where?.node === undefined ? undefined : nodeById(flow, where.node);
  const service = code.slice(0, code.indexOf('.'));
  return named?.kind === 'target' ? named : flow.nodes.find((node) => node.kind === 'target' && String(node.settings['target'] ?? '').startsWith(`${service}.`));
}

/** The few settings that decide a cause, as they stand in the inspector: chosen here, kept in the flow, and its records run again. */
export function SettingsFix({ flowId, error, cause, count, settings, onDone }: SettingsFixProps) {
  const { t } = useTranslation('problems');
  const { ofError } = useSpoken();
  const catalog = useCatalog().data ?? noCatalog;
  const flow = useQuery({ queryKey: keys.flow(flowId), queryFn: () => call('flows.get', { flowId }) });
  const node = flow.data && targetOf(flow.data.document, error);
  const target = node && findTarget(catalog, node.settings['target']);
  const fields = useMemo(() => settings.flatMap((key) => target?.settings.find((field) => field.key === key) ?? []).map(({ group: _group, ...field }) => field as SettingField), [settings, target]);
  const above = useAbove();
  const [chosen, setChosen] = useState<FlowNode['settings']>({});
  const fix = useFixProblem();
  if (flow.isPending) return <div className="border-t border-line bg-ground px-11 py-3"><Skeleton className="h-7 w-64" /></div>;
  if (!flow.data || !node || !target || fields.length === 0) return <p className="border-t border-line bg-ground px-11 py-3 text-13 text-muted">{t('fix.noSetting')}</p>;
  const now = { ...(resolveFlow(flow.data.document, catalog, above).flow.nodes.find(({ id }) => id === node.id) ?? node).settings, ...chosen };
  const wrong = checkSettings(fields, now).length > 0;
  const changes = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  return (
    <form
      aria-label={t('fix.set')}
      className="border-t border-line bg-ground pl-7"
      onSubmit={(event) => {
        event.preventDefault();
        fix.mutate(
          { flowId, nodeId: node.id, settings: changes, ...(cause !== undefined && { cause, code: error.code }) },
          {
            onSuccess: ({ runId }) => {
              toast(t(runId === null ? 'fix.later' : cause === undefined ? 'fix.runs' : 'fix.goOn', { count }));
              onDone();
            },
          },
        );
      }}
    >
      <div className="max-w-140">
        <SettingsForm owner={target.id} fields={fields} settings={now} nodeId={node.id} ownConnection={node.connection} sourceConnection={sourceOf(flow.data.document, node.id)?.connection} stored={(_field, value) => value as FlowNode['settings'][string] | undefined} onChange={(key, value) => setChosen((known) => ({ ...known, [key]: value as FlowNode['settings'][string] }))} />
      </div>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <Button type="submit" look="primary" disabled={wrong || Object.keys(changes).length === 0} busy={fix.isPending}>{cause === undefined ? t('fix.saveAndRun') : t('fix.save', { count })}</Button>
        <Button look="quiet" onClick={onDone}>{t('cancel')}</Button>
        {fix.isError && <ErrorNote error={asFluxoError(fix.error).data} className="basis-full" />}
        {fix.isError && <span className="sr-only" role="alert">{ofError(asFluxoError(fix.error).data).what}</span>}
      </div>
    </form>
  );
}
