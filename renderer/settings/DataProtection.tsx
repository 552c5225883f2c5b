import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { Retention } from '#shared/records/privacy.ts';
import { useErasePerson, useFindPerson, usePrivacy, useSetRetention } from '#renderer/queries/privacy.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { Time } from '#renderer/runs/text/Time.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Input } from '#renderer/ui/inputs.tsx';
import { Skeleton } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';

/** A whole number within bounds; undefined for any other text. */
function whole(text: string, least: number, most: number): number | undefined {
  return /^\d+$/.test(text.trim()) ? Math.min(most, Math.max(least, Number(text))) : undefined;
}

/** For how long what records held is kept, and how what is known of a person goes. */
export function DataProtection() {
  const { t, i18n } = useTranslation('preferences');
  const state = usePrivacy().data;
  const set = useSetRetention();
  if (!state) return <Skeleton className="m-4 h-24" />;
  const { retention, bytes, oldestAt } = state;
  const change = (part: Partial<Retention>) => set.mutate({ ...retention, ...part }, { onSuccess: () => toast(t('privacy.saved')), onError: toastError });
  const megabytes = (bytes / 1_000_000).toLocaleString(i18n.language, { maximumFractionDigits: 1 });
  return (
    <>
      <div className="flex flex-col gap-3 px-4 py-3">
        <div className="grid grid-cols-2 gap-4">
          <Field label={t('privacy.keepDays')} help={t('privacy.keepDaysHelp')}>
            {(ids) => <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-24" value={String(retention.keepDays)} onCommit={(text) => { const keepDays = whole(text, 0, 3650); if (keepDays !== undefined && keepDays !== retention.keepDays) change({ keepDays }); }} />}
          </Field>
          <Field label={t('privacy.most')} help={t('privacy.mostHelp')}>
            {(ids) => <CommitInput whenDone {...ids} inputMode="numeric" className="tabular max-w-24" value={String(retention.mostMegabytes)} onCommit={(text) => { const mostMegabytes = whole(text, 10, 1_000_000); if (mostMegabytes !== undefined && mostMegabytes !== retention.mostMegabytes) change({ mostMegabytes }); }} />}
          </Field>
        </div>
        <p className="text-12 text-muted">
          {t('privacy.now', { megabytes })} {oldestAt !== null && <>{t('privacy.oldest')} <Time at={oldestAt} look="date" />.</>}
        </p>
      </div>
      <ErasePerson />
    </>
  );
}

/** First a look at what is kept, then the button that erases it. */
function ErasePerson() {
  const { t } = useTranslation('preferences');
  const { ofError } = useSpoken();
  const [email, setEmail] = useState('');
  const find = useFindPerson();
  const erase = useErasePerson();
  const found = find.data && find.variables === email.trim() ? find.data : undefined;
  const traces = found?.traces;
  const counts = traces && ([['records', traces.records], ['payloads', traces.payloads], ['bodies', traces.bodies], ['problems', traces.problems], ['writes', traces.writes + traces.ledger + traces.seen], ['pins', found.pins], ['histories', found.histories]] as const).filter(([, count]) => count > 0);
  const error = find.error ?? erase.error;
  return (
    <form
      aria-label={t('privacy.erase')}
      className="flex flex-col gap-3 px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        erase.reset();
        if (email.trim() !== '') find.mutate(email.trim());
      }}
    >
      <Field label={t('privacy.erase')} help={t('privacy.eraseHelp')}>
        {(ids) => (
          <div className="flex items-center gap-2">
            <Input {...ids} type="email" value={email} maxLength={320} placeholder="anna@example.com" className="max-w-80" onChange={(event) => setEmail(event.currentTarget.value)} />
            <Button type="submit" busy={find.isPending} disabled={email.trim() === ''}>{t('privacy.look')}</Button>
          </div>
        )}
      </Field>
      {error && <p role="alert" className="text-13 text-failed">{[ofError(asFluxoError(error).data).what, ofError(asFluxoError(error).data).fix].filter(Boolean).join(' ')}</p>}
      {erase.isSuccess && <p role="status" className="text-13 text-created">{t('privacy.erased')}{erase.data.backups.length > 0 && ` ${t('privacy.backups')}`}</p>}
      {found && !erase.isSuccess && (
        <div role="status" className="rounded-8 border border-line p-3">
          {counts!.length === 0 ? (
            <p className="text-13">{t('privacy.nothing')}</p>
          ) : (
            <>
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13">
                {counts!.map(([place, count]) => <li key={place} className="tabular">{t(`privacy.found.${place}`, { count })}</li>)}
              </ul>
              <p className="mt-1 text-12 text-muted">{t('privacy.stays')}</p>
              <Button look="danger" className="mt-3" busy={erase.isPending} onClick={() => erase.mutate(email.trim())}>{t('privacy.eraseNow')}</Button>
            </>
          )}
          {found.flows.length > 0 && <p className="mt-1 text-12 text-muted">{t('privacy.inFlows', { flows: found.flows.join(', ') })}</p>}
          {found.files.length > 0 && <p className="mt-1 text-12 text-muted">{t('privacy.inFiles', { files: found.files.join(', ') })}</p>}
        </div>
      )}
    </form>
  );
}
