import { KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ErrorData } from '#shared/errors.ts';
import { routeHash } from '#renderer/app/route.ts';
import { useConnectionAt } from '#renderer/queries/connections.ts';

/** Where something failed because a connection needs its owner: the way to that connection. Nothing for any other error. */
export function ReconnectLink({ error }: { readonly error: ErrorData }) {
  const { t } = useTranslation('connections');
  const connection = useConnectionAt(error.where?.connection);
  if (!error.needsOwner) return null;
  return (
    <a href={routeHash({ page: 'connections', ...(connection && { connectionId: connection.id }) })} draggable={false} onClick={(event) => event.stopPropagation()} className="inline-flex h-6 shrink-0 items-center gap-1 rounded-6 border border-line-strong bg-surface px-2 text-12 whitespace-nowrap text-text hover:bg-hover">
      <KeyRound size={14} aria-hidden className="text-parked" />
      {t('authorise.reconnect')}
    </a>
  );
}
