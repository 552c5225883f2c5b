import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FieldInfo } from '#shared/entities/fields.ts';
import { unmappedPolicies, type UnmappedPolicy } from '#shared/mapping/mapping.ts';
import type { RuleBlock, RuleMap } from '#shared/rules/rules.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { CommitInput, Select } from '#renderer/ui/inputs.tsx';
import { Checkbox, Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { LookupRows } from '../form/LookupRows.tsx';
import type { BlockFacts } from './useRuleTraces.ts';
import { RowEditor } from './RowEditor.tsx';

interface BlockFormProps {
  readonly block: RuleBlock;
  readonly name: string;
  readonly facts: BlockFacts;
  readonly fields: readonly FieldInfo[];
  readonly valueOf: (path: string) => string;
  readonly seen: (path: string) => readonly string[];
  readonly onChange: (block: RuleBlock) => void;
}

/** Everything of a block: its field and name, rows, table and default, in the order they work. */
export function BlockForm({ block, name, facts, fields, valueOf, seen, onChange }: BlockFormProps) {
  const { t } = useTranslation('rules');
  const fillable = fields.filter(({ type }) => type !== 'list' && type !== 'object');
  const { take: _take, ...joined } = block;
  const setRows = (rows: RuleBlock['rows']) => onChange({ ...block, rows });
  return (
    <div className="flex flex-col gap-3 border-t border-line bg-ground p-3">
      <div className="grid grid-cols-2 gap-2">
        <Field label={t('field')}>{(ids) => <Combobox {...ids} label={t('field')} value={block.field} onChange={(field) => onChange({ ...block, field })} options={() => fillable.map((one) => ({ value: one.path, label: one.path, detail: valueOf(one.path).slice(0, 24) || undefined }))} placeholder={t('chooseField')} allowTyped />}</Field>
        <Field label={t('name')}>
          {(ids) => (
            <CommitInput {...ids} value={block.name ?? ''} maxLength={120} onCommit={(text) => {
              const { name: _name, ...rest } = block;
              onChange(text.trim() === '' ? rest : { ...rest, name: text.trim() });
            }} />
          )}
        </Field>
      </div>
      {block.rows.length > 1 && (
        <Field label={t('take.label')} help={t(block.take === 'first' ? 'take.firstHelp' : 'take.allHelp')}>
          {() => <Segmented label={t('take.label')} value={block.take ?? 'all'} onChange={(next) => onChange(next === 'first' ? { ...block, take: 'first' } : joined)} options={[{ value: 'all', label: t('take.all') }, { value: 'first', label: t('take.firstOne') }]} />}
        </Field>
      )}
      {block.rows.length > 0 && (
        <ol className="flex flex-col gap-2">
          {block.rows.map((row, index) => (
            <RowEditor key={index} row={row} number={index + 1} block={block} name={name} fields={fields} valueOf={valueOf} seen={seen} onChange={(next) => setRows(block.rows.with(index, next))} onRemove={() => setRows(block.rows.toSpliced(index, 1))} />
          ))}
        </ol>
      )}
      <Button size="small" icon={Plus} className="self-start" onClick={() => setRows([...block.rows, { use: { from: block.field === '' ? { kind: 'text', text: '' } : { kind: 'field', path: block.field } } }])}>{t('addRow')}</Button>
      <TablePart block={block} name={name} facts={facts} onChange={onChange} />
      <DefaultPart block={block} onChange={onChange} />
    </div>
  );
}

const emptyMap: RuleMap = { on: false, rows: [], unmapped: 'park' };

function TablePart({ block, name, facts, onChange }: Pick<BlockFormProps, 'block' | 'name' | 'facts' | 'onChange'>) {
  const { t } = useTranslation(['rules', 'editor']);
  const map = block.map ?? emptyMap;
  const set = (part: Partial<RuleMap>) => onChange({ ...block, map: { ...map, ...part } });
  const { sharedTable, ...own } = map;
  const seen = { values: facts.joined, records: facts.records };
  return (
    <section className="rounded-8 border border-line bg-surface">
      <label className="flex min-h-9 items-center justify-between gap-3 px-3">
        <span className="font-medium">{t('rules:table')}</span>
        <Switch checked={map.on} onChange={(on) => set({ on })} label={t('rules:tableOn', { name })} />
      </label>
      {map.on && (
        <div className="flex flex-col gap-2 border-t border-line p-3">
          <LookupRows label={name} rows={map.rows} sharedTable={sharedTable} onRows={(rows) => set({ rows })} onSource={(source) => onChange({ ...block, map: { ...own, rows: [], ...source } })} seen={seen} />
          <Field label={t('editor:form.unmapped')} help={t(`editor:form.policyHelp.${map.unmapped}`)}>
            {(ids) => <Select {...ids} value={map.unmapped} onChange={(unmapped) => set({ unmapped: unmapped as UnmappedPolicy })} options={[...unmappedPolicies].toReversed().map((policy) => ({ value: policy, label: t(`editor:form.policy.${policy}`) }))} />}
          </Field>
        </div>
      )}
    </section>
  );
}

function DefaultPart({ block, onChange }: Pick<BlockFormProps, 'block' | 'onChange'>) {
  const { t } = useTranslation('rules');
  const fallback = block.default ?? { on: false, value: '', force: false };
  const set = (part: Partial<typeof fallback>) => onChange({ ...block, default: { ...fallback, ...part } });
  return (
    <section className="rounded-8 border border-line bg-surface">
      <label className="flex min-h-9 items-center justify-between gap-3 px-3">
        <span className="font-medium">{t('default')}</span>
        <Switch checked={fallback.on} onChange={(on) => set({ on })} label={t('defaultOn')} />
      </label>
      {fallback.on && (
        <div className="flex flex-col gap-2 border-t border-line p-3">
          <CommitInput aria-label={t('defaultValue')} value={fallback.value} maxLength={500} onCommit={(value) => set({ value })} />
          <label className="flex items-center gap-2 text-12 text-muted">
            <Checkbox checked={fallback.force} onChange={(force) => set({ force })} />
            {t('force')}
          </label>
        </div>
      )}
    </section>
  );
}
