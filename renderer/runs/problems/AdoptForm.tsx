import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { Adoption } from '#shared/problems/fixes.ts';
import type { ProblemCause } from '#shared/records/problems.ts';
import { nodeById } from '#shared/flow/graph.ts';
import { call } from '#renderer/bridge.ts';
import { keys } from '#renderer/queries/keys.ts';
import { usePickList } from '#renderer/queries/lists.ts';
import { useFixProblem } from '#renderer/queries/problems.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { toast } from '#renderer/ui/toast.tsx';

/** Says which of several things in the service a record's counterpart is; Fluxo remembers it from then on. */
export function AdoptForm({ cause, adoption, onDone }: { readonly cause: ProblemCause; readonly adoption: Adoption; readonly onDone: () => void }) {
  const { t } = useTranslation('problems');
  const nodeId = cause.error.where?.node ?? '';
  const flow = useQuery({ queryKey: keys.flow(cause.flowId), queryFn: () => call('flows.get', { flowId: cause.flowId }) });
  const connection = (flow.data && nodeById(flow.data.document, nodeId)?.connection) ?? cause.error.where?.connection;
  const list = usePickList(connection, adoption.list);
  const ids = (cause.error.params?.[adoption.ids] ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
  const [chosen, setChosen] = useState('');
  const fix = useFixProblem();
  return (
    <form
      className="flex flex-col gap-2 border-t border-line bg-ground px-3 py-2.5 pl-11"
      onSubmit={(event) => {
        event.preventDefault();
        fix.mutate(
          { flowId: cause.flowId, nodeId, cause: cause.cause, code: cause.error.code, adopt: chosen },
          {
            onSuccess: ({ runId }) => {
              toast(t(runId === null ? 'fix.later' : 'fix.goOn', { count: cause.count }));
              onDone();
            },
          },
        );
      }}
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-13 font-medium">{t('fix.which')}</legend>
        {ids.map((id) => {
          const known = list.data?.find(({ value }) => value === id);
          return (
            <label key={id} className="flex items-center gap-2 text-13">
              <input type="radio" name={`adopt-${cause.cause}`} value={id} checked={chosen === id} onChange={() => setChosen(id)} className="accent-accent" />
              <span>{known?.label ?? id}</span>
              <span className="tabular text-12 text-faint">{known?.detail ?? id}</span>
            </label>
          );
        })}
      </fieldset>
      <div className="flex items-center gap-2">
        <Button type="submit" look="primary" disabled={chosen === ''} busy={fix.isPending}>{t('fix.adoptNow', { count: cause.count })}</Button>
        <Button look="quiet" onClick={onDone}>{t('cancel')}</Button>
      </div>
      {fix.isError && <ErrorNote error={asFluxoError(fix.error).data} />}
    </form>
  );
}
