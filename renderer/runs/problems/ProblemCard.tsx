import { ChevronRight, RotateCw, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenQuestion } from '#shared/ipc/contract.ts';
import type { ProblemCause, ProblemState } from '#shared/records/problems.ts';
import { fixesOf } from '#shared/problems/fixes.ts';
import { useReopenProblems } from '#renderer/queries/problems.ts';
import { useReplay } from '#renderer/queries/runs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { OutcomeBadge } from '#renderer/ui/OutcomeBadge.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { Time, useNow } from '../text/Time.tsx';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { AdoptForm } from './AdoptForm.tsx';
import { CauseMenu } from './CauseMenu.tsx';
import { CauseRecords } from './CauseRecords.tsx';
import { DismissDialog } from './DismissDialog.tsx';
import { FixButtons } from './FixButtons.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { SettingsFix } from './SettingsFix.tsx';

interface ProblemCardProps {
  readonly cause: ProblemCause;
  readonly state: ProblemState;
  /** Named where problems of all flows stand together. */
  readonly flowName?: string | undefined;
  readonly openAtFirst: boolean;
  /** What would settle it, when that can be answered here. */
  readonly questions: readonly OpenQuestion[];
}

/** What stands open under a card. */
export type OpenFix = 'set' | 'adopt' | null;

/** One cause: what is wrong, how to fix it here, how many records wait for it, and what else can be done. */
export function ProblemCard({ cause, state, flowName, openAtFirst, questions }: ProblemCardProps) {
  const { t } = useTranslation(['problems', 'runs']);
  const { ofError } = useSpoken();
  const [open, setOpen] = useState(openAtFirst);
  const [fixing, setFixing] = useState<OpenFix>(null);
  const [dismissing, setDismissing] = useState(false);
  const id = useId();
  const replay = useReplay();
  const reopen = useReopenProblems();
  const said = ofError(cause.error);
  const now = useNow();
  const isOpen = state === 'open';
  const ways = isOpen ? fixesOf(cause.error).filter((fix) => fix.kind !== 'answer' && !(questions.length > 0 && fix.kind === 'set')) : [];
  const tryAgain = (way: 'recorded' | 'read') =>
    replay.mutate({ flowId: cause.flowId, dryRun: false, way, records: { problems: { causes: [cause.cause] } } }, { onSuccess: () => toast(t('runs:again.started', { count: cause.count })), onError: toastError });
  return (
    <li className="border-b border-line last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
        <button type="button" aria-expanded={open} aria-controls={`${id}-members`} aria-label={t(open ? 'runs:hideRecords' : 'runs:showRecords')} onClick={() => setOpen(!open)} className="mt-0.5 rounded-4 p-0.5 text-faint hover:text-text">
          <ChevronRight size={14} aria-hidden className={classes('transition-transform', open && 'rotate-90')} />
        </button>
        <div className="min-w-48 flex-1" data-selectable>
          <p className="text-13 font-medium break-words">{said.what}</p>
          {said.fix && questions.length === 0 && isOpen && <p className="text-13 break-words text-muted">{said.fix}</p>}
          {cause.dismissed && <p className="text-13 break-words text-muted">{t('dismissedBecause', { reason: cause.dismissed })}</p>}
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-12 text-muted">
            <OutcomeBadge outcome={cause.outcome} look="bare" />
            <span className="tabular">{t('runs:recordCount', { count: cause.count })}</span>
            {flowName && <span className="truncate">{flowName}</span>}
            <span>
              {/* "since now" is nothing one would say. */}
              {now - cause.firstAt > 60_000 && `${t('runs:firstSeen')} `}
              <Time at={cause.firstAt} />
            </span>
            {cause.lastAt - cause.firstAt > 60_000 && (
              <span>
                {t('runs:lastSeen')} <Time at={cause.lastAt} />
              </span>
            )}
          </p>
        </div>
        <div className="ml-auto flex flex-wrap items-center justify-end gap-1">
          {isOpen && <FixButtons flowId={cause.flowId} error={cause.error} ways={ways} fixing={fixing} onFix={setFixing} onReadAgain={() => tryAgain('read')} onLeave={() => setDismissing(true)} />}
          {isOpen && (
            <Button size="small" icon={RotateCw} busy={replay.isPending} onClick={() => tryAgain('recorded')}>
              {t('runs:again.these', { count: cause.count })}
            </Button>
          )}
          {state === 'dismissed' && (
            <Button size="small" icon={Undo2} busy={reopen.isPending} onClick={() => reopen.mutate({ flowId: cause.flowId, nodeId: cause.nodeId, cause: cause.cause }, { onError: toastError })}>
              {t('reopen')}
            </Button>
          )}
          {isOpen && <CauseMenu cause={cause} onReadAgain={() => tryAgain('read')} onDismiss={() => setDismissing(true)} />}
        </div>
      </div>
      {questions.map((question) => (
        // An answer that arrives from elsewhere begins the form anew.
        <QuestionForm key={`${question.id} ${JSON.stringify(question.answered ?? {})}`} question={question} />
      ))}
      {fixing === 'set' && <SettingsFix flowId={cause.flowId} error={cause.error} cause={cause.cause} count={cause.count} settings={ways.flatMap((fix) => (fix.kind === 'set' ? fix.settings : []))} onDone={() => setFixing(null)} />}
      {fixing === 'adopt' && ways.map((fix) => fix.kind === 'adopt' && <AdoptForm key={fix.adopt.entity} cause={cause} adoption={fix.adopt} onDone={() => setFixing(null)} />)}
      {open && <CauseRecords id={`${id}-members`} cause={cause} state={state} />}
      {dismissing && <DismissDialog cause={cause} onClose={() => setDismissing(false)} />}
    </li>
  );
}
