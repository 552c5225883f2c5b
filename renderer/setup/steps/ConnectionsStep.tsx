import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/bridge.ts';
import { useConnections } from '#renderer/queries/connections.ts';
import { useDemoState, useStartDemo } from '#renderer/queries/demo.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import { useSetupInHand } from '../useSetupInHand.ts';
import { SystemConnection } from './SystemConnection.tsx';

/** An account at each of the two systems; or, for trying out, the made-up shop. */
export function ConnectionsStep() {
  const { draft } = useSetupInHand();
  return (
    <>
      <DemoOffer />
      {draft.systems.map((connector) => (
        <SystemConnection key={connector} connector={connector} />
      ))}
    </>
  );
}

function DemoOffer() {
  const { t } = useTranslation('setup');
  const { draft, change } = useSetupInHand();
  const connections = useConnections().data ?? [];
  const demo = useDemoState().data;
  const start = useStartDemo();
  const chosen = draft.systems.map((connector) => connections.find(({ id }) => id === draft.connections[connector]));
  // Who has chosen needs no made-up ones; those that were chosen may have gone with the last start of the app.
  const isWanted = chosen.includes(undefined) || (demo?.running === false && chosen.some((connection) => connection?.environment === 'demo'));
  if (!isWanted) return null;
  const choose = async () => {
    await start.mutateAsync({ connectors: [...draft.systems] });
    const all = await call('connections.list', {});
    const made = draft.systems.flatMap((connector) => {
      const found = all.find((connection) => connection.connector === connector && connection.environment === 'demo');
      return found ? [[connector, found.id] as const] : [];
    });
    change({ ...draft, connections: { ...draft.connections, ...Object.fromEntries(made) } });
  };
  return (
    <div className="flex items-center gap-3 rounded-8 border border-accent-line bg-accent-soft px-4 py-2.5">
      <FlaskConical size={16} aria-hidden className="shrink-0 text-accent" />
      <p className="min-w-0 flex-1 text-13">
        <span className="font-medium">{t('demoOffer')}</span> <span className="text-muted">{t('demoOfferText')}</span>
      </p>
      <Button busy={start.isPending} onClick={() => void choose().catch(toastError)}>
        {t('useDemo')}
      </Button>
    </div>
  );
}
