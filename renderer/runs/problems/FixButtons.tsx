import { Ban, ExternalLink, RefreshCw, Shuffle, UserCheck, Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import type { Fix } from '#shared/problems/fixes.ts';
import { ReconnectLink } from '#renderer/connections/ReconnectLink.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { goToNode } from '../goTo.ts';
import { usePageOf } from './usePageOf.ts';
import type { OpenFix } from './ProblemCard.tsx';

interface FixButtonsProps {
  readonly flowId: string;
  readonly error: ErrorData;
  readonly ways: readonly Fix[];
  readonly fixing: OpenFix;
  readonly onFix: (fixing: OpenFix) => void;
  readonly onReadAgain?: () => void;
  readonly onLeave?: () => void;
}

/** The ways out of an error, each a button; the best one first. */
export function FixButtons({ flowId, error, ways, fixing, onFix, onReadAgain, onLeave }: FixButtonsProps) {
  const { t } = useTranslation('problems');
  const { holderType, holderId, type, id } = error.params ?? {};
  // What QuickBooks says stands in the way, or what Fluxo found there itself.
  const page = usePageOf(error.where?.connection, holderType ?? type, holderId ?? id);
  return ways.map((fix, index) => {
    const look = index === 0 ? 'primary' : 'plain';
    switch (fix.kind) {
      case 'reconnect':
        return <ReconnectLink key={fix.kind} error={{ ...error, needsOwner: true }} />;
      case 'set':
        return <Button key={fix.kind} size="small" look={look} icon={Wrench} aria-expanded={fixing === 'set'} onClick={() => onFix(fixing === 'set' ? null : 'set')}>{t('fix.set')}</Button>;
      case 'adopt':
        return <Button key={fix.kind} size="small" look={look} icon={UserCheck} aria-expanded={fixing === 'adopt'} onClick={() => onFix(fixing === 'adopt' ? null : 'adopt')}>{t(`fix.adopt.${fix.adopt.type}`, { defaultValue: t('fix.adopt.other') })}</Button>;
      case 'open':
        return page === null ? null : (
          <a key={fix.kind} href={page} target="_blank" rel="noreferrer" draggable={false} className="inline-flex h-6 shrink-0 items-center gap-1 rounded-6 border border-line-strong bg-surface px-2 text-12 whitespace-nowrap hover:bg-hover">
            <ExternalLink size={14} aria-hidden />
            {t('fix.open')}
          </a>
        );
      case 'map':
        return <Button key={fix.kind} size="small" look={look} icon={Shuffle} onClick={() => goToNode(flowId, error.where?.node ?? '', error.where?.field)}>{t('fix.map')}</Button>;
      case 'correct':
        return onReadAgain && <Button key={fix.kind} size="small" look={look} icon={RefreshCw} title={t('fix.correctHelp')} onClick={onReadAgain}>{t('fix.correct')}</Button>;
      case 'leave':
        return onLeave && <Button key={fix.kind} size="small" look={look} icon={Ban} onClick={onLeave}>{t('dismiss')}</Button>;
      default:
        // Running again stands on every card.
        return null;
    }
  });
}
