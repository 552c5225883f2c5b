import { FluxoError } from '#shared/errors.ts';
import type { SettingField, Settings } from '#shared/settings/fields.ts';

/** Asks with what a stream's first run begins: everything (`everything` says of what), nothing from before, or a bound of the service's own. */
export const startChoice = (everything: string, bound: { readonly value: string; readonly label: string; readonly help?: string }): SettingField => ({
  key: 'startFrom',
  label: 'Start with',
  type: 'choice',
  group: 'Start point',
  default: 'all',
  options: [{ value: 'all', label: everything }, { value: 'now', label: 'What changes from now on', help: 'Nothing from before the first run is read.' }, bound],
  help: 'Counts for the first run only. Later runs go on where the last one stopped.',
});

/** The same for services that say when a record was changed; the bound is a day. */
export const startFields = (everything: string): readonly SettingField[] => [
  startChoice(everything, { value: 'date', label: 'What changed since a day' }),
  { key: 'startDate', label: 'Changed since', type: 'date', group: 'Start point', required: true, when: { key: 'startFrom', is: ['date'] } },
];

/** Begin of the chosen day (UTC), in milliseconds. Throws `setup` for none. */
export function startDay(settings: Settings): number {
  const moment = Date.parse(String(settings['startDate'] ?? ''));
  if (!Number.isNaN(moment)) return moment;
  throw new FluxoError({ code: 'start.no_day', kind: 'setup', what: 'The day to start with is missing.', where: { field: 'startDate' }, fix: 'Choose a day.' });
}
