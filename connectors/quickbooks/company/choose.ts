import { chooser } from '#connectors/sdk/choose.ts';
import { FluxoError } from '#shared/errors.ts';

/** What a default setting makes of a value, as a row of the company. */
export const choose = chooser({
  leftOut: ({ label, told: value }) => ({ code: 'quickbooks.left_out', text: `${label}: QuickBooks has no “${value}”, so it was left out.`, params: { label, value } }),
  parked: ({ key, label, told, value }) =>
    new FluxoError({ code: 'quickbooks.not_in_list', kind: 'data', what: `${label}: QuickBooks has no “${told}”.`, where: { field: key }, params: { label, value: told }, parkedOn: { setting: key, value }, fix: 'Add it in QuickBooks, or add a row to the table of this setting.' }),
});
