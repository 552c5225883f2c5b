import type { Catalog } from '#shared/catalog/catalog.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting, type Edit } from '#shared/flow/edit.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { defaultMappingOf, mapSettingsOf } from '#shared/flow/flowSample.ts';
import { keepBaseline } from './baseline.ts';
import { storedMapping } from './mappingEdit.ts';

type Setting = FlowNode['settings'][string];

/**
 * An edit of a node's mapping, own or default, as an edit of the flow. What the default was is kept beside the fields that differ; when nothing differs
 * any more both go, and the node follows its default again. `settled` = paths about whose default the user decided just now.
 */
export function editMapping(catalog: Catalog, nodeId: string, edit: (mapping: Mapping) => Mapping, settled?: readonly string[]): Edit {
  return (flow) => {
    const node = flow.nodes.find((candidate) => candidate.id === nodeId);
    if (!node) return flow;
    const { mapping: own, base } = mapSettingsOf(node);
    const standard = defaultMappingOf(flow, catalog, node);
    const before = own ?? standard;
    if (!before) return flow;
    const after = edit(before);
    if (after === before && !settled) return flow;
    if (!standard || standard.entity !== after.entity) return setSetting(flow, nodeId, 'mapping', after as unknown as Setting);
    const kept = keepBaseline(own, base, after, standard, settled);
    const stored = storedMapping(after, standard);
    return setSetting(setSetting(flow, nodeId, 'mapping', stored as unknown as Setting | undefined), nodeId, 'base', stored && (kept as unknown as Setting));
  };
}
