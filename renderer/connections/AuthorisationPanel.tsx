import { ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { AuthorisationState } from '#shared/ipc/contract.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useAnswerAuthorisation, useCancelAuthorisation, useReopenAuthorisation } from '#renderer/queries/authorisation.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { TextArea } from '#renderer/ui/inputs.tsx';
import { Spinner } from '#renderer/ui/Spinner.tsx';
import { toastError } from '#renderer/ui/toast.tsx';

/** A sign-in under way: what to do in the browser, how long Fluxo waits, and the field for a pasted answer. What is pasted goes in and never comes back. */
export function AuthorisationPanel({ state, service }: { readonly state: AuthorisationState; readonly service: string }) {
  const { t } = useTranslation('connections');
  const reopen = useReopenAuthorisation();
  const cancel = useCancelAuthorisation();
  const [pasting, setPasting] = useState(state.way === 'paste');
  const checking = state.phase === 'checking';
  return (
    <section aria-label={t('authorise.waiting')} className="flex flex-col gap-3 rounded-8 border border-accent-line bg-accent-soft p-4">
      <div className="flex items-center gap-2">
        <Spinner className="text-accent" />
        <h3 className="flex-1 text-13 font-semibold">
          <span role="status">{checking ? t('authorise.checking', { service }) : t('authorise.waiting')}</span>
        </h3>
        {!checking && <TimeLeft until={state.until} />}
      </div>
      {!checking && (
        <>
          <p className="text-13 text-muted">{t(`authorise.how.${state.way}`)}</p>
          <p className="text-12 text-muted">
            {t('authorise.answerTo')} <span className="font-mono break-all" data-selectable data-source>{state.redirectUri}</span>
          </p>
          {pasting && <PastedAnswer attemptId={state.attemptId} />}
          <div className="flex flex-wrap items-center gap-2">
            <Button icon={ExternalLink} busy={reopen.isPending} onClick={() => reopen.mutate(state.attemptId, { onError: toastError })}>
              {t('authorise.reopen')}
            </Button>
            {!pasting && (
              <Button look="quiet" onClick={() => setPasting(true)}>
                {t('authorise.pasteInstead')}
              </Button>
            )}
            <Button look="quiet" busy={cancel.isPending} onClick={() => cancel.mutate(state.attemptId, { onError: toastError })}>
              {t('cancel')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function PastedAnswer({ attemptId }: { readonly attemptId: string }) {
  const { t } = useTranslation('connections');
  const { ofError } = useSpoken();
  const answer = useAnswerAuthorisation();
  const [pasted, setPasted] = useState('');
  const said = answer.isError ? ofError(asFluxoError(answer.error).data) : null;
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('authorise.pasted')} help={t('authorise.pastedHelp')} error={said ? [said.what, said.fix].filter(Boolean).join(' ') : undefined}>
        {(ids) => <TextArea {...ids} rows={3} autoFocus autoComplete="off" className="font-mono text-12" value={pasted} onChange={(event) => setPasted(event.target.value)} />}
      </Field>
      <Button look="primary" className="self-start" busy={answer.isPending} disabled={pasted.trim() === ''} onClick={() => answer.mutate({ attemptId, pasted: pasted.trim() }, { onSettled: () => setPasted('') })}>
        {t('authorise.connect')}
      </Button>
    </div>
  );
}

function TimeLeft({ until }: { readonly until: number }) {
  const { t } = useTranslation('connections');
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return <span className="tabular text-12 text-muted">{t('authorise.left', { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` })}</span>;
}
