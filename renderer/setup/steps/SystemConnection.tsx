import { PlugZap, Plus } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionInfo } from '#shared/catalog/catalog.ts';
import { ConnectionForm } from '#renderer/connections/ConnectionForm.tsx';
import { ConnectionStatus } from '#renderer/connections/ConnectionStatus.tsx';
import { EnvironmentBadge } from '#renderer/connections/EnvironmentBadge.tsx';
import { StagedTest } from '#renderer/connections/StagedTest.tsx';
import { useCatalog, useConnections, useTestConnection } from '#renderer/queries/connections.ts';
import { useDemoState } from '#renderer/queries/demo.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { useServiceLabel } from '../SetupNav.tsx';
import { useSetupInHand } from '../useSetupInHand.ts';

/** The account at one system: one of those that are there, or a new one, and the test that shows whether it works. */
export function SystemConnection({ connector }: { readonly connector: string }) {
  const { t } = useTranslation(['setup', 'connections']);
  const { draft, change } = useSetupInHand();
  const info = useCatalog().data?.connectors.find(({ name }) => name === connector);
  const connections = useConnections();
  const demo = useDemoState().data;
  const labelOf = useServiceLabel();
  const id = useId();
  const own = connections.data?.filter((connection) => connection.connector === connector) ?? [];
  const chosen = own.find((connection) => connection.id === draft.connections[connector]);
  const [adding, setAdding] = useState(false);
  const choose = (connectionId: string) => {
    setAdding(false);
    change({ ...draft, connections: { ...draft.connections, [connector]: connectionId } });
  };
  const isNew = adding || (connections.data !== undefined && own.length === 0);
  return (
    <section aria-labelledby={id} className="rounded-8 border border-line bg-surface">
      <header className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <ServiceMark connector={connector} size="small" />
        <h2 id={id} className="min-w-0 flex-1 truncate text-13 font-semibold">
          {labelOf(connector)}
        </h2>
        {chosen && !isNew && <ConnectionStatus status={chosen.status} />}
      </header>
      <div className="flex flex-col gap-4 p-4">
        {own.length > 0 && (
          <div role="radiogroup" aria-labelledby={id} className="flex flex-wrap gap-2">
            {own.map((connection) => (
              <Account key={connection.id} connection={connection} checked={!adding && connection.id === chosen?.id} onChoose={() => choose(connection.id)} name={id} />
            ))}
            {!adding && (
              <Button look="quiet" size="large" icon={Plus} onClick={() => setAdding(true)}>
                {t('setup:anotherConnection')}
              </Button>
            )}
          </div>
        )}
        {isNew && info && <ConnectionForm connector={info} within={{ onSaved: choose, onCancel: own.length > 0 ? () => setAdding(false) : undefined }} />}
        {/* Started anew, the made-up services are tried anew. */}
        {chosen && !isNew && <Tested key={`${chosen.id} ${chosen.environment === 'demo' && demo?.running === true}`} connection={chosen} />}
      </div>
    </section>
  );
}

interface AccountProps {
  readonly connection: ConnectionInfo;
  readonly checked: boolean;
  readonly onChoose: () => void;
  /** Of the group. */
  readonly name: string;
}

function Account({ connection, checked, onChoose, name }: AccountProps) {
  return (
    <label className={classes('flex h-8 items-center gap-2 rounded-6 border px-3 text-13 has-focus-visible:outline-2 has-focus-visible:outline-accent', checked ? 'border-accent bg-accent-soft font-medium' : 'border-line-strong hover:bg-hover')}>
      <input type="radio" name={name} checked={checked} onChange={onChoose} className="accent-(--accent) outline-none!" />
      {connection.name}
      <EnvironmentBadge environment={connection.environment} />
    </label>
  );
}

/** A chosen account is tried at once, unless it is known to work. */
function Tested({ connection }: { readonly connection: ConnectionInfo }) {
  const { t } = useTranslation(['setup', 'connections']);
  const info = useCatalog().data?.connectors.find(({ name }) => name === connection.connector);
  const test = useTestConnection();
  const { mutate } = test;
  const [mending, setMending] = useState(false);
  const [isKnown] = useState(connection.status === 'ok');
  const { id } = connection;
  useEffect(() => {
    if (!isKnown) mutate(id, { onError: toastError });
  }, [mutate, id, isKnown]);
  const failed = test.data?.stages.some(({ state }) => state === 'failed') ?? false;
  return (
    <>
      {(test.data ?? test.isPending) ? (
        <div className="[&>ol]:grid [&>ol]:grid-cols-2 [&>ol]:gap-x-6">
          <StagedTest report={test.data} testing={test.isPending} />
        </div>
      ) : ( <p className="text-13 text-muted">{t('setup:knownToWork')}</p>
      )}
      <div className="flex gap-2">
        <Button icon={PlugZap} busy={test.isPending} onClick={() => mutate(id, { onError: toastError })}>
          {t('connections:test.run')}
        </Button>
        {failed && !mending && <Button onClick={() => setMending(true)}>{t('setup:correct')}</Button>}
      </div>
      {mending && info && (
        <ConnectionForm
          connector={info}
          connection={connection}
          within={{
            onSaved: () => {
              setMending(false);
              mutate(id, { onError: toastError });
            },
          }}
        />
      )}
    </>
  );
}
