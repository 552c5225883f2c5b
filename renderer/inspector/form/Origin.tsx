import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SettingField, Settings } from '#shared/settings/fields.ts';
import type { useSettingText } from '#renderer/i18n/settingText.ts';
import { isOwn } from './formModel.ts';

interface OriginProps {
  readonly field: SettingField;
  readonly settings: Settings;
  readonly text: ReturnType<typeof useSettingText>;
  readonly onReset: () => void;
}

/** Where a setting's value comes from: chosen in this node, with the standard it took the place of and the way back. Nothing where the standard holds. */
export function Origin({ field, settings, text, onReset }: OriginProps) {
  const { t } = useTranslation('inspect');
  // What has to be chosen has no standard to go back to.
  if (!isOwn(field, settings) || (field.required && !('default' in field && field.default !== undefined))) return null;
  const standard = standardText(field, text, (on) => t(on ? 'origin.on' : 'origin.off'));
  return (
    <p className="mt-1 flex min-h-4 items-center gap-1 text-12 text-faint" data-origin="node">
      <span className="min-w-0 truncate">{standard === null ? t('origin.here') : t('origin.hereInstead', { standard })}</span>
      <button type="button" aria-label={t('origin.resetField', { field: text.label(field) })} title={t('origin.reset')} onClick={onReset} className="flex size-4 shrink-0 items-center justify-center rounded-4 hover:bg-hover hover:text-text">
        <RotateCcw size={11} aria-hidden />
      </button>
    </p>
  );
}

/** The standard in a word or two; null for one that is no single word, such as a table, or that does not exist. */
function standardText(field: SettingField, text: OriginProps['text'], onOff: (on: boolean) => string): string | null {
  if (!('default' in field) || field.default === undefined) return null;
  switch (field.type) {
    case 'boolean':
      return onOff(field.default);
    case 'choice': {
      const option = field.options.find(({ value }) => value === field.default);
      return option ? text.option(field, option) : field.default;
    }
    case 'text':
    case 'template':
    case 'pick':
      return field.default === '' ? null : field.default;
    case 'number':
      return String(field.default);
    default:
      return null;
  }
}
