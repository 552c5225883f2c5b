import type { TFunction } from 'i18next';
import type { Catalog } from '#shared/catalog/catalog.ts';
import type { NewNode } from '#shared/flow/edit.ts';
import { nodeKindInfo } from '#shared/flow/nodes.ts';

/** A row of the palette: what it is called and the node it adds. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  /** The service, for sources and targets. */
  readonly detail: string;
  readonly help: string;
  readonly connector: string;
  readonly node: NewNode;
}

export interface PaletteGroup {
  readonly name: 'sources' | 'transform' | 'targets';
  readonly entries: readonly PaletteEntry[];
}

/** First settings of kinds that have no useful empty state. */
const firstSettings: Readonly<Record<string, NewNode['settings']>> = { filter: { conditions: { join: 'all', rows: [] } }, rules: { blocks: [] }, limit: { count: 10 } };

/** What can be drawn: sources and targets of the catalog, and the kinds between them; `wanted` is a lower-case search. */
export function paletteEntries(catalog: Catalog, t: TFunction, wanted: string): readonly PaletteGroup[] {
  const streams = catalog.connectors.flatMap((connector) =>
    connector.streams.map((stream): PaletteEntry => ({ id: stream.id, label: t(`settings:${stream.id}.label`, { defaultValue: stream.label }), detail: connector.label, help: t(`settings:${stream.id}.help`, { defaultValue: stream.help ?? '' }), connector: connector.name, node: { kind: 'source', settings: { stream: stream.id } } })),
  );
  const targets = catalog.connectors.flatMap((connector) =>
    connector.targets.map((target): PaletteEntry => ({ id: target.id, label: t(`settings:${target.id}.label`, { defaultValue: target.label }), detail: connector.label, help: t(`settings:${target.id}.help`, { defaultValue: target.help ?? '' }), connector: connector.name, node: { kind: 'target', settings: { target: target.id } } })),
  );
  const transforms = Object.values(nodeKindInfo)
    .filter((info) => info.group === 'transform')
    .map((info): PaletteEntry => ({ id: info.kind, label: t(`editor:kind.${info.kind}.label`, { defaultValue: info.label }), detail: '', help: t(`editor:kind.${info.kind}.help`, { defaultValue: info.help }), connector: '', node: { kind: info.kind, settings: firstSettings[info.kind] ?? {} } }));
  const groups: readonly PaletteGroup[] = [
    // The few that every flow needs stay in sight above the many that each service brings.
    { name: 'transform', entries: transforms },
    { name: 'sources', entries: streams },
    { name: 'targets', entries: targets },
  ];
  const found = (entry: PaletteEntry) => `${entry.label} ${entry.detail} ${entry.help}`.toLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, entries: group.entries.filter(found) })).filter((group) => group.entries.length > 0);
}
