import { FluxoError } from '#shared/errors.ts';

/** Gathers what the settings of a target name and the company does not have, so that the user hears of all of it at once. */
export class SettingsCheck {
  readonly #owner: string;
  readonly #missing: { readonly field: string; readonly text: string; readonly value: string }[] = [];

  /** `owner` is the target's id, `quickbooks.sales`. */
  constructor(owner: string) {
    this.#owner = owner;
  }

  complain(field: string, text: string, value = ''): void {
    this.#missing.push({ field, text, value });
  }

  /** Complains about every told name for which `find` gives nothing. Empty names ask for nothing. */
  demand(field: string, label: string, told: readonly string[], find: (told: string) => unknown): void {
    for (const name of told) if (name.trim() !== '' && find(name) === undefined) this.complain(field, `${label}: QuickBooks has no “${name}”.`, name);
  }

  /** Throws one `setup` error with everything that was gathered. */
  settle(): void {
    const first = this.#missing[0];
    if (!first) return;
    const unique = (values: readonly string[]) => [...new Set(values)];
    throw new FluxoError({
      code: 'quickbooks.settings_unknown',
      kind: 'setup',
      what: unique(this.#missing.map(({ text }) => text)).join(' '),
      where: { field: first.field },
      params: { owner: this.#owner, settings: unique(this.#missing.map(({ field }) => field)).join(', '), values: unique(this.#missing.flatMap(({ value }) => (value === '' ? [] : `“${value}”`))).join(', ') },
      fix: 'Open the QuickBooks node and choose from the lists, or add what is missing in QuickBooks.',
    });
  }
}
