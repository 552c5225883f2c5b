import type { Mapping } from '#shared/mapping/mapping.ts';
import { address, firstOf, path } from './rules.ts';

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
    ...address('billing', 'billTo'),
    ...address('shipping', 'shipTo'),
  ],
  lists: [],
};
