import { address, firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** A customer of QuickBooks as Fluxo's customer. Its VAT number stays out: QuickBooks shows the last five characters only. */
export const customerMapping: Mapping = {
  entity: 'customer',
  fields: [
    path('sourceId', 'Id'),
    path('company', 'CompanyName', 'trim'),
    path('firstName', 'GivenName', 'trim'),
    path('lastName', 'FamilyName', 'trim'),
    path('name', 'DisplayName', 'trim'),
    path('email', 'PrimaryEmailAddr.Address', 'trim', 'lower'),
    firstOf('phone', ['PrimaryPhone.FreeFormNumber', 'Mobile.FreeFormNumber', 'AlternatePhone.FreeFormNumber'], 'trim'),
    path('website', 'WebAddr.URI', 'trim'),
    path('paymentDays', 'paymentDays'),
    path('active', 'Active'),
    path('note', 'Notes'),
    ...address('billing', 'billTo'),
    ...address('shipping', 'shipTo'),
  ],
  lists: [],
};
