import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem, ProblemCause, ProblemState } from '#shared/records/problems.ts';
import { mostProblems, useProblemRecords } from '#renderer/queries/problems.ts';
import { useReplay } from '#renderer/queries/runs.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { goToRecord } from '../goTo.ts';
import { Time } from '../text/Time.tsx';

const FIRST = 8;

/** The records of a cause; each leads to its story and can be tried by itself. */
export function CauseRecords({ id, cause, state }: { readonly id: string; readonly cause: ProblemCause; readonly state: ProblemState }) {
  const { t } = useTranslation('runs');
  const { ofError } = useSpoken();
  const [limit, setLimit] = useState(FIRST);
  const members = useProblemRecords(cause, state, limit, true);
  const replay = useReplay();
  const tryAgain = (member: Problem) =>
    replay.mutate({ flowId: cause.flowId, dryRun: false, way: 'recorded', records: { runId: member.lastRunId, seqs: [member.lastSeq] } }, { onSuccess: () => toast(t('story.startedAgain', { title: member.title })), onError: toastError });
  return (
    <ul id={id} aria-label={t('records')} className="pb-2">
      {members.isPending && Array.from({ length: Math.min(cause.count, FIRST) }, (_, index) => (
        <li key={index} aria-busy className="flex h-7 items-center pl-11"><Skeleton className="h-2.5 w-40" /></li>
      ))}
      {members.data?.map((member) => (
        <li key={member.id} className="group flex h-7 items-center gap-3 pr-3 pl-11 hover:bg-hover">
          <button type="button" onClick={() => goToRecord(cause.flowId, { runId: member.lastRunId, seq: member.lastSeq })} className="tabular min-w-24 rounded-4 text-left font-medium text-accent hover:underline">
            {member.title}
          </button>
          <span className="min-w-0 flex-1 truncate text-12 text-muted">{member.error.what === cause.error.what ? '' : ofError(member.error).what}</span>
          {member.times > 1 && <span className="tabular text-12 text-faint">{t('times', { count: member.times })}</span>}
          <Time at={member.lastAt} className="text-12 text-faint" />
          {state === 'open' && <IconButton size="small" icon={RotateCw} label={t('tryThisAgain', { title: member.title })} onClick={() => tryAgain(member)} />}
        </li>
      ))}
      {cause.count > limit && limit < mostProblems && (
        <li className="pl-9">
          <Button look="quiet" size="small" onClick={() => setLimit(mostProblems)}>
            {t('allRecords', { count: Math.min(cause.count, mostProblems) })}
          </Button>
        </li>
      )}
    </ul>
  );
}
