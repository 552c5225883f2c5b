import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingField } from '#shared/settings/fields.ts';

/**
 * Texts of a connector's settings in the user's language: the catalog has them in English, `settings.json` of a
 * language overrides them by `<owner>.<key>.label|help|options.<value>`, groups by `groups.<group>`.
 */
export function useSettingText(owner: string) {
  const { t } = useTranslation('settings');
  return useMemo(() => {
    const say = (path: string, english: string) => t(`settings:${path}` as 'settings:x', { defaultValue: english });
    return {
      label: (field: Pick<SettingField, 'key' | 'label'>) => say(`${owner}.${field.key}.label`, field.label),
      help: (field: Pick<SettingField, 'key' | 'help'>) => (field.help === undefined ? undefined : say(`${owner}.${field.key}.help`, field.help)),
      option: (field: Pick<SettingField, 'key'>, option: { readonly value: string; readonly label: string }) => say(`${owner}.${field.key}.options.${option.value}`, option.label),
      optionHelp: (field: Pick<SettingField, 'key'>, option: { readonly value: string; readonly help?: string }) => (option.help === undefined ? undefined : say(`${owner}.${field.key}.optionHelp.${option.value}`, option.help)),
      column: (field: Pick<SettingField, 'key'>, column: { readonly key: string; readonly label: string }) => say(`${owner}.${field.key}.columns.${column.key}`, column.label),
      group: (group: string) => say(`groups.${group}`, group),
    };
  }, [t, owner]);
}
