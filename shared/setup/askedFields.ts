import type { SettingField } from '../settings/fields.ts';

/** Whose settings they are; a stream or a target of the catalog. */
interface Asking {
  readonly settings: readonly SettingField[];
  readonly asked?: readonly string[];
}

/** The settings a guided set-up asks for: the chosen few, whatever is required, and what depends on one of these. The others keep their defaults. */
export function askedFields({ settings, asked = [] }: Asking): readonly SettingField[] {
  const keys = new Set(asked);
  // A setting stands behind the one it depends on, so one pass finds chains as well.
  for (const { key, when, required } of settings) if (required === true || (when && keys.has(when.key))) keys.add(key);
  return settings.filter(({ key }) => keys.has(key));
}
