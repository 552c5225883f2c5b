import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { unmappedPolicies, type UnmappedPolicy } from '#shared/mapping/mapping.ts';
import { offValueSetting, ValueSettingSchema, type ValueSetting } from '#shared/settings/valueSetting.ts';
import { Combobox } from '#renderer/ui/Combobox.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { Select } from '#renderer/ui/inputs.tsx';
import { Checkbox, Segmented, Switch } from '#renderer/ui/toggles.tsx';
import { PairTable } from './PairTable.tsx';
import { usePick } from './usePick.ts';
import type { FieldOf, RowProps } from './rowProps.ts';

/** The three ways the primitive can work; each is one combination of its switches. */
type Way = 'fallback' | 'force' | 'table';
const wayOf = (setting: ValueSetting): Way => (setting.force ? 'force' : setting.table ? 'table' : 'fallback');

/** The default-setting primitive: off, always the same value, a value when empty, or a table with a rule for what it lacks. */
export function ValueSettingRow({ field, value, text, ownConnection, sourceConnection, error, onChange }: RowProps<FieldOf<'valueSetting'>>) {
  const { t } = useTranslation('editor');
  const id = useId();
  const setting = ValueSettingSchema.safeParse(value).data ?? offValueSetting;
  const keys = usePick(field.keys, ownConnection, sourceConnection);
  const values = usePick(field.values, ownConnection, sourceConnection);
  const way = wayOf(setting);
  const set = (part: Partial<ValueSetting>) => onChange({ ...setting, ...part });
  const setWay = (next: Way) => {
    const { table, ...rest } = setting;
    onChange(next === 'table' ? { ...rest, force: false, table: table ?? [] } : { ...rest, force: next === 'force' });
  };
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
          {way === 'table' && <PairTable label={label} rows={setting.table ?? []} onChange={(table) => set({ table: [...table] })} keys={keys} values={values} />}
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
        </div>
      )}
      {(error ?? (!setting.enabled ? text.help(field) : undefined)) && <p className={error ? 'px-3 pb-2 text-12 text-failed' : 'px-3 pb-2 text-12 text-faint'}>{error ?? text.help(field)}</p>}
    </div>
  );
}
