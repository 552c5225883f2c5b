import { FluxoError } from '#shared/errors.ts';
import type { Reason } from '#shared/records/outcomes.ts';
import { applyValueSetting } from '#shared/settings/valueSetting.ts';
import type { ValueSetting } from '#shared/settings/valueSetting.ts';

export interface Choice<T> {
  /** Key of the setting, for the error and for the problem that waits for a row. */
  readonly key: string;
  readonly label: string;
  readonly setting: ValueSetting;
  readonly find: (told: string) => T | undefined;
  readonly warn: (reason: Reason) => void;
}

/**
 * What a default setting makes of a value, as a row of the company. Undefined when it makes nothing of it. A text that is no row parks
 * the record; only where the setting is off, and the value therefore is the source's own word, it is left out with a warning.
 */
export function choose<T>({ key, label, setting, find, warn }: Choice<T>, value: string): T | undefined {
  const told = applyValueSetting(setting, value, key, label);
  if (told.trim() === '') return undefined;
  const row = find(told);
  if (row !== undefined) return row;
  if (!setting.enabled) {
    warn({ code: 'quickbooks.left_out', text: `${label}: QuickBooks has no “${told}”, so it was left out.`, params: { label, value: told } });
    return undefined;
  }
  throw new FluxoError({ code: 'quickbooks.not_in_list', kind: 'data', what: `${label}: QuickBooks has no “${told}”.`, where: { field: key }, params: { label, value: told }, parkedOn: { setting: key, value }, fix: 'Add it in QuickBooks, or add a row to the table of this setting.' });
}

/** Everything a default setting can give out, for checking it before a run. */
export function outputsOf(setting: ValueSetting): readonly string[] {
  if (!setting.enabled) return [];
  const rows = setting.force ? [] : (setting.table ?? []).map((row) => row.to);
  return [...new Set([setting.default, ...rows].filter((told) => told.trim() !== ''))];
}
