import { CircleAlert, CircleCheck, CircleX, Info, RotateCw, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { preflightTopics, worstOf, type Finding, type PreflightTopic } from '#shared/setup/preflight.ts';
import { usePreflight } from '#renderer/queries/flows.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { ErrorNote, Skeleton } from '#renderer/ui/states.tsx';
import { FlowTabs, useCurrentFlow } from '../FlowTabs.tsx';
import { useFindingText } from '../useFindingText.ts';
import { useFix } from '../useFix.ts';

type Weight = Finding['severity'] | 'fine';

const looks: Readonly<Record<Weight, { readonly icon: LucideIcon; readonly text: string }>> = {
  error: { icon: CircleX, text: 'text-failed' },
  warning: { icon: CircleAlert, text: 'text-parked' },
  info: { icon: Info, text: 'text-muted' },
  fine: { icon: CircleCheck, text: 'text-created' },
};

/** What stands between the flow and going live, each with the way to put it right. */
export function ChecklistStep() {
  const flowId = useCurrentFlow();
  return (
    <>
      <FlowTabs />
      {flowId !== undefined && <Checklist key={flowId} flowId={flowId} />}
    </>
  );
}

function Checklist({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('setup');
  const look = usePreflight(flowId);
  if (look.isError) return <ErrorNote error={asFluxoError(look.error).data} onRetry={() => void look.refetch()} retrying={look.isFetching} />;
  if (!look.data) return <ChecklistSkeleton />;
  const { findings, dryRun } = look.data;
  const worst = worstOf(findings);
  const verdict: Weight = worst === 'error' || worst === 'warning' ? worst : 'fine';
  const { icon: Icon, text } = looks[verdict];
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  return (
    <>
      <div className="flex items-center gap-3 rounded-8 border border-line bg-surface px-4 py-3">
        <Icon size={20} aria-hidden className={classes('shrink-0', text)} />
        <div className="min-w-0 flex-1">
          <p role="status" className="text-15 font-medium">
            {verdict === 'fine' ? t('verdict.fine') : [count('error') > 0 && t('verdict.error', { count: count('error') }), count('warning') > 0 && t('verdict.warning', { count: count('warning') })].filter(Boolean).join(' · ')}
          </p>
          <p className="text-12 text-muted">{dryRun ? t('lookedAt', { count: dryRun.read }) : t('lookedAtNone')}</p>
        </div>
        <Button icon={RotateCw} busy={look.isFetching} onClick={() => void look.refetch()}>
          {t('lookAgain')}
        </Button>
      </div>
      <ul aria-label={t('step.checklist.name')} className="overflow-hidden rounded-8 border border-line bg-surface">
        {preflightTopics.map((topic) => (
          <Topic key={topic} flowId={flowId} topic={topic} findings={findings.filter((finding) => finding.topic === topic)} />
        ))}
      </ul>
    </>
  );
}

function Topic({ flowId, topic, findings }: { readonly flowId: string; readonly topic: PreflightTopic; readonly findings: readonly Finding[] }) {
  const { t } = useTranslation('setup');
  const weight: Weight = worstOf(findings) ?? 'fine';
  const { icon: Icon, text } = looks[weight];
  return (
    <li className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
      <Icon size={16} aria-hidden className={classes('mt-0.5 shrink-0', text)} />
      <div className="min-w-0 flex-1">
        <h2 className="text-13 font-medium">
          {t(`topic.${topic}`)} <span className="sr-only">{t(`weight.${weight}`)}</span>
        </h2>
        {findings.length === 0 && <p className="text-12 text-muted">{t(`fine.${topic}`)}</p>}
        {findings.length > 0 && (
          <ul className="mt-1 flex flex-col">
            {findings.map((finding, index) => (
              <FindingRow key={index} flowId={flowId} finding={finding} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function FindingRow({ flowId, finding }: { readonly flowId: string; readonly finding: Finding }) {
  const { t, i18n } = useTranslation('setup');
  const { what, fix } = useFindingText()(finding);
  const act = useFix(flowId, finding);
  const { icon: Icon, text } = looks[finding.severity];
  const { count, examples = [] } = finding;
  return (
    <li className="flex items-start gap-3 border-t border-line py-2 first:border-t-0">
      <div className="min-w-0 flex-1" data-selectable>
        <p className="text-13 break-words">
          <Icon size={12} aria-hidden className={classes('mr-1.5 inline-block align-[-1px]', text)} />
          {what}
        </p>
        {fix && <p className="text-12 break-words text-muted">{fix}</p>}
        {count !== undefined && (
          <p className="text-12 text-muted">
            {t('recordsAlike', { count, formatted: count.toLocaleString(i18n.language) })}
            {examples.length > 0 && (
              <>
                {': '}
                <span data-source>
                  {examples.join(', ')}
                  {count > examples.length && ' …'}
                </span>
              </>
            )}
          </p>
        )}
      </div>
      {act && (
        <Button size="small" onClick={act.go} aria-label={`${act.label}: ${what}`}>
          {act.label}
        </Button>
      )}
    </li>
  );
}

function ChecklistSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <Skeleton className="h-16" />
      <div className="flex flex-col gap-4 rounded-8 border border-line bg-surface p-4">
        {preflightTopics.map((topic) => (
          <div key={topic} className="flex flex-col gap-2">
            <Skeleton className="h-3 w-48" />
            <Skeleton className="h-2.5 w-96" />
          </div>
        ))}
      </div>
    </div>
  );
}
