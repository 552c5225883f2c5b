import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowIssue } from '#shared/flow/check.ts';
import { portRef } from '#shared/flow/document.ts';
import { sayIssue } from '#renderer/canvas/issueText.ts';
import { nameOf } from '#renderer/canvas/summary.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { useLayout } from '#renderer/state/layoutStore.ts';
import { noCatalog, useIssues } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Popover } from '#renderer/ui/Popover.tsx';

/** Says whether the flow can run; opened, it lists what is missing, and each entry leads to its field. */
export function CheckButton() {
  const { t } = useTranslation('editor');
  const [open, setOpen] = useState(false);
  const issues = useIssues();
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  const clean = issues.length === 0;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={t('check.title')}
      className="w-96"
      trigger={
        <Button look="quiet" icon={clean ? CircleCheck : errors > 0 ? CircleAlert : TriangleAlert} className={clean ? '[&>svg]:text-created' : '[&>svg]:text-parked'}>
          <span className={clean ? 'narrow:sr-only' : ''}>{clean ? t('check.ok') : t('check.count', { count: issues.length })}</span>
        </Button>
      }
    >
      {clean ? (
        <p className="flex items-center gap-2 p-4 text-muted">
          <CircleCheck size={16} aria-hidden className="text-created" />
          {t('check.allGood')}
        </p>
      ) : (
        <ul className="scroll-y max-h-96 p-1">
          {issues.map((issue, index) => (
            <IssueRow key={index} issue={issue} onDone={() => setOpen(false)} />
          ))}
        </ul>
      )}
    </Popover>
  );
}

function IssueRow({ issue, onDone }: { readonly issue: FlowIssue; readonly onDone: () => void }) {
  const { t } = useTranslation(['editor', 'settings']);
  const catalog = useCatalog().data ?? noCatalog;
  const node = useEditor((state) => state.flow?.nodes.find((candidate) => candidate.id === issue.nodeId));
  const { text, fix } = sayIssue(issue, node ? nameOf(node, catalog, t) : '', t);
  const jump = () => {
    onDone();
    const { flow, select, focusField } = useEditor.getState();
    const edge = issue.edge === undefined ? undefined : flow?.edges[issue.edge];
    if (edge && !issue.field) return select([portRef(edge.to).node], [edge]);
    if (!issue.nodeId) return;
    useLayout.getState().showInspector(node?.kind === 'map' && issue.field ? 'mapping' : 'settings');
    focusField({ nodeId: issue.nodeId, field: issue.field ?? '' });
  };
  return (
    <li>
      <button type="button" onClick={jump} className="flex w-full gap-2 rounded-6 p-2 text-left hover:bg-hover focus-visible:bg-hover">
        {issue.severity === 'error' ? <CircleAlert size={14} aria-label={t('check.error')} className="mt-0.75 shrink-0 text-parked" /> : <TriangleAlert size={14} aria-label={t('check.warning')} className="mt-0.75 shrink-0 text-faint" />}
        <span className="min-w-0">
          <span className="block break-words">{text}</span>
          <span className="block text-12 break-words text-muted">{fix}</span>
        </span>
      </button>
    </li>
  );
}
