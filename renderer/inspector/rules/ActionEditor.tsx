import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { mappingFunctions } from '#shared/mapping/functions.ts';
import { unmappedPolicies, type UnmappedPolicy } from '#shared/mapping/mapping.ts';
import { listTakes, type Operand, type RuleAction, type RuleStep, type ValueSource } from '#shared/rules/rules.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { LookupRows } from '../form/LookupRows.tsx';

interface ActionEditorProps {
  readonly label: string;
  readonly action: RuleAction;
  readonly fields: readonly FieldInfo[];
  readonly valueOf: (path: string) => string;
  readonly blockName: string;
  readonly onChange: (action: RuleAction) => void;
}

const kinds = ['field', 'text', 'yesNo', ...listTakes, 'empty', 'skip', 'fail'] as const;
type Kind = (typeof kinds)[number];
const kindOf = (from: ValueSource): Kind => (from.kind === 'list' ? from.take : from.kind);

/** What a row gives: where it begins, and what is done to it. */
export function ActionEditor({ label, action, fields, valueOf, blockName, onChange }: ActionEditorProps) {
  const { t } = useTranslation(['rules', 'functions']);
  const { from, steps = [] } = action;
  const withSteps = (next: readonly RuleStep[]): RuleAction => ({ from, ...(next.length > 0 && { steps: [...next] }) });
  const path = from.kind === 'field' || from.kind === 'list' ? from.path : '';
  const lists = fields.filter((field) => field.type === 'list' || field.path.includes('[].'));
  const begin = (kind: Kind): ValueSource => {
    switch (kind) {
      case 'field':
        return { kind, path: path || (fields[0]?.path ?? 'number') };
      case 'text':
        return { kind, text: '' };
      case 'count':
      case 'sum':
      case 'first':
      case 'last':
      case 'nth':
        return { kind: 'list', take: kind, path: path.includes('[].') || fields.find((field) => field.path === path)?.type === 'list' ? path : (lists[0]?.path ?? 'lines'), ...(kind === 'nth' && { nth: 2 }) };
      default:
        return { kind };
    }
  };
  const ends = from.kind === 'skip' || from.kind === 'fail';
  const optionsOf = (some: readonly FieldInfo[]) => () => some.map((field) => ({ value: field.path, label: field.path, detail: valueOf(field.path).slice(0, 24) || undefined }));
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1.5">
      <div className="flex gap-1">
        <Select aria-label={t('from.label')} className="max-w-36" value={kindOf(from)} onChange={(kind) => onChange({ ...(['skip', 'fail'].includes(kind) ? {} : action), from: begin(kind as Kind) })} options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
        {from.kind === 'field' && <Combobox label={t('field')} value={from.path} onChange={(next) => onChange({ ...action, from: { kind: 'field', path: next } })} options={optionsOf(fields.filter(({ type }) => type !== 'list'))} allowTyped />}
        {from.kind === 'list' && <Combobox label={t('list')} value={from.path} onChange={(next) => onChange({ ...action, from: { ...from, path: next } })} options={optionsOf(lists)} allowTyped />}
        {from.kind === 'text' && <CommitInput aria-label={t('textValue')} value={from.text} onCommit={(text) => onChange({ ...action, from: { kind: 'text', text } })} />}
        {ends && <CommitInput aria-label={t('reason')} placeholder={t('reason')} value={from.reason ?? ''} maxLength={200} onCommit={(reason) => onChange({ from: { kind: from.kind, ...(reason.trim() !== '' && { reason: reason.trim() }) } })} />}
      </div>
      {from.kind === 'list' && from.take === 'nth' && <CommitInput whenDone aria-label={t('nth')} inputMode="numeric" className="tabular max-w-20" value={String(from.nth ?? 1)} onCommit={(text) => onChange({ ...action, from: { ...from, nth: Math.max(1, Number.parseInt(text, 10) || 1) } })} />}
      {!ends && steps.length > 0 && (
        <ol className="flex flex-col gap-1">
          {steps.map((step, index) => (
            <li key={`${index} ${step.name}`} className="flex flex-col gap-1 rounded-6 bg-sunken p-1.5">
              <div className="flex items-center gap-1">
                <span className="min-w-0 truncate text-12 font-medium" title={t(`functions:${step.name}.help`, { defaultValue: mappingFunctions.get(step.name)?.help ?? '' })}>{step.table ? t('step.lookup') : t(`step.${step.name}` as 'step.add', { defaultValue: step.name })}</span>
                {!step.table && mappingFunctions.get(step.name)?.args.map((argument, at) => (
                  <OperandInput key={argument.name} label={`${step.name}: ${argument.name}`} placeholder={t(`functions:${step.name}.args.${argument.name}`, { defaultValue: argument.name })} operand={step.args?.[at]} fields={fields} onChange={(operand) => onChange(withSteps(steps.with(index, { ...step, args: filledUp(step.args ?? [], at, operand) })))} />
                ))}
                <span className="flex-1" />
                {index > 0 && <IconButton size="small" icon={ArrowUp} label={t('stepUp', { name: step.name })} onClick={() => onChange(withSteps(steps.with(index, steps[index - 1]!).with(index - 1, step)))} />}
                {index < steps.length - 1 && <IconButton size="small" icon={ArrowDown} label={t('stepDown', { name: step.name })} onClick={() => onChange(withSteps(steps.with(index, steps[index + 1]!).with(index + 1, step)))} />}
                <IconButton size="small" icon={X} label={t('stepRemove', { name: step.name })} onClick={() => onChange(withSteps(steps.toSpliced(index, 1)))} />
              </div>
              {step.table && <StepTable table={step.table} name={blockName} onChange={(table) => onChange(withSteps(steps.with(index, { ...step, table })))} />}
            </li>
          ))}
        </ol>
      )}
      {!ends && from.kind !== 'empty' && (
        <Combobox
          label={t('addStep')}
          placeholder={t('addStep')}
          value=""
          onChange={(name) => onChange(withSteps([...steps, name === 'lookup' ? { name, table: { rows: [], unmapped: 'park' } } : { name }]))}
          options={() => [{ value: 'lookup', label: t('step.lookup') }, ...[...mappingFunctions.values()].map(({ name, help }) => ({ value: name, label: t(`step.${name}` as 'step.add', { defaultValue: name }), detail: t(`functions:${name}.help`, { defaultValue: help }).slice(0, 40) }))]}
          className="h-6! max-w-44 border-dashed! text-12 text-muted"
        />
      )}
    </div>
  );
}

const filledUp = (args: readonly Operand[], at: number, operand: Operand): Operand[] => Array.from({ length: Math.max(args.length, at + 1) }, (_, index) => (index === at ? operand : (args[index] ?? { kind: 'text', text: '' })));

/** A text, or after “=” a field. */
function OperandInput({ label, placeholder, operand, fields, onChange }: { readonly label: string; readonly placeholder: string; readonly operand: Operand | undefined; readonly fields: readonly FieldInfo[]; readonly onChange: (operand: Operand) => void }) {
  const { t } = useTranslation('rules');
  const value = operand?.kind === 'field' ? `=${operand.path}` : (operand?.text ?? '');
  return (
    <Combobox
      label={label}
      placeholder={placeholder}
      value={value}
      onChange={(next) => onChange(next.startsWith('=') ? { kind: 'field', path: next.slice(1) } : { kind: 'text', text: next })}
      options={() => fields.filter(({ type }) => type !== 'list').map(({ path }) => ({ value: `=${path}`, label: t('condition.field', { path }) }))}
      shown={operand?.kind === 'field' ? operand.path : undefined}
      allowTyped
      clearable
      narrow
      className="h-6! w-24! text-12"
    />
  );
}

function StepTable({ table, name, onChange }: { readonly table: NonNullable<RuleStep['table']>; readonly name: string; readonly onChange: (table: NonNullable<RuleStep['table']>) => void }) {
  const { t } = useTranslation('editor');
  const { sharedTable, ...own } = table;
  return (
    <div className="flex flex-col gap-1.5">
      <LookupRows label={name} rows={table.rows} sharedTable={sharedTable} onRows={(rows) => onChange({ ...table, rows })} onSource={(source) => onChange({ ...own, rows: [], ...source })} />
      <Select aria-label={t('form.unmapped')} value={table.unmapped} onChange={(unmapped) => onChange({ ...table, unmapped: unmapped as UnmappedPolicy })} options={[...unmappedPolicies].toReversed().map((policy) => ({ value: policy, label: t(`form.policy.${policy}`) }))} />
    </div>
  );
}
