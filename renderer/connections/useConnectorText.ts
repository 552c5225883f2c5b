import { useTranslation } from 'react-i18next';
import type { ConnectorInfo } from '#shared/catalog/catalog.ts';
import { useSettingText } from '#renderer/i18n/settingText.ts';

/** A connector's own English texts in the reader's language: its fields as all settings, what to prepare by `prepareFor.<connector>.<number>` of connections.json. */
export function useConnectorText(connector: ConnectorInfo) {
  const { t, i18n } = useTranslation('connections');
  const { label, help, option, optionHelp } = useSettingText(connector.name);
  const prepare = connector.prepare.map((sentence, index) => {
    const key = `prepareFor.${connector.name}.${index}`;
    return i18n.exists(`connections:${key}`) ? String(t(key as never)) : sentence;
  });
  return { label, help, option, optionHelp, prepare };
}
