import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '#shared/catalog/catalog.ts';
import type { SettingField } from '#shared/settings/fields.ts';

/** A connector's own English texts in the reader's language: `fields.<connector>.<key>` and `prepare.<connector>` of connections.json. */
export function useConnectorText(connector: ConnectorInfo) {
  const { t, i18n } = useTranslation('connections');
  const say = (key: string, english: string) => (i18n.exists(`connections:${key}`) ? String(t(key as never)) : english);
  return {
    label: (field: SettingField) => say(`fields.${connector.name}.${field.key}.label`, field.label),
    help: (field: SettingField) => (field.help === undefined ? undefined : say(`fields.${connector.name}.${field.key}.help`, field.help)),
    prepare: connector.prepare.map((sentence, index) => say(`prepare.${connector.name}.${index}`, sentence)),
  };
}
