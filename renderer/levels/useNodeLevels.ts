import { useMemo } from 'react';
import type { FlowNode } from '#shared/flow/document.ts';
import { definitionOf, givenTo } from '#shared/flow/levels.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import { resolveSettings, type SettingLevel, type SettingOrigin } from '#shared/settings/levels.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { noCatalog, useAbove, useMeaning } from '#renderer/state/useFlowFacts.ts';

/** The settings of one node over all levels. */
export interface NodeLevels {
  /** Its stream or target. */
  readonly owner: string;
  readonly fields: readonly SettingField[];
  /** What holds. */
  readonly settings: Settings;
  /** What would hold if the node had none of its own. */
  readonly inherited: Settings;
  readonly inheritedFrom: (key: string) => SettingOrigin;
  readonly originOf: (key: string) => SettingOrigin;
  readonly given: Readonly<Partial<Record<SettingLevel, Settings>>>;
}

/** The settings that hold for a node of the open flow and where each comes from; undefined for the kinds without a service. */
export function useNodeLevels(node: FlowNode): NodeLevels | undefined {
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const above = useAbove();
  return useMemo(() => {
    const definition = definitionOf(node, catalog);
    if (!flow || !definition) return undefined;
    const given = givenTo(flow, node, definition.id, above);
    const { settings, origins } = resolveSettings(definition.settings, given);
    const without = resolveSettings(definition.settings, { ...given, node: {} });
    return { owner: definition.id, fields: definition.settings, settings, given, originOf: (key) => origins[key] ?? 'standard', inherited: without.settings, inheritedFrom: (key) => without.origins[key] ?? 'standard' };
  }, [flow, catalog, above, node]);
}
