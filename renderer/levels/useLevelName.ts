import { useTranslation } from 'react-i18next';
import type { FlowNode } from '#shared/flow/document.ts';
import type { SettingOrigin } from '#shared/settings/levels.ts';
import { useConnections } from '#renderer/queries/connections.ts';

/** What the levels above a node are called; the connection by its own name. */
export function useLevelName(node: Pick<FlowNode, 'connection'>): ((level: SettingOrigin) => string) & { readonly connection: string } {
  const { t } = useTranslation('inspect');
  const connection = useConnections().data?.find(({ id }) => id === node.connection)?.name ?? node.connection ?? '';
  return Object.assign((level: SettingOrigin) => t(`levels.level.${level}`, { name: connection }), { connection });
}
