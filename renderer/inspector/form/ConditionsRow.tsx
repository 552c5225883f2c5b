import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { conditionOps, ConditionsSchema, type Condition, type ConditionOp, type Conditions } from '#shared/records/conditions.ts';
import { asText, readPath } from '#shared/mapping/path.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { Segmented } from '#renderer/ui/toggles.tsx';
import { FormulaResult } from '../mapper/FormulaResult.tsx';
import { useNodeSample } from '../data/useNodeSample.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

const needsNoValue: ReadonlySet<ConditionOp> = new Set(['isEmpty', 'hasValue']);

/** Field, comparison, value; joined by all or any. Values seen in the sample records are offered. */
export function ConditionsRow({ value, nodeId, error, onChange }: RowProps<FieldOf<'conditions'>>) {
  const { t } = useTranslation('editor');
  const sample = useNodeSample(nodeId);
  const conditions: Conditions = ConditionsSchema.safeParse(value).data ?? { join: 'all', rows: [] };
  const set = (rows: readonly Condition[]) => onChange({ ...conditions, rows: [...rows] });
  const change = (index: number, part: Partial<Condition>) =>
    set(conditions.rows.map((row, at) => {
      if (at !== index) return row;
      const { value: typed, ...next } = { ...row, ...part };
      return needsNoValue.has(next.op) || typed === undefined ? next : { ...next, value: typed };
    }));
  const fields = sample.fields.filter((field) => field.type !== 'list' && !field.path.includes('[]'));
  const seen = (path: string) => [...new Set(sample.records.map((record) => asText(readPath(record, path.split('.')))))].filter(Boolean).slice(0, 30);
  return (
    <div className="flex flex-col gap-3">
      {conditions.rows.length > 1 && (
        <Segmented label={t('form.join.label')} value={conditions.join} onChange={(join) => onChange({ ...conditions, join })} options={[{ value: 'all', label: t('form.join.all') }, { value: 'any', label: t('form.join.any') }]} />
      )}
      {conditions.rows.map((row, index) => (
        <div key={index} role="group" aria-label={t('form.condition', { row: index + 1 })} className="flex flex-col gap-1.5 rounded-8 border border-line p-2">
          <div className="flex gap-1">
            {row.op === 'formula' ? (
              <CommitInput aria-label={t('op.formula')} className="font-mono text-12" value={row.value ?? ''} placeholder={'$number(total) > 100'} onCommit={(text) => change(index, { value: text })} />
            ) : <Combobox
              label={t('form.field')}
              value={row.field}
              onChange={(field) => change(index, { field })}
              placeholder={t('form.chooseField')}
              options={fields.map((field) => ({ value: field.path, label: field.path, detail: asText(readPath(sample.record, field.path.split('.'))).slice(0, 24) || undefined }))}
              allowTyped
            />}
            <IconButton size="normal" icon={Trash2} label={t('form.removeRow', { row: index + 1 })} onClick={() => set(conditions.rows.filter((_, at) => at !== index))} />
          </div>
          {row.op === 'formula' && row.value && <FormulaResult text={row.value} scope={sample.record} />}
          <div className="flex gap-1">
            <Select aria-label={t('form.comparison')} className="max-w-36" value={row.op} onChange={(op) => change(index, { op: op as ConditionOp })} options={conditionOps.map((op) => ({ value: op, label: t(`op.${op}`) }))} />
            {!needsNoValue.has(row.op) && row.op !== 'formula' && (
              <Combobox label={t('form.value')} value={row.value ?? ''} onChange={(next) => change(index, { value: next })} placeholder={t('form.value')} options={seen(row.field).map((text) => ({ value: text, label: text }))} allowTyped clearable />
            )}
          </div>
        </div>
      ))}
      {error && <p className="text-12 text-failed">{error}</p>}
      <Button icon={Plus} size="small" className="self-start" onClick={() => set([...conditions.rows, { field: '', op: 'equals', value: '' }])}>{t('form.addCondition')}</Button>
    </div>
  );
}
