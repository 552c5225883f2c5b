import { Plus, RotateCcw, Trash2, X } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import type { FieldRule, FieldSource, FunctionCall, ListRule, UnmappedPolicy } from '#shared/mapping/mapping.ts';
import { unmappedPolicies } from '#shared/mapping/mapping.ts';
import { asText } from '#shared/mapping/path.ts';
import { inputsOf } from '#shared/settings/inputs.ts';
import { lookupPaths } from '#shared/tables/seen.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { useNodeSample } from '../data/useNodeSample.ts';
import { LookupRows } from '../form/LookupRows.tsx';
import { TemplateInput } from '../form/TemplateInput.tsx';
import { FormulaBox } from './formula/FormulaBox.tsx';
import { AddFunction, FunctionChain, StepRow } from './FunctionChain.tsx';
import { useMapper } from './mapperContext.ts';
import { pathsOf, refPath, removeRule, resetRule, ruleFor, setRule, type TargetRow } from './mappingEdit.ts';
import { textAt } from './sourceTree.ts';
import { TriedText } from './TriedText.tsx';
import { useTrace } from './useTriedRule.ts';

interface RuleEditorProps {
  readonly row: TargetRow;
  /** The field's name in the reader's language. */
  readonly label: string;
  /** The row's rule with what is being typed, and with the rows of its shared table. */
  readonly rule: FieldRule | undefined;
  readonly list: ListRule | null;
  /** The record, or the list item, the rule reads from. */
  readonly scope: unknown;
  readonly fields: readonly FieldInfo[];
  readonly onDraft: (draft: Partial<FieldRule> | null) => void;
}

const noPick = { options: [], loading: false, offline: undefined };
const kinds = ['path', 'firstOf', 'template', 'formula', 'constant'] as const;

/** Everything about one field, below its row: source, table, functions with the value after each, default, length, when to write. */
export function RuleEditor({ row, label, rule: shown, list, scope, fields, onDraft }: RuleEditorProps) {
  const { t } = useTranslation(['editor', 'inspect']);
  const { change, standard, nodeId } = useMapper();
  const { records } = useNodeSample(nodeId);
  const { ref, rule } = row;
  const trace = useTrace(shown, scope);
  const set = (next: Omit<FieldRule, 'target'>) => change((current) => setRule(current, ref, next));
  const from = rule?.from;
  const part = (changes: Partial<Omit<FieldRule, 'target'>>) => rule && set({ ...rule, ...changes });
  const drop = (key: 'lookup' | 'default' | 'maxLength' | 'tooLong' | 'write' | 'functions') => {
    if (!rule) return;
    const { [key]: _old, ...rest } = rule;
    set(rest);
  };
  const setFrom = (next: FieldSource) => (rule ? part({ from: next }) : set({ from: next }));
  const pathOptions = fields.map((field) => ({ value: field.path, label: field.path, detail: asText(textAt(scope, field.path)).slice(0, 28) || undefined }));
  // Values of the sample records, offered as what a table translates.
  const came = useMemo(() => {
    const paths = from ? lookupPaths({ from }, list?.source) : [];
    return paths.length === 0 ? undefined : { values: records.flatMap((each) => inputsOf(each, { paths })), records: records.length };
  }, [records, from, list?.source]);
  const seen = { ...noPick, options: [...new Set(came?.values)].map((value) => ({ value, label: value })) };
  const switchKind = (kind: FieldSource['kind']) => {
    const [first] = pathsOf(rule);
    if (kind === 'constant') setFrom({ kind, value: from?.kind === 'constant' ? from.value : '' });
    else if (kind === 'template') setFrom({ kind, text: first ? `{${first}}` : `{${fields[0]?.path ?? 'field'}}` });
    else if (kind === 'formula') setFrom({ kind, text: first ?? fields[0]?.path ?? 'field' });
    else if (kind === 'firstOf') setFrom({ kind, paths: pathsOf(rule).length > 0 ? [...pathsOf(rule)] : [fields[0]?.path ?? 'field'] });
    else setFrom({ kind, path: first ?? fields[0]?.path ?? 'field' });
  };
  const setFunctions = (functions: readonly FunctionCall[]) => (functions.length === 0 ? drop('functions') : part({ functions: [...functions] }));
  const hasSteps = rule !== undefined && ((rule.functions ?? []).length > 0 || rule.lookup !== undefined);
  const typing = (draft: Partial<FieldRule>) => onDraft(draft);
  return (
    <div className="flex flex-col gap-3 px-3 pt-2 pb-3">
      <div className="flex flex-wrap items-center gap-2">
        <Segmented label={t('mapper.kindLabel')} value={from?.kind ?? ('' as 'path')} onChange={switchKind} options={kinds.map((kind) => ({ value: kind, label: t(`mapper.kind.${kind}`) }))} />
        <span className="flex-1" />
        {row.changed && <IconButton size="small" icon={RotateCcw} label={t(ruleFor(standard, ref) ? 'mapper.toDefault' : 'mapper.toDefaultEmpty')} onClick={() => change((current) => resetRule(current, standard, ref), [refPath(ref)])} />}
        {rule && <IconButton size="small" icon={Trash2} label={t('mapper.unmap')} onClick={() => change((current) => removeRule(current, ref))} />}
      </div>

      {from?.kind === 'path' && <Combobox label={t('mapper.kind.path')} value={from.path} onChange={(path) => path && setFrom({ kind: 'path', path })} options={pathOptions} allowTyped />}
      {from?.kind === 'constant' && <CommitInput aria-label={t('mapper.kind.constant')} value={from.value} onType={(value) => typing({ from: { kind: 'constant', value } })} onCommit={(value) => setFrom({ kind: 'constant', value })} />}
      {from?.kind === 'template' && <TemplateInput nodeId={nodeId} label={t('mapper.kind.template')} value={from.text} fields={fields} record={scope} onType={(text) => typing({ from: { kind: 'template', text: text || ' ' } })} onCommit={(text) => text !== '' && setFrom({ kind: 'template', text })} />}
      {from?.kind === 'formula' && (
        <FormulaBox
          key={refPath(ref)}
          label={t('mapper.kind.formula')}
          value={from.text}
          scope={scope}
          fields={fields}
          tried={trace?.source ?? null}
          onType={(text) => typing({ from: { kind: 'formula', text: text.trim() === '' ? ' ' : text } })}
          onCommit={(text) => {
            if (text.trim() === '' || text === from.text) onDraft(null);
            else setFrom({ kind: 'formula', text });
          }}
        />
      )}
      {from?.kind === 'firstOf' && (
        <ol className="flex flex-col gap-1">
          {from.paths.map((path, index) => (
            <li key={index} className="flex items-center gap-1">
              <span className="tabular w-4 shrink-0 text-12 text-faint">{index + 1}</span>
              <Combobox label={t('mapper.firstOfRow', { row: index + 1 })} value={path} onChange={(next) => next && setFrom({ kind: 'firstOf', paths: from.paths.with(index, next) })} options={pathOptions} allowTyped />
              <IconButton size="small" icon={X} label={t('form.removeRow', { row: index + 1 })} disabled={from.paths.length === 1} onClick={() => setFrom({ kind: 'firstOf', paths: from.paths.toSpliced(index, 1) })} />
            </li>
          ))}
          <li>
            <Button size="small" look="quiet" icon={Plus} onClick={() => setFrom({ kind: 'firstOf', paths: [...from.paths, fields[0]?.path ?? 'field'] })}>{t('mapper.addPath')}</Button>
          </li>
        </ol>
      )}

      {rule && (
        <>
          {hasSteps && (
            <div className="rounded-8 bg-ground px-2 py-1">
              <ol aria-label={t('inspect:mapper.steps')}>
                <StepRow name={<span className="text-muted">{t('inspect:mapper.step.source')}</span>} tried={trace?.source} />
                {rule.lookup && <StepRow name={<span className="text-muted">{t('mapper.table')}</span>} tried={trace?.table?.value} />}
              </ol>
              <FunctionChain
                calls={rule.functions ?? []}
                trace={trace}
                onType={(functions) => onDraft(functions && { functions: [...functions] })}
                onChange={setFunctions}
              />
            </div>
          )}
          <div className="flex items-center gap-2">
            <AddFunction trace={trace} onAdd={(name) => setFunctions([...(rule.functions ?? []), { name }])} />
            {!rule.lookup && <Button size="small" look="quiet" icon={Plus} onClick={() => part({ lookup: { rows: [{ from: seen.options[0]?.value ?? '', to: '' }], unmapped: 'park' } })}>{t('mapper.addTable')}</Button>}
          </div>
          {rule.lookup && (
            <div className="rounded-8 border border-line p-2">
              <div className="mb-1 flex items-center justify-between">
                <span className="text-12 font-medium text-muted">{t('mapper.table')}</span>
                <IconButton size="small" icon={Trash2} label={t('mapper.removeTable')} onClick={() => drop('lookup')} />
              </div>
              <LookupRows label={label} rows={rule.lookup.rows} sharedTable={rule.lookup.sharedTable} onRows={(rows) => part({ lookup: { ...rule.lookup!, rows } })} onSource={(source) => part({ lookup: { rows: [], unmapped: rule.lookup!.unmapped, ...source } })} keys={seen} seen={came} />
              <label className="mt-2 flex items-center gap-2 text-12 text-muted">
                <span className="shrink-0">{t('form.unmapped')}</span>
                <Select value={rule.lookup.unmapped} onChange={(unmapped) => part({ lookup: { ...rule.lookup!, unmapped: unmapped as UnmappedPolicy } })} options={[...unmappedPolicies].toReversed().map((policy) => ({ value: policy, label: t(`form.policy.${policy}`) }))} />
              </label>
            </div>
          )}
          <div className="grid grid-cols-3 gap-3">
            <Field label={t('mapper.default')}>{(ids) => <CommitInput {...ids} value={rule.default ?? ''} onType={(value) => typing({ default: value })} onCommit={(value) => (value === '' ? drop('default') : part({ default: value }))} />}</Field>
            <Field label={t('mapper.maxLength')}>
              {(ids) => (
                <div className="flex gap-1">
                  <CommitInput whenDone {...ids} inputMode="numeric" className="tabular w-14!" value={String(rule.maxLength ?? '')} onCommit={(value) => (Number(value) >= 1 ? part({ maxLength: Math.round(Number(value)) }) : drop('maxLength'))} />
                  {rule.maxLength !== undefined && <Select aria-label={t('mapper.tooLong')} value={rule.tooLong ?? 'cut'} onChange={(value) => part({ tooLong: value as 'cut' | 'fail' })} options={[{ value: 'cut', label: t('mapper.cut') }, { value: 'fail', label: t('mapper.fail') }]} />}
                </div>
              )}
            </Field>
            {list === null && (
              <Field label={t('mapper.write')}>
                {(ids) => <Select {...ids} value={rule.write ?? 'both'} onChange={(value) => (value === 'both' ? drop('write') : part({ write: value as NonNullable<FieldRule['write']> }))} options={(['both', 'create', 'update', 'ifEmpty'] as const).map((mode) => ({ value: mode, label: t(`mapper.writeMode.${mode}`) }))} />}
              </Field>
            )}
          </div>
          {trace && ('error' in trace.result || trace.result.warning) && from?.kind !== 'formula' && <TriedText tried={trace.result} />}
        </>
      )}
      {!rule && <p className="text-12 text-muted">{t('mapper.unmappedHelp')}</p>}
    </div>
  );
}
