import type { TFunction } from 'i18next';
import type { Json } from '#shared/flow/history/patch.ts';
import { CountrySettingSchema } from '#shared/settings/countryTable.ts';
import type { SettingField } from '#shared/settings/fields.ts';
import { ValueSettingSchema } from '#shared/settings/valueSetting.ts';
import { valueText } from '#renderer/versions/sayChange.ts';

/** A setting's value in a few words: a table by its number of rows, a choice by its label. */
export function sayValue(value: unknown, field: SettingField, owner: string, t: TFunction): string {
  if (value === undefined || value === '') return t('inspect:levels.value.empty');
  if (field.type === 'countryTable') {
    const rows = CountrySettingSchema.safeParse(value).data;
    return Array.isArray(rows) ? t('inspect:levels.value.rows', { count: rows.length }) : t('inspect:levels.value.table');
  }
  if (field.type === 'valueSetting') {
    const setting = ValueSettingSchema.safeParse(value).data;
    if (setting && !setting.enabled) return t('inspect:origin.off');
    if (setting && !setting.force && setting.sharedTable !== undefined) return t('inspect:levels.value.table');
    if (setting && !setting.force && setting.table) return t('inspect:levels.value.rows', { count: setting.table.length });
    return valueText(setting?.default, undefined, owner, t);
  }
  return valueText(value as Json, field, owner, t);
}
