import type { Catalog, ConnectionInfo } from '#shared/catalog/catalog.ts';
import { routeHash } from '#renderer/app/route.ts';
import { classes } from '#renderer/ui/classes.ts';
import { ServiceMark } from '#renderer/ui/ServiceMark.tsx';
import { useTranslation } from 'react-i18next';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { EnvironmentBadge } from './EnvironmentBadge.tsx';

interface ConnectionListProps {
  readonly connections: readonly ConnectionInfo[];
  readonly catalog: Catalog | undefined;
  readonly openId: string | undefined;
}

/** Every connection with its service, environment and state. */
export function ConnectionList({ connections, catalog, openId }: ConnectionListProps) {
  const { t } = useTranslation('connections');
  return (
    <ul aria-label={t('title')} className="scroll-y min-h-0 flex-1 p-2">
      {connections.map((connection) => (
        <li key={connection.id}>
          <a
            href={routeHash({ page: 'connections', connectionId: connection.id })}
            aria-current={connection.id === openId ? 'true' : undefined}
            draggable={false}
            className={classes('flex items-center gap-3 rounded-6 px-2 py-2', connection.id === openId ? 'bg-accent-soft' : 'hover:bg-hover')}
          >
            <ServiceMark connector={connection.connector} />
            <span className="min-w-0 flex-1">
              <span className="flex items-center gap-2">
                <span className="min-w-0 flex-1 truncate text-13 font-medium" title={connection.name}>{connection.name}</span>
                <EnvironmentBadge environment={connection.environment} />
              </span>
              <span className="flex items-center justify-between gap-2">
                <span className="truncate text-12 text-muted">{catalog?.connectors.find((one) => one.name === connection.connector)?.label ?? connection.connector}</span>
                <ConnectionStatus status={connection.status} />
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
