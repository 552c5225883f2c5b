import { CircleAlert, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import { setConnection } from '#shared/flow/edit.ts';
import { connectorOfNode } from '#renderer/canvas/summary.ts';
import { navigate, routeHash } from '#renderer/app/route.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useIssues } from '#renderer/state/useFlowFacts.ts';
import { sayIssueShort } from '#renderer/canvas/issueText.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';

/** Which of the user's accounts the node works with. */
export function ConnectionPicker({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const connector = connectorOfNode(node);
  const answer = useConnections();
  const fitting = answer.data?.filter((connection) => connection.connector === connector) ?? [];
  const chosen = answer.data?.find((connection) => connection.id === node.connection);
  const issue = useIssues().find((each) => each.nodeId === node.id && each.field === 'connection');
  const add = () => navigate({ page: 'connections', newFor: connector });
  return (
    <section className="border-b border-line px-4 py-4" data-field="connection">
      <Field
        label={t('node.connection')}
        required
        error={issue && answer.data ? sayIssueShort(issue, t) : undefined}
        aside={
          <button type="button" onClick={add} className="flex items-center gap-1 rounded-4 text-12 text-accent hover:text-accent-hover">
            <Plus size={12} aria-hidden />
            {t('node.newConnection')}
          </button>
        }
      >
        {(ids) =>
          answer.data && fitting.length === 0 && !node.connection ? (
            <Button icon={Plus} onClick={add} className="self-start">{t('node.firstConnection')}</Button>
          ) : (
            <Combobox
              {...ids}
              label={t('node.connection')}
              value={node.connection ?? ''}
              onChange={(id) => useEditor.getState().edit((flow) => setConnection(flow, node.id, id || undefined))}
              options={fitting.map((connection) => ({ value: connection.id, label: connection.name, detail: connection.environment === 'production' ? undefined : t(`environment.${connection.environment}`) }))}
              loading={answer.isLoading}
            />
          )
        }
      </Field>
      {(chosen?.status === 'needsOwner' || chosen?.status === 'failing') && (
        <a href={routeHash({ page: 'connections', connectionId: chosen.id })} className="mt-2 flex items-center gap-1 self-start text-12 text-parked underline underline-offset-2">
          <CircleAlert size={12} aria-hidden />
          {t(`node.status.${chosen.status}`)}
        </a>
      )}
    </section>
  );
}
