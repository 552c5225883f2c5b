import { firstOf, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';
import { tillAddress } from './tillAddress.ts';

/** A card of the till as Fluxo's customer. */
export const relationMapping: Mapping = {
  entity: 'customer',
  fields: [
    path('sourceId', 'relationNumber'),
    path('company', 'buyer.company', 'trim'),
    path('firstName', 'buyer.person', 'trim', 'firstName'),
    path('lastName', 'buyer.person', 'trim', 'lastName'),
    path('name', 'buyer.name', 'trim'),
    firstOf('email', ['email', 'buyer.contactEmail'], 'trim', 'lower'),
    firstOf('phone', ['telephone', 'mobile', 'buyer.contactPhone'], 'trim'),
    path('website', 'website', 'trim'),
    path('vatNumber', 'vatNumber', 'trim', 'upper'),
    path('commerceNumber', 'commerceNumber', 'trim'),
    path('paymentDays', 'paymentWithinDays', 'emptyIfZero'),
    path('active', 'active'),
    path('note', 'extraText', 'trim'),
    path('mailConsent', 'mailConsent'),
    ...tillAddress('billing', 'billTo'),
    ...tillAddress('shipping', 'shipTo'),
  ],
  lists: [],
};
