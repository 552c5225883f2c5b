import { RotateCcw, Shuffle } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError } from '#shared/errors.ts';
import { entities } from '#shared/entities/index.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { setSetting } from '#shared/flow/edit.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState, ErrorNote } from '#renderer/ui/states.tsx';
import { defaultMappingOf, mappingOf } from '../data/flowSample.ts';
import { RecordPicker } from '../data/RecordPicker.tsx';
import { useNodeSample } from '../data/useNodeSample.ts';
import { Links } from './Links.tsx';
import { SourcePane } from './SourcePane.tsx';
import { TargetPane, type TargetFilter } from './TargetPane.tsx';
import { MapperContext, type MapperContextValue } from './mapperContext.ts';
import { changedTargets, storedMapping } from './mappingEdit.ts';

/** Source fields left, target fields right, links between them, and what becomes of the current record, live. */
export function Mapper({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('editor');
  const flow = useMeaning();
  const catalog = useCatalog().data ?? noCatalog;
  const sample = useNodeSample(node.id);
  const [lit, setLit] = useState<string | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [items, setItems] = useState<Readonly<Record<string, number>>>({});
  const [filter, setFilter] = useState<TargetFilter>('all');
  const body = useRef<HTMLDivElement>(null);

  const mapping = flow ? mappingOf(flow, catalog, node) : undefined;
  const standard = flow ? defaultMappingOf(flow, catalog, node) : undefined;
  const change = useCallback(
    (edit: (mapping: Mapping) => Mapping) => {
      if (!mapping) return;
      const next = storedMapping(edit(mapping), standard);
      useEditor.getState().edit((current) => setSetting(current, node.id, 'mapping', next as FlowNode['settings'][string] | undefined));
    },
    [mapping, standard, node.id],
  );
  useRowFocus(node.id, setOpen, setFilter, body);

  const context = useMemo((): MapperContextValue | null => {
    if (!mapping) return null;
    return { nodeId: node.id, mapping, standard, change, record: sample.record, sourceFields: sample.fields, lit, setLit, open, setOpen, items, setItem: (list, item) => setItems((before) => ({ ...before, [list]: item })) };
  }, [node.id, mapping, standard, change, sample.record, sample.fields, lit, open, items]);
  const changed = useMemo(() => (mapping ? changedTargets(mapping, standard).length : 0), [mapping, standard]);

  const entity = mapping && entities[mapping.entity];
  if (!context || !entity) return <EmptyState icon={Shuffle} title={t('mapper.noMappingTitle')} text={t('mapper.noMappingText')} />;
  return (
    <MapperContext.Provider value={context}>
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-3">
          <RecordPicker sample={sample} />
          <Button size="small" look="quiet" icon={RotateCcw} disabled={changed === 0} onClick={() => change(() => standard ?? mapping)}>{t('mapper.resetAll')}</Button>
        </div>
        {'error' in sample.into ? <ErrorNote error={sample.into.error} className="m-3" /> : sample.error ? <ErrorNote error={asFluxoError(sample.error).data} className="m-3" /> : null}
        <div ref={body} className="relative grid min-h-0 flex-1 grid-cols-[minmax(180px,34%)_28px_minmax(0,1fr)]" onPointerLeave={() => setLit(null)}>
          <SourcePane />
          <Links body={body} />
          <TargetPane entity={entity} filter={filter} setFilter={setFilter} changed={changed} />
        </div>
      </div>
    </MapperContext.Provider>
  );
}

/** Opens the field the check points at. */
function useRowFocus(nodeId: string, setOpen: (path: string | null) => void, setFilter: (filter: TargetFilter) => void, body: React.RefObject<HTMLDivElement | null>): void {
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId || focus.field === '') return;
    setFilter('all');
    setOpen(focus.field);
    useEditor.getState().focusField(null);
    requestAnimationFrame(() => body.current?.querySelector(`[data-target="${CSS.escape(focus.field)}"]`)?.scrollIntoView({ block: 'center' }));
  }, [focus, nodeId, setOpen, setFilter, body]);
}
