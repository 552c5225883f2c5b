import { ClipboardCopy, ClipboardPaste, ListChecks } from 'lucide-react';
import { useMemo, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { freeId, setSetting } from '#shared/flow/edit.ts';
import { outputType } from '#shared/flow/graph.ts';
import type { FlowNode } from '#shared/flow/document.ts';
import { asText } from '#shared/mapping/path.ts';
import { checkRules } from '#shared/rules/checkRules.ts';
import { itemsOf, rulePath, scopeReader } from '#shared/rules/paths.ts';
import { RulesSettingsSchema, type RuleBlock } from '#shared/rules/rules.ts';
import { writeRules } from '#shared/rules/text/writeRules.ts';
import { useCatalog } from '#renderer/queries/connections.ts';
import { useEditor } from '#renderer/state/editorStore.ts';
import { noCatalog, useMeaning } from '#renderer/state/useFlowFacts.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/states.tsx';
import { toast, toastError } from '#renderer/ui/toast.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { RecordPicker } from '../data/RecordPicker.tsx';
import { useNodeSample } from '../data/useNodeSample.ts';
import { AddRule, BlockCard } from './BlockCard.tsx';
import { ImportRules } from './text/ImportRules.tsx';
import { RulesText } from './text/RulesText.tsx';
import { showAsText, useRulesDrafts } from './text/rulesDraft.ts';
import { useRuleTraces } from './useRuleTraces.ts';
import { useRuleWords } from './ruleWords.ts';

/** The rules of a node, top to bottom as they work: sentences, what each makes of the record that is looked at, and their forms. */
export function RulesEditor({ node }: { readonly node: FlowNode }) {
  const { t } = useTranslation('rules');
  const blocks = useMemo(() => RulesSettingsSchema.safeParse(node.settings).data?.blocks ?? [], [node.settings]);
  const sample = useNodeSample(node.id);
  const catalog = useCatalog().data ?? noCatalog;
  const flow = useMeaning();
  const entity = flow ? outputType(flow, catalog, node.id) : 'any';
  const words = useRuleWords(sample.fields, entity);
  const factsOf = useRuleTraces(node.id);
  const issues = useMemo(() => checkRules(blocks, sample.fields), [blocks, sample.fields]);
  const isText = useRulesDrafts((state) => state.asText);
  const [importing, setImporting] = useState(false);
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  const [dragged, setDragged] = useState<{ readonly id: string; readonly to: number | null } | null>(null);

  const put = (next: readonly RuleBlock[]) => useEditor.getState().edit((current) => setSetting(current, node.id, 'blocks', JSON.parse(JSON.stringify(next)) as never));
  const move = (from: number, to: number) => {
    const target = Math.max(0, Math.min(blocks.length - 1, to));
    if (target !== from) put(blocks.toSpliced(from, 1).toSpliced(target, 0, blocks[from]!));
  };
  const open = (id: string, isOpen: boolean) => {
    const next = new Set(openIds);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpenIds(next);
  };
  const add = (block: Omit<RuleBlock, 'id'>, at = blocks.length) => {
    const id = freeId(blocks.map((one) => one.id), 'rule');
    put(blocks.toSpliced(at, 0, { id, ...block }));
    open(id, true);
  };
  const onDrag = (index: number) => (event: DragEvent, what: 'start' | 'over' | 'drop' | 'end') => {
    if (what === 'start') {
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', blocks[index]!.id);
      setDragged({ id: blocks[index]!.id, to: null });
    } else if (what === 'end') setDragged(null);
    else if (dragged) {
      event.preventDefault();
      const { top, height } = event.currentTarget.getBoundingClientRect();
      const to = index + (event.clientY > top + height / 2 ? 1 : 0);
      if (what === 'over') {
        if (dragged.to !== to) setDragged({ ...dragged, to });
        return;
      }
      const from = blocks.findIndex(({ id }) => id === dragged.id);
      setDragged(null);
      move(from, to > from ? to - 1 : to);
    }
  };
  const read = (record: unknown, path: string): string => {
    if (record === undefined || path.trim() === '') return '';
    try {
      const { list } = rulePath(path);
      return asText(scopeReader(path, list)({ record, item: list === null ? undefined : itemsOf(record, list)[0] }));
    } catch {
      // A path that is still being typed.
      return '';
    }
  };
  const valueOf = (path: string) => read(sample.record, path);
  const dropMark = (index: number) => (dragged?.to === index ? ('above' as const) : dragged?.to === blocks.length && index === blocks.length - 1 ? ('below' as const) : null);

  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <RecordPicker sample={sample} />
      <div className="flex items-center gap-1">
        <Segmented label={t('text.mode')} value={isText ? 'text' : 'blocks'} onChange={(mode) => showAsText(mode === 'text')} options={[{ value: 'blocks', label: t('text.blocks') }, { value: 'text', label: t('text.text') }]} />
        <span className="flex-1" />
        <IconButton icon={ClipboardCopy} label={t('text.copy')} disabled={blocks.length === 0} onClick={() => void navigator.clipboard.writeText(writeRules(blocks)).then(() => toast(t('text.copied', { count: blocks.length })), toastError)} />
        <IconButton icon={ClipboardPaste} label={t('import.label')} onClick={() => setImporting(true)} />
      </div>
      <ImportRules blocks={blocks} fields={sample.fields} words={words} isOpen={importing} onClose={() => setImporting(false)} onTake={put} />
      {isText ? (
        <RulesText key={node.id} draftKey={`${flow?.id ?? ''}/${node.id}`} blocks={blocks} fields={sample.fields} words={words} valueOf={valueOf} factsOf={factsOf} onChange={put} />
      ) : (
        <>
          {blocks.length === 0 && <EmptyState icon={ListChecks} title={t('empty.title')} text={t('empty.text')} className="py-4" />}
          <ol aria-label={t('list.label')} className="flex flex-col gap-2">
            {blocks.map((block, index) => (
              <BlockCard
                key={block.id}
                block={block}
                number={index + 1}
                isOpen={openIds.has(block.id)}
                facts={factsOf(block.id)}
                issues={issues.filter(({ blockId }) => blockId === block.id)}
                words={words}
                fields={sample.fields}
                valueOf={valueOf}
                seen={(path) => [...new Set(sample.records.map((record) => read(record, path)))].filter(Boolean)}
                onToggle={() => open(block.id, !openIds.has(block.id))}
                onChange={(next) => put(blocks.with(index, next))}
                onRemove={() => put(blocks.toSpliced(index, 1))}
                onDuplicate={() => {
                  const { id: _id, ...copy } = block;
                  add(copy, index + 1);
                }}
                onMove={(by) => move(index, index + by)}
                dropMark={dropMark(index)}
                onDrag={onDrag(index)}
              />
            ))}
          </ol>
          <AddRule onAdd={() => add({ field: '', rows: [] })} />
        </>
      )}
    </div>
  );
}
