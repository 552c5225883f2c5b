import { address, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** A customer of a store as Fluxo's customer. What `opt_in_status` says was only asked when the customer was made, so it is not taken for consent. */
export const customerMapping: Mapping = {
  entity: 'customer',
  fields: [
    path('sourceId', 'id'),
    path('company', 'company', 'trim'),
    path('firstName', 'first_name', 'trim'),
    path('lastName', 'last_name', 'trim'),
    path('name', 'name', 'trim'),
    path('email', 'email_address', 'trim', 'lower'),
    path('phone', 'sms_phone_number', 'trim'),
    ...address('billing', 'place'),
  ],
  lists: [],
};
