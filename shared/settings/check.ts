import { ConditionsSchema } from '../records/conditions.ts';
import { MappingSchema } from '../mapping/mapping.ts';
import { CountrySettingSchema } from './countryTable.ts';
import type { SettingField, Settings } from './fields.ts';
import { ValueSettingSchema } from './valueSetting.ts';

/** One thing wrong with a setting, in words for its user. */
export interface SettingIssue {
  readonly key: string;
  readonly code: 'missing' | 'wrong_type' | 'not_a_choice' | 'out_of_range' | 'too_long';
  readonly text: string;
  /** Values the translated text needs. */
  readonly params: Readonly<Record<string, string>>;
}

/** The value of a setting, or its default when the user has not chosen. */
export function settingValue(field: SettingField, settings: Settings): unknown {
  const own = settings[field.key];
  return own === undefined && 'default' in field ? field.default : own;
}

/** False while the setting is hidden by its `when`. */
export function settingApplies(field: SettingField, fields: readonly SettingField[], settings: Settings): boolean {
  if (!field.when) return true;
  const other = fields.find((candidate) => candidate.key === field.when!.key);
  if (!other || !settingApplies(other, fields, settings)) return false;
  return field.when.is.includes(String(settingValue(other, settings) ?? ''));
}

/** Everything wrong with the settings of a node, a connection or a target, in the order of the form. */
export function checkSettings(fields: readonly SettingField[], settings: Settings): readonly SettingIssue[] {
  return fields.flatMap((field) => {
    if (field.type === 'secret' || !settingApplies(field, fields, settings)) return [];
    const value = settingValue(field, settings);
    const empty = value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) return field.required ? [{ key: field.key, code: 'missing' as const, text: `${field.label} is missing.`, params: {} }] : [];
    const issue = checkValue(field, value);
    return issue ? [{ key: field.key, ...issue }] : [];
  });
}

function checkValue(field: SettingField, value: unknown): Omit<SettingIssue, 'key'> | null {
  const wrong = (what: string) => ({ code: 'wrong_type' as const, text: `${field.label} must be ${what}.`, params: { wanted: what } });
  switch (field.type) {
    case 'text':
    case 'template':
      if (typeof value !== 'string') return wrong('a text');
      return field.maxLength !== undefined && value.length > field.maxLength ? { code: 'too_long', text: `${field.label} may have at most ${field.maxLength} letters.`, params: { most: String(field.maxLength) } } : null;
    case 'secret':
      return null;
    case 'pick':
      return typeof value === 'string' ? null : wrong('one entry of the list');
    case 'pickMany':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? null : wrong('a list of entries');
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value) || (field.integer && !Number.isInteger(value))) return wrong(field.integer ? 'a whole number' : 'a number');
      const below = field.min !== undefined && value < field.min;
      const above = field.max !== undefined && value > field.max;
      return below || above ? { code: 'out_of_range', text: `${field.label} must be ${field.min ?? 'any number'} to ${field.max ?? 'any number'}.`, params: { min: String(field.min ?? 'any number'), max: String(field.max ?? 'any number') } } : null;
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong('on or off');
    case 'choice':
      return field.options.some((option) => option.value === value) ? null : { code: 'not_a_choice', text: `${field.label}: “${String(value)}” is not one of ${field.options.map((option) => option.value).join(', ')}.`, params: { value: String(value), choices: field.options.map((option) => option.value).join(', ') } };
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? null : wrong('a date (YYYY-MM-DD)');
    case 'valueSetting':
      return ValueSettingSchema.safeParse(value).success ? null : wrong('a default setting with its table');
    case 'countryTable':
      return CountrySettingSchema.safeParse(value).success ? null : wrong('a table by country');
    case 'conditions':
      return ConditionsSchema.safeParse(value).success ? null : wrong('a list of conditions');
    case 'mapping':
      return MappingSchema.safeParse(value).success ? null : wrong('a mapping');
  }
}

/** Settings with every default filled in, so that the code that uses them never repeats a default. */
export function withDefaults(fields: readonly SettingField[], settings: Settings): Settings {
  return Object.fromEntries([...Object.entries(settings), ...fields.map((field) => [field.key, settingValue(field, settings)] as const).filter(([, value]) => value !== undefined)]);
}

