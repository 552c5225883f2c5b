import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowDocument } from '#shared/flow/document.ts';
import { definitionOf, originOf, type ResolvedFlow } from '#shared/flow/levels.ts';
import type { SettingOrigin } from '#shared/settings/levels.ts';
import { formatTable } from './table.ts';

/** A setting that somebody chose, as it holds for a node. */
export interface ChosenSetting {
  readonly node: string;
  readonly key: string;
  readonly value: unknown;
  readonly from: SettingOrigin;
  /** Of a value that a connection gives. */
  readonly connection?: string;
}

/** Every setting of a flow's sources and targets that is not the standard, with the level that gives it. `drawn` is the flow before it was resolved. */
export function chosenSettings(drawn: FlowDocument, resolved: ResolvedFlow, catalog: Catalog): readonly ChosenSetting[] {
  return resolved.flow.nodes.flatMap((node) =>
    (definitionOf(node, catalog)?.settings ?? []).flatMap(({ key, type }): ChosenSetting[] => {
      const from = originOf(resolved, node.id, key);
      // A node may say that there is none where a level above has a value.
      const value = node.settings[key] ?? drawn.nodes.find(({ id }) => id === node.id)?.settings[key];
      if (from === 'standard' || type === 'secret') return [];
      return [{ node: node.id, key, value, from, ...(from === 'connection' && { connection: node.connection! }) }];
    }),
  );
}

const longest = 60;

/** The same as a table for a terminal; long values are cut. */
export function describeSettings(settings: readonly ChosenSetting[]): string {
  if (settings.length === 0) return 'Every setting is the standard.';
  return formatTable(
    ['node', 'setting', 'value', 'from'],
    settings.map(({ node, key, value, from, connection }) => {
      const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      return [node, key, text.length > longest ? `${text.slice(0, longest - 1)}…` : text, connection === undefined ? from : `${from} ${connection}`];
    }),
  );
}
