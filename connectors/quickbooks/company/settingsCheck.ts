import { SettingsCheck } from '#connectors/sdk/settingsCheck.ts';
import { FluxoError } from '#shared/errors.ts';

/** Checks the settings of a target against the company. `owner` is the target's id, `quickbooks.sales`. */
export const settingsCheck = (owner: string) =>
  new SettingsCheck({
    lacks: (label, told) => `${label}: QuickBooks has no “${told}”.`,
    refusal: ({ what, where, settings, values }) =>
      new FluxoError({ code: 'quickbooks.settings_unknown', kind: 'setup', what, where, params: { owner, settings, values }, fix: 'Open the QuickBooks node and choose from the lists, or add what is missing in QuickBooks.' }),
  });
