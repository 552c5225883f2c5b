import { RotateCcw, Shuffle } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { entities } from '#shared/entities/index.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { useTableDocuments } from '#renderer/queries/tables.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorNote } from '#renderer/ui/states.tsx';
import { defaultMappingOf, mappingOf, mapSettingsOf } from '#shared/flow/flowSample.ts';
import { RecordPicker } from '../data/RecordPicker.tsx';
import { useNodeSample } from '../data/useNodeSample.ts';
import { improvements } from './baseline.ts';
import { coverageOf, usedPaths } from './coverage.ts';
import { CoverageMeter } from './CoverageMeter.tsx';
import { editMapping } from './editMapping.ts';
import { Links } from './Links.tsx';
import { SourcePane } from './SourcePane.tsx';
import { TargetPane, type TargetFilter } from './TargetPane.tsx';
import { MapperContext, setLit, setOpen, useMapperUi, type MapperContextValue } from './mapperContext.ts';
import { changedTargets } from './mappingEdit.ts';
import { extraFields, sourceTree } from './sourceTree.ts';
import { tablesOf } from './withSharedRows.ts';
import { UpdateDescriptions } from './UpdateDescriptions.tsx';

/** Source fields left, target fields right, links between them, and what becomes of the current record, live. */
export function Mapper({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const sample = useNodeSample(node.id);
  const [filter, setFilter] = useState<TargetFilter>('all');
  const body = useRef<HTMLDivElement>(null);

  const mapping = flow ? mappingOf(flow, catalog, node) : undefined;
  const standard = flow ? defaultMappingOf(flow, catalog, node) : undefined;
  const change = useCallback<MapperContextValue['change']>((edit, settled) => useEditor.getState().edit(editMapping(catalog, node.id, edit, settled)), [catalog, node.id]);
  useEffect(() => useMapperUi.setState({ lit: null, open: null, items: {} }), [node.id]);
  useRowFocus(node.id, setFilter, body);

  const { record, fields } = sample;
  const tables = useTableDocuments(useMemo(() => tablesOf(mapping), [mapping]));
  const context = useMemo((): MapperContextValue => ({ nodeId: node.id, standard, change, record, sourceFields: fields, tables }), [node.id, standard, change, record, fields, tables]);
  const tree = useMemo(() => sourceTree([...fields, ...extraFields(record, new Set(fields.map((field) => field.path)))]), [fields, record]);
  const entity = mapping && entities[mapping.entity];
  const used = useMemo(() => (mapping ? usedPaths(mapping) : new Set<string>()), [mapping]);
  useLayoutEffect(() => useMapperUi.setState({ used }), [used]);
  const coverage = useMemo(() => (mapping && entity ? coverageOf(entity, mapping, tree) : null), [entity, mapping, tree]);
  const changed = useMemo(() => (mapping ? changedTargets(mapping, standard) : []), [mapping, standard]);
  const updates = useMemo(() => {
    const own = mapSettingsOf(node);
    return improvements(own.mapping, own.base, standard);
  }, [node, standard]);

  if (!mapping || !entity || !coverage) return <EmptyState icon={Shuffle} title={t('mapper.noMappingTitle')} text={t('mapper.noMappingText')} />;
  return (
    <MapperContext.Provider value={context}>
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-3">
          <RecordPicker sample={sample} />
          <div className="flex shrink-0 items-center gap-2">
            <CoverageMeter coverage={coverage} onMissing={() => setFilter('required')} />
            <IconButton size="small" icon={RotateCcw} label={t('mapper.resetAll')} disabled={changed.length === 0} onClick={() => change(() => standard ?? mapping, [...changed])} />
          </div>
        </div>
        <UpdateDescriptions entity={entity} mapping={mapping} change={change} className="border-b border-line px-3 py-1.5" />
        {'error' in sample.into ? <ErrorNote error={sample.into.error} className="m-3" /> : sample.error ? <ErrorNote error={asFluxoError(sample.error).data} className="m-3" /> : null}
        <div ref={body} className="relative grid min-h-0 flex-1 grid-cols-[minmax(180px,34%)_28px_minmax(0,1fr)]" onPointerLeave={() => setLit(null)}>
          <SourcePane tree={tree} unused={coverage.unused} />
          <Links body={body} mapping={mapping} />
          <TargetPane entity={entity} mapping={mapping} filter={filter} setFilter={setFilter} changed={changed.length} updates={updates} />
        </div>
      </div>
    </MapperContext.Provider>
  );
}

/** Opens the field the check points at. */
function useRowFocus(nodeId: string, setFilter: (filter: TargetFilter) => void, body: React.RefObject<HTMLDivElement | null>): void {
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId || focus.field === '') return;
    setFilter('all');
    setOpen(focus.field);
    useEditor.getState().focusField(null);
    requestAnimationFrame(() => body.current?.querySelector(`[data-target="${CSS.escape(focus.field)}"]`)?.scrollIntoView({ block: 'center' }));
  }, [focus, nodeId, setFilter, body]);
}
