import type { SettingField } from '#shared/settings/fields.ts';
import type { useSettingText } from '#renderer/i18n/settingText.ts';

/** What every control of a settings form gets. */
export interface RowProps<F extends SettingField> {
  readonly field: F;
  /** The user's value, else the default. */
  readonly value: unknown;
  readonly text: ReturnType<typeof useSettingText>;
  readonly nodeId: string;
  readonly ownConnection: string | undefined;
  readonly sourceConnection: string | undefined;
  readonly error: string | undefined;
  /** `undefined` takes the choice away. */
  readonly onChange: (value: unknown) => void;
}

export type FieldOf<T extends SettingField['type']> = Extract<SettingField, { type: T }>;
