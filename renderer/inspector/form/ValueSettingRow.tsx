import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { asFluxoError, type ErrorData } from '#shared/errors.ts';
import { unmappedPolicies, type UnmappedPolicy } from '#shared/mapping/mapping.ts';
import { applyValueSetting, offValueSetting, ValueSettingSchema, type ValueSetting } from '#shared/settings/valueSetting.ts';
import { useTableDocuments } from '#renderer/queries/tables.ts';
import { Trace } from '#renderer/tables/Trace.tsx';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/inputs.tsx';
import { Checkbox, Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { LookupRows } from './LookupRows.tsx';
import { usePick, type Picked } from './usePick.ts';
import { useSeenInputs } from './useSeen.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

/** The three ways the primitive can work; each is one combination of its switches. */
type Way = 'fallback' | 'force' | 'table';
const wayOf = (setting: ValueSetting): Way => (setting.force ? 'force' : setting.table || setting.sharedTable !== undefined ? 'table' : 'fallback');

/** The default-setting primitive: off, always the same value, a value when empty, or a table with a rule for what it lacks. */
export function ValueSettingRow({ field, value, text, nodeId, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'valueSetting'>>) {
  const { t } = useTranslation('editor');
  const id = useId();
  const setting = ValueSettingSchema.safeParse(value).data ?? offValueSetting;
  const keys = usePick(field.keys, ownConnection, sourceConnection);
  const values = usePick(field.values, ownConnection, sourceConnection);
  const { seen, now } = useSeenInputs(nodeId, field.input);
  const way = wayOf(setting);
  const set = (part: Partial<ValueSetting>) => onChange({ ...setting, ...part });
  const setWay = (next: Way) => onChange(next === 'table' ? { ...setting, force: false, ...(setting.sharedTable === undefined && { table: setting.table ?? [] }) } : next === 'force' ? { ...setting, force: true } : { ...withoutTable(setting), force: false });
  const label = text.label(field);
  return (
    <div className="rounded-8 border border-line">
      <div className="flex min-h-9 items-center justify-between gap-3 px-3">
        <label htmlFor={id} className="min-w-0 truncate font-medium">{label}</label>
        <Switch id={id} checked={setting.enabled} onChange={(enabled) => set({ enabled })} />
      </div>
      {setting.enabled && (
        <div className="flex flex-col gap-3 border-t border-line p-3">
          <Segmented label={t('form.way.label')} value={way} onChange={setWay} options={(['table', 'fallback', 'force'] as const).map((each) => ({ value: each, label: t(`form.way.${each}`) }))} className="w-full" />
          {way === 'table' && (
            <LookupRows label={label} rows={setting.table ?? []} sharedTable={setting.sharedTable} onRows={(table) => set({ table })} onSource={(source) => onChange({ ...withoutTable(setting), ...('rows' in source ? { table: source.rows } : source) })} keys={keys} values={values} seen={seen} />
          )}
          <Field label={t(way === 'force' ? 'form.always' : 'form.whenEmpty')} help={way === 'fallback' ? t('form.fallbackHelp') : undefined}>
            {(ids) => <Combobox {...ids} label={t(way === 'force' ? 'form.always' : 'form.whenEmpty')} value={setting.default} onChange={(next) => set({ default: next })} {...values} placeholder={t('form.leaveEmpty')} allowTyped clearable />}
          </Field>
          {way === 'table' && (
            <>
              <Field label={t('form.unmapped')} help={t(`form.policyHelp.${setting.unmapped}`)}>
                {(ids) => <Select {...ids} value={setting.unmapped} onChange={(unmapped) => set({ unmapped: unmapped as UnmappedPolicy })} options={[...unmappedPolicies].toReversed().map((policy) => ({ value: policy, label: t(`form.policy.${policy}`) }))} />}
              </Field>
              <label className="flex items-center gap-2 text-12 text-muted">
                <Checkbox checked={setting.exact ?? false} onChange={(exact) => {
                  const { exact: _old, ...rest } = setting;
                  onChange(exact ? { ...rest, exact } : rest);
                }} />
                {t('form.exact')}
              </label>
            </>
          )}
          {now && <SettingTrace setting={setting} value={now[0] ?? ''} label={label} values={values} />}
        </div>
      )}
      {(error ?? (!setting.enabled ? text.help(field) : undefined)) && <p className={error ? 'px-3 pb-2 text-12 text-failed' : 'px-3 pb-2 text-12 text-faint'}>{error ?? text.help(field)}</p>}
    </div>
  );
}

function withoutTable({ table: _rows, sharedTable: _id, ...rest }: ValueSetting): ValueSetting {
  return rest;
}

/** What the setting makes of the record that everything is shown for. */
function SettingTrace({ setting, value, label, values }: { readonly setting: ValueSetting; readonly value: string; readonly label: string; readonly values: Picked }) {
  const { t } = useTranslation('tables');
  const { sharedTable } = setting;
  const tables = useTableDocuments(useMemo(() => (sharedTable === undefined ? [] : [sharedTable]), [sharedTable]));
  const table = sharedTable === undefined ? undefined : tables.get(sharedTable);
  if (sharedTable !== undefined && !table) return null;
  const into = { name: t('trace.in'), value };
  const named = (told: string) => values.options.find((option) => option.value === told)?.label ?? told;
  const made = tried(table?.kind === 'pairs' ? { ...setting, table: table.rows } : setting, value, label);
  return 'error' in made ? <Trace stations={[into]} error={made.error} /> : <Trace stations={[into, { name: t('trace.out'), value: named(made.out) }]} />;
}

function tried(setting: ValueSetting, value: string, label: string): { readonly out: string } | { readonly error: ErrorData } {
  try {
    return { out: applyValueSetting(setting, value, '', label) };
  } catch (thrown) {
    return { error: asFluxoError(thrown).data };
  }
}
