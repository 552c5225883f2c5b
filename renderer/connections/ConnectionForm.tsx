import { ExternalLink, KeyRound, ListChecks, PlugZap, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import type { ConnectionInfo, ConnectorInfo } from '#shared/catalog/catalog.ts';
import { navigate } from '#renderer/app/route.ts';
import { useSpoken } from '#renderer/i18n/useSpoken.ts';
import { useSaveConnection, useTestConnection } from '#renderer/queries/connections.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Field } from '#renderer/ui/Field.tsx';
import { Input } from '#renderer/ui/inputs.tsx';
import { ErrorNote } from '#renderer/ui/states.tsx';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { ConnectionSettings } from '#renderer/levels/ConnectionSettings.tsx';
import { AuthorisationPanel } from './AuthorisationPanel.tsx';
import { ConnectionFields } from './ConnectionFields.tsx';
import { bestWay, draftOf, environmentsOf, isChanged, missingFields, saveInput, wayOf, withEnvironment, withWay, type ConnectionDraft, type Environment } from './connectionForm.ts';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { EnvironmentBadge } from './EnvironmentBadge.tsx';
import { RemoveConnection } from './RemoveConnection.tsx';
import { StagedTest } from './StagedTest.tsx';
import { useConnectorText } from './useConnectorText.ts';
import { useSignIn } from './useSignIn.ts';

/** A new connection is tested once its own page is open: that page, not the form it came from, shows the result. */
let testWhenOpen: string | null = null;

interface ConnectionFormProps {
  readonly connector: ConnectorInfo;
  readonly connection?: ConnectionInfo | undefined;
  /** As part of another page: without a head and a way to remove it, and what was saved is told instead of opened. */
  readonly within?: { readonly onSaved: (connectionId: string) => void; readonly onCancel?: (() => void) | undefined } | undefined;
}

/** One connection: what to prepare, its fields, and the test that shows whether it works. */
export function ConnectionForm({ connector, connection, within }: ConnectionFormProps) {
  const { t } = useTranslation('connections');
  const { prepare } = useConnectorText(connector);
  const [draft, setDraft] = useState(() => draftOf(connector, connection));
  const [tried, setTried] = useState(false);
  const [removing, setRemoving] = useState(false);
  const save = useSaveConnection();
  const test = useTestConnection();
  const service = connector.authorisation?.service ?? connector.label;
  const way = wayOf(connector, draft);
  const signIn = useSignIn(connector, connection, (connectionId) => {
    toast(t('authorise.done', { service }));
    setDraft((current) => ({ ...current, secrets: {} }));
    setTried(false);
    if (within) within.onSaved(connectionId);
    else if (connection) test.mutate(connectionId, { onError: toastError });
    else {
      testWhenOpen = connectionId;
      navigate({ page: 'connections', connectionId });
    }
  });
  const failed = signIn.error ?? (save.isError ? asFluxoError(save.error).data : null);
  const refusedKey = failed?.where?.field;
  const { ofError } = useSpoken();
  const stored = connection?.storedSecrets ?? [];
  const missing = missingFields(connector, draft, stored);
  const changed = !connection || isChanged(connector, draft, connection);
  const environments = environmentsOf(connector, draft.environment === 'demo' || connection?.environment === 'demo');

  const { mutate: startTest } = test;
  const connectionId = connection?.id;
  useEffect(() => {
    if (connectionId === undefined || testWhenOpen !== connectionId) return;
    testWhenOpen = null;
    startTest(connectionId, { onError: toastError });
  }, [connectionId, startTest]);

  /** Opens the service's page with what stands in the form; nothing is saved before somebody agreed there. */
  const authorise = (from: ConnectionDraft) => {
    setDraft(from);
    setTried(true);
    const chosen = wayOf(connector, from);
    if (chosen !== null && missingFields(connector, from, stored).length === 0) signIn.start(saveInput(connector, from, connection?.id), chosen);
  };
  const submit = () => {
    if (!connection && way !== null) {
      authorise(draft);
      return;
    }
    setTried(true);
    if (missing.length > 0) return;
    save.mutate(saveInput(connector, draft, connection?.id), {
      onSuccess: (saved) => {
        setDraft((current) => ({ ...current, settings: { ...current.settings, ...saved.settings }, secrets: {} }));
        setTried(false);
        toast(t('saved', { name: saved.name }));
        if (within) within.onSaved(saved.id);
        else if (connection) test.mutate(saved.id, { onError: toastError });
        else {
          testWhenOpen = saved.id;
          navigate({ page: 'connections', connectionId: saved.id });
        }
      },
    });
  };

  return (
    <section aria-label={connection?.name ?? t('newConnection', { connector: connector.label })} className="flex min-h-0 min-w-0 flex-1 flex-col">
      {!within && <header className="flex min-h-16 shrink-0 flex-wrap items-center gap-3 border-b border-line px-6 narrow:py-2">
        <ServiceMark connector={connector.name} size="large" />
        <div className="min-w-32 flex-1">
          <div className="flex items-center gap-2">
            <h2 className="truncate text-15 font-semibold">{connection?.name ?? t('newConnection', { connector: connector.label })}</h2>
            {connection && <EnvironmentBadge environment={connection.environment} />}
          </div>
          <div className="flex items-center gap-2 text-12 text-muted">
            <span className="truncate">{connector.label}</span>
            {connection && <ConnectionStatus status={connection.status} />}
          </div>
        </div>
        {connection && (
          <Button look="danger" icon={Trash2} onClick={() => setRemoving(true)}>
            {t('remove')}
          </Button>
        )}
      </header>}
      <div className={within ? undefined : 'scroll-y min-h-0 flex-1'}>
        <div className={classes('grid grid-cols-1 gap-y-6', within ? 'gap-x-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,300px)]' : 'mx-auto max-w-260 gap-x-10 px-6 py-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,320px)]')}>
          <form
            className="flex min-w-0 flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              submit();
            }}
          >
            {connection?.status === 'needsOwner' && !signIn.waiting && connector.authorisation && (way !== null || connector.authorisation.preferred) && (
              <LostPermission service={service} busy={signIn.starting} onReconnect={() => authorise(way === null ? withWay(connector, draft, bestWay(connector, draft.environment)) : draft)} />
            )}
            <Field label={t('name')} required error={tried && missing.includes('name') ? t('missing') : undefined} help={t('nameHelp')}>
              {(ids) => <Input {...ids} value={draft.name} maxLength={120} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />}
            </Field>
            {environments.length > 1 && (
              <Field label={t('environmentLabel')} help={t(`environmentHelp.${draft.environment}`)}>
                {() => (
                  <Segmented<Environment>
                    label={t('environmentLabel')}
                    className={environments.length > 2 ? 'w-84 max-w-full self-start' : 'w-56 max-w-full self-start'}
                    value={draft.environment}
                    onChange={(environment) => setDraft(withEnvironment(connector, draft, environment))}
                    options={environments.map((value) => ({ value, label: t(`environment.${value}`) }))}
                  />
                )}
              </Field>
            )}
            <ConnectionFields connector={connector} draft={draft} onChange={setDraft} stored={stored} missing={tried ? missing : []} refused={refusedKey === undefined || !failed ? null : { key: refusedKey, text: ofError(failed).what }} />
            {failed && <ErrorNote error={failed} />}
            {signIn.waiting && <AuthorisationPanel key={signIn.waiting.attemptId} state={signIn.waiting} service={service} />}
            <div className={classes('flex items-center gap-2', signIn.waiting && 'hidden')}>
              {!connection && way !== null ? (
                <Button type="submit" look="primary" size="large" icon={ExternalLink} busy={signIn.starting}>
                  {t('authorise.signInAt', { service })}
                </Button>
              ) : (
                <Button type="submit" look="primary" size="large" busy={save.isPending} disabled={!changed}>
                  {connection ? t('save') : t('saveNew')}
                </Button>
              )}
              {connection && way !== null && (
                <Button size="large" icon={ExternalLink} busy={signIn.starting} onClick={() => authorise(draft)}>
                  {t('authorise.signInAgain')}
                </Button>
              )}
              {!connection && (!within || within.onCancel) && (
                <Button look="quiet" size="large" onClick={() => (within?.onCancel ? within.onCancel() : navigate({ page: 'connections' }))}>
                  {t('cancel')}
                </Button>
              )}
              {connection && !changed && <span className="text-12 text-faint">{t('allSaved')}</span>}
            </div>
          </form>
          <aside aria-label={connection ? t('test.label') : t('prepare')} className={classes('flex min-w-0 flex-col gap-4', !connection && 'max-lg:order-first')}>
            {connection && !within && (
              <div className="rounded-8 border border-line bg-surface p-4">
                <div className="mb-1 flex items-center justify-between gap-2">
                  <h3 className="text-13 font-semibold">{t('test.label')}</h3>
                  <Button size="small" icon={PlugZap} busy={test.isPending} onClick={() => test.mutate(connection.id, { onError: toastError })}>
                    {t('test.run')}
                  </Button>
                </div>
                {changed && <p className="mb-1 text-12 text-parked">{t('test.saveFirst')}</p>}
                <StagedTest report={test.data} testing={test.isPending} />
              </div>
            )}
            {prepare.length > 0 && <Prepare sentences={prepare} />}
          </aside>
        </div>
        {connection && !within && (
          <div className="mx-auto max-w-260 px-6 pb-6 empty:hidden">
            <ConnectionSettings connection={connection} />
          </div>
        )}
      </div>
      {connection && <RemoveConnection connection={connection} open={removing} onClose={() => setRemoving(false)} />}
    </section>
  );
}

/** The permission has ended: what that means, and the one thing to do. */
function LostPermission({ service, busy, onReconnect }: { readonly service: string; readonly busy: boolean; readonly onReconnect: () => void }) {
  const { t } = useTranslation('connections');
  return (
    <section aria-label={t('authorise.lostTitle', { service })} className="flex items-start gap-3 rounded-8 border border-parked bg-surface p-4">
      <KeyRound size={16} aria-hidden className="mt-0.5 shrink-0 text-parked" />
      <div className="min-w-0 flex-1">
        <h3 className="text-13 font-semibold">{t('authorise.lostTitle', { service })}</h3>
        <p className="mt-0.5 text-13 text-muted">{t('authorise.lostText')}</p>
      </div>
      <Button look="primary" icon={ExternalLink} busy={busy} onClick={onReconnect}>
        {t('authorise.reconnect')}
      </Button>
    </section>
  );
}

function Prepare({ sentences }: { readonly sentences: readonly string[] }) {
  const { t } = useTranslation('connections');
  return (
    <section aria-label={t('prepare')} className="rounded-8 break-words border border-line bg-surface p-4">
      <h3 className="mb-1 flex items-center gap-2 text-13 font-semibold">
        <ListChecks size={14} aria-hidden className="text-muted" />
        {t('prepare')}
      </h3>
      <ol className="list-decimal pl-5 text-13 text-muted marker:text-faint" data-selectable>
        {sentences.map((sentence) => (
          <li key={sentence} className="py-0.5">{sentence}</li>
        ))}
      </ol>
    </section>
  );
}
