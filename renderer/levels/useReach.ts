import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nodeName } from '#shared/flow/check.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { afterMove, reachOf, settingUsers, type LevelPlace, type Reach } from '#shared/flow/levels.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useSettingUsers } from '#renderer/queries/settings.ts';
import { noCatalog, useAbove, useMeaning } from '#renderer/state/useFlowFacts.ts';

/** Whom a value at a level reaches, over all flows; of the open flow as it is drawn now. With `moved` as it will be once that node's value stands there. */
export function useReach(): (place: LevelPlace, owner: string, key: string, moved?: FlowNode) => Reach {
  const all = useSettingUsers().data;
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const { connections } = useAbove();
  const users = useMemo(() => {
    const others = all?.filter(({ flowId }) => flowId !== flow?.id) ?? [];
    return flow ? [...others, ...settingUsers(flow, catalog, (node) => nodeName(node, catalog))] : others;
  }, [all, flow, catalog]);
  return useCallback(
    (place, owner, key, moved) => {
      const facts = moved && flow ? afterMove(place, { flowId: flow.id, nodeId: moved.id, connection: moved.connection }, owner, key, users, connections) : { users, connections };
      return reachOf(place, owner, key, facts.users, facts.connections);
    },
    [users, connections, flow],
  );
}

/** The same in words: how many nodes in how many flows, and how many have their own. */
export function useSayReach(): (place: LevelPlace, owner: string, key: string, moved?: FlowNode) => string {
  const { t } = useTranslation('inspect');
  const reach = useReach();
  return useCallback(
    (place, owner, key, moved) => {
      const { reached, covered } = reach(place, owner, key, moved);
      const flows = new Set(reached.map(({ flowId }) => flowId)).size;
      const nodes = reached.length === 0 ? t('levels.noReach') : t('levels.reach', { count: reached.length });
      return [place.level === 'flow' || reached.length === 0 ? nodes : `${nodes} ${t('levels.inFlows', { count: flows })}`, covered.length > 0 && t('levels.own', { count: covered.length })].filter(Boolean).join(' · ');
    },
    [reach, t],
  );
}
