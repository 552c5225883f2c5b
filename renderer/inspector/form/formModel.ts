import type { FlowNode } from '#shared/flow/document.ts';
import { settingApplies } from '#shared/settings/check.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';

export interface FormGroup {
  /** Heading; empty for settings without one. */
  readonly name: string;
  readonly fields: readonly SettingField[];
}

/** The fields that show now, in groups, in the order the connector gives them; a group stands where its first field stands. */
export function formGroups(fields: readonly SettingField[], settings: Settings): readonly FormGroup[] {
  const groups = new Map<string, SettingField[]>();
  for (const field of fields) {
    if (!settingApplies(field, fields, settings)) continue;
    const name = field.group ?? '';
    groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return [...groups].map(([name, shown]) => ({ name, fields: shown }));
}

/** The groups with only the fields whose texts hold every word that was typed, whatever its accents. */
export function searchGroups(groups: readonly FormGroup[], search: string, textsOf: (field: SettingField, group: string) => readonly string[]): readonly FormGroup[] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(search).split(/\s+/).filter((word) => word !== '');
  if (wanted.length === 0) return groups;
  return groups
    .map((group) => ({ ...group, fields: group.fields.filter((field) => wanted.every((word) => textsOf(field, group.name).some((text) => plain(text).includes(word)))) }))
    .filter((group) => group.fields.length > 0);
}

/** What to store for a chosen value: nothing when it is the default, so that a flow file holds choices only. */
export function storedValue(field: SettingField, value: unknown): FlowNode['settings'][string] | undefined {
  if (value === undefined || value === null) return undefined;
  const fallback = 'default' in field ? field.default : undefined;
  if (fallback !== undefined && JSON.stringify(value) === JSON.stringify(fallback)) return undefined;
  if (fallback === undefined && (value === '' || (Array.isArray(value) && value.length === 0))) return undefined;
  return value as FlowNode['settings'][string];
}

/** The same where a level above gives a value: nothing when it is what is given, else the value as it is, the default and an empty one too. */
export function storedOver(field: SettingField, value: unknown, inherited: unknown): FlowNode['settings'][string] | undefined {
  if (inherited === undefined) return storedValue(field, value);
  if (value === undefined || value === null || JSON.stringify(value) === JSON.stringify(inherited)) return undefined;
  return value as FlowNode['settings'][string];
}

export const isChanged = (field: SettingField, settings: Settings): boolean => 'default' in field && field.default !== undefined && settings[field.key] !== undefined && JSON.stringify(settings[field.key]) !== JSON.stringify(field.default);

/** A typed number as the setting wants it: empty = none; what is no number stays a text, so that nothing typed is lost and the check can say so. */
export function parseNumber(text: string): number | string | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text;
}


/** True when somebody chose a value, and it is not the standard of its stream or target. */
export const isOwn = (field: SettingField, settings: Settings): boolean => settings[field.key] !== undefined;

/** The groups with only what was chosen. */
export function onlyOwn(groups: readonly FormGroup[], settings: Settings): readonly FormGroup[] {
  return groups.map((group) => ({ ...group, fields: group.fields.filter((field) => isOwn(field, settings)) })).filter((group) => group.fields.length > 0);
}
