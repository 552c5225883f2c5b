import type { FluxoError } from '#shared/errors.ts';

/** What was gathered, for the one error that tells it. */
export interface UnknownSettings {
  readonly what: string;
  readonly where: { readonly field: string };
  /** Keys of the settings, with commas between. */
  readonly settings: string;
  /** What they name, in quotes, with commas between. */
  readonly values: string;
}

/** How a connector says that its service does not have what settings name. */
export interface CheckWords {
  lacks(label: string, told: string): string;
  refusal(unknown: UnknownSettings): FluxoError;
}

/** Gathers what the settings of a target name and the service does not have, so that the user hears of all of it at once. */
export class SettingsCheck {
  readonly #words: CheckWords;
  readonly #missing: { readonly field: string; readonly text: string; readonly value: string }[] = [];

  constructor(words: CheckWords) {
    this.#words = words;
  }

  complain(field: string, text: string, value = ''): void {
    this.#missing.push({ field, text, value });
  }

  /** Complains about every told name for which `find` gives nothing. Empty names ask for nothing. */
  demand(field: string, label: string, told: readonly string[], find: (told: string) => unknown): void {
    for (const name of told) if (name.trim() !== '' && find(name) === undefined) this.complain(field, this.#words.lacks(label, name), name);
  }

  /** Throws one `setup` error with everything that was gathered. */
  settle(): void {
    const first = this.#missing[0];
    if (!first) return;
    const unique = (values: readonly string[]) => [...new Set(values)];
    throw this.#words.refusal({
      what: unique(this.#missing.map(({ text }) => text)).join(' '),
      where: { field: first.field },
      settings: unique(this.#missing.map(({ field }) => field)).join(', '),
      values: unique(this.#missing.flatMap(({ value }) => (value === '' ? [] : `“${value}”`))).join(', '),
    });
  }
}
