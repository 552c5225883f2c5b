import { SettingsCheck } from '#connectors/sdk/settingsCheck.ts';
import { FluxoError } from '#shared/errors.ts';

/** Checks the settings of a target against the till. `owner` is the target's id, `mplus.salesOrders`. */
export const settingsCheck = (owner: string) =>
  new SettingsCheck({
    lacks: (label, told) => `${label}: the till has no “${told}”.`,
    refusal: ({ what, where, settings, values }) =>
      new FluxoError({ code: 'mplus.settings_unknown', kind: 'setup', what, where, params: { owner, settings, values }, fix: 'Open the MplusKASSA node and choose from the lists, or add what is missing at the till.' }),
  });
