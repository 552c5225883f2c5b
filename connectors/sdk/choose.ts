import type { FluxoError } from '#shared/errors.ts';
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

/** A setting's word that the service does not have, and the value it was made of. */
export interface Unknown {
  readonly key: string;
  readonly label: string;
  readonly told: string;
  readonly value: string;
}

/** How a connector says that its service does not have something. */
export interface ChoiceWords {
  leftOut(unknown: Unknown): Reason;
  /** A `data` error, parked on the setting. */
  parked(unknown: Unknown): FluxoError;
}

/**
 * What a default setting makes of a value, as something the service has; undefined when it makes nothing of it. A text that is nothing there parks the
 * record; only where the setting is off, and the value therefore is the source's own word, it is left out with a warning.
 */
export function chooser(words: ChoiceWords) {
  return function choose<T>({ key, label, setting, find, warn }: Choice<T>, value: string): T | undefined {
    const told = applyValueSetting(setting, value, key, label);
    if (told.trim() === '') return undefined;
    const found = find(told);
    if (found !== undefined) return found;
    const unknown = { key, label, told, value };
    if (setting.enabled) throw words.parked(unknown);
    warn(words.leftOut(unknown));
    return undefined;
  };
}
