import { ChevronRight, Crosshair, RotateCw } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenQuestion } from '#shared/ipc/contract.ts';
import type { Problem } from '#shared/records/problems.ts';
import { ReconnectLink } from '#renderer/connections/ReconnectLink.tsx';
import { useReplay } from '#renderer/queries/runs.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { goToNode, goToRecord } from '../goTo.ts';
import { Time, useNow } from '../text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { placeOf, type ProblemGroup } from './groupProblems.ts';
import { QuestionForm } from './QuestionForm.tsx';

interface ProblemCardProps {
  readonly group: ProblemGroup;
  /** Named where problems of all flows stand together. */
  readonly flowName?: string | undefined;
  readonly openAtFirst: boolean;
  /** What would settle it, when that can be answered here. */
  readonly questions: readonly OpenQuestion[];
}

const FIRST_MEMBERS = 8;

/** One cause: what is wrong, how to fix it, how many records wait for it, and what to do now. */
export function ProblemCard({ group, flowName, openAtFirst, questions }: ProblemCardProps) {
  const { t } = useTranslation('runs');
  const { ofError } = useSpoken();
  const [open, setOpen] = useState(openAtFirst);
  const [all, setAll] = useState(false);
  const id = useId();
  const replay = useReplay();
  const said = ofError(group.error);
  const now = useNow();
  const place = placeOf(group);
  const tryAgain = (member?: Problem) =>
    replay.mutate(
      { flowId: group.flowId, dryRun: false, way: 'recorded', records: member ? { runId: member.lastRunId, seqs: [member.lastSeq] } : { problems: { causes: [group.cause] } } },
      { onSuccess: () => toast(member ? t('story.startedAgain', { title: member.title }) : t('again.started', { count: group.count })), onError: toastError },
    );
  const members = all ? group.members : group.members.slice(0, FIRST_MEMBERS);
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
        <button type="button" aria-expanded={open} aria-controls={`${id}-members`} aria-label={t(open ? 'hideRecords' : 'showRecords')} onClick={() => setOpen(!open)} className="mt-0.5 rounded-4 p-0.5 text-faint hover:text-text">
          <ChevronRight size={14} aria-hidden className={classes('transition-transform', open && 'rotate-90')} />
        </button>
        <div className="min-w-72 flex-1" data-selectable>
          <p className="text-13 font-medium break-words">{said.what}</p>
          {said.fix && questions.length === 0 && <p className="text-13 break-words text-muted">{said.fix}</p>}
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-12 text-muted">
            <OutcomeBadge outcome={group.outcome} look="bare" />
            <span className="tabular">{t('recordCount', { count: group.count })}</span>
            {flowName && <span className="truncate">{flowName}</span>}
            <span>
              {/* "since now" is nothing one would say. */}
              {now - group.firstAt > 60_000 && `${t('firstSeen')} `}
              <Time at={group.firstAt} />
            </span>
            {group.lastAt - group.firstAt > 60_000 && (
              <span>
                {t('lastSeen')} <Time at={group.lastAt} />
              </span>
            )}
          </p>
        </div>
        <div className="ml-auto flex shrink-0 items-center gap-1">
          <ReconnectLink error={group.error} />
          <Button size="small" icon={Crosshair} onClick={() => goToNode(group.flowId, place.nodeId, place.field)}>
            {place.field ? t('goToSetting') : t('goToNode')}
          </Button>
          <Button size="small" icon={RotateCw} busy={replay.isPending && 'problems' in replay.variables.records} onClick={() => tryAgain()}>
            {t('again.these', { count: group.count })}
          </Button>
        </div>
      </div>
      {questions.map((question) => (
        // An answer that arrives from elsewhere begins the form anew.
        <QuestionForm key={`${question.id} ${JSON.stringify(question.answered ?? {})}`} question={question} />
      ))}
      {open && (
        <ul id={`${id}-members`} aria-label={t('records')} className="pb-2">
          {members.map((member) => (
            <li key={member.id} className="group flex h-7 items-center gap-3 pr-3 pl-11 hover:bg-hover">
              <button type="button" onClick={() => goToRecord(group.flowId, { runId: member.lastRunId, seq: member.lastSeq })} className="tabular min-w-24 rounded-4 text-left font-medium text-accent hover:underline">
                {member.title}
              </button>
              <span className="min-w-0 flex-1 truncate text-12 text-muted">{member.error.what === group.error.what ? '' : ofError(member.error).what}</span>
              {member.times > 1 && <span className="tabular text-12 text-faint">{t('times', { count: member.times })}</span>}
              <Time at={member.lastAt} className="text-12 text-faint" />
              <IconButton size="small" icon={RotateCw} label={t('tryThisAgain', { title: member.title })} onClick={() => tryAgain(member)} />
            </li>
          ))}
          {!all && group.members.length > FIRST_MEMBERS && (
            <li className="pl-9">
              <Button look="quiet" size="small" onClick={() => setAll(true)}>
                {t('allRecords', { count: group.members.length })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}
