import { chooser } from '#connectors/sdk/choose.ts';
import { FluxoError } from '#shared/errors.ts';

/** What a default setting makes of a value, as something the till has. */
export const choose = chooser({
  leftOut: ({ label, told: value }) => ({ code: 'mplus.left_out', text: `${label}: the till has no “${value}”, so it was left out.`, params: { label, value } }),
  parked: ({ key, label, told, value }) =>
    new FluxoError({ code: 'mplus.not_in_list', kind: 'data', what: `${label}: the till has no “${told}”.`, where: { field: key }, params: { label, value: told }, parkedOn: { setting: key, value }, fix: 'Add it at the till, or add a row to the table of this setting.' }),
});
