import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { conditionOps, type Condition, type ConditionOp, type Conditions } from '#shared/records/conditions.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { ConditionFormula } from './ConditionFormula.tsx';

const needsNoValue: ReadonlySet<ConditionOp> = new Set(['isEmpty', 'hasValue', 'inEu']);
/** Comparisons whose other side may be a field. */
const takesField: ReadonlySet<ConditionOp> = new Set(['equals', 'notEquals', 'contains', 'startsWith', 'endsWith', 'greater', 'atLeast', 'less', 'atMost', 'before', 'after']);

interface ConditionListProps {
  readonly conditions: Conditions;
  readonly onChange: (conditions: Conditions) => void;
  readonly fields: readonly FieldInfo[];
  /** What a field holds in the record that is looked at. */
  readonly valueOf: (path: string) => string;
  /** What came by in a field in the last records. */
  readonly seen: (path: string) => readonly string[];
  /** The record a formula is tried on; absent where formulas cannot be conditions. */
  readonly formulaScope?: { readonly record: unknown } | undefined;
}

/** Field, comparison, value or other field; joined by all or any. */
export function ConditionList({ conditions, onChange, fields, valueOf, seen, formulaScope }: ConditionListProps) {
  const { t } = useTranslation(['editor', 'rules']);
  const set = (rows: readonly Condition[]) => onChange({ ...conditions, rows: [...rows] });
  const change = (index: number, part: Partial<Condition>) => set(conditions.rows.map((row, at) => (at === index ? tidied({ ...row, ...part }) : row)));
  const ops = formulaScope ? conditionOps : conditionOps.filter((op) => op !== 'formula');
  const fieldOptions = () => fields.map(({ path }) => ({ value: path, label: path, detail: valueOf(path).slice(0, 24) || undefined }));
  const values = (row: Condition) => [...seen(row.field).slice(0, 30).map((text) => ({ value: text, label: text })), ...(takesField.has(row.op) ? fields.map(({ path }) => ({ value: `=${path}`, label: t('rules:condition.field', { path }) })) : [])];
  return (
    <div className="flex flex-col gap-2">
      {conditions.rows.length > 1 && (
        <Segmented label={t('form.join.label')} value={conditions.join} onChange={(join) => onChange({ ...conditions, join })} options={[{ value: 'all', label: t('form.join.all') }, { value: 'any', label: t('form.join.any') }]} />
      )}
      {conditions.rows.map((row, index) => (
        <div key={index} role="group" aria-label={t('form.condition', { row: index + 1 })} className="flex flex-col gap-1.5 rounded-8 border border-line p-2">
          <div className="flex gap-1">
            {row.op === 'formula' ? (
              <div className="min-w-0 flex-1">
                <ConditionFormula label={t('op.formula')} value={row.value ?? ''} fields={fields} scope={formulaScope?.record} onCommit={(text) => text !== (row.value ?? '') && change(index, { value: text })} />
              </div>
            ) : (
              <Combobox label={t('form.field')} value={row.field} onChange={(field) => change(index, { field })} placeholder={t('form.chooseField')} options={fieldOptions} allowTyped />
            )}
            <IconButton size="normal" icon={Trash2} label={t('form.removeRow', { row: index + 1 })} onClick={() => set(conditions.rows.toSpliced(index, 1))} />
          </div>
          <div className="flex gap-1">
            <Select aria-label={t('form.comparison')} className="max-w-36" value={row.op} onChange={(op) => change(index, { op: op as ConditionOp })} options={ops.map((op) => ({ value: op, label: t(`op.${op}`) }))} />
            {!needsNoValue.has(row.op) && row.op !== 'formula' && (
              <Combobox
                label={t('form.value')}
                value={row.other === undefined ? (row.value ?? '') : `=${row.other}`}
                onChange={(next) => change(index, next.startsWith('=') && takesField.has(row.op) ? { other: next.slice(1) } : { value: next, other: undefined })}
                placeholder={t('form.value')}
                options={() => values(row)}
                shown={row.other === undefined ? row.value : t('rules:condition.field', { path: row.other })}
                allowTyped
                clearable
              />
            )}
          </div>
          {row.op === 'between' && <CommitInput aria-label={t('rules:condition.to')} placeholder={t('rules:condition.to')} value={row.to ?? ''} onCommit={(to) => change(index, { to })} />}
        </div>
      ))}
      <Button icon={Plus} size="small" className="self-start" onClick={() => set([...conditions.rows, { field: '', op: 'equals', value: '' }])}>{t('form.addCondition')}</Button>
    </div>
  );
}

/** Only what the comparison needs. */
function tidied({ field, op, value, to, other }: { readonly [K in keyof Condition]: Condition[K] | undefined }): Condition {
  const bare = { field: field!, op: op! };
  if (needsNoValue.has(bare.op)) return bare;
  if (other !== undefined && takesField.has(bare.op)) return { ...bare, other };
  return { ...bare, ...(value !== undefined && { value }), ...(to !== undefined && bare.op === 'between' && { to }) };
}
