import { address, path } from '#connectors/sdk/mappingRules.ts';
import type { Mapping } from '#shared/mapping/mapping.ts';

/** A contact of an audience as Fluxo's customer. */
export const memberMapping: Mapping = {
  entity: 'customer',
  fields: [
    path('sourceId', 'id'),
    path('company', 'contact.company', 'trim'),
    path('firstName', 'contact.firstName', 'trim'),
    path('lastName', 'contact.lastName', 'trim'),
    path('name', 'contact.name', 'trim'),
    path('email', 'email_address', 'trim', 'lower'),
    path('phone', 'contact.phone', 'trim'),
    {
      target: 'mailConsent',
      from: { kind: 'path', path: 'status' },
      // Whoever is only known from a purchase has not been asked yet: neither yes nor no.
      lookup: { rows: [{ from: 'subscribed', to: 'yes' }, { from: 'unsubscribed', to: 'no' }, { from: 'cleaned', to: 'no' }], unmapped: 'leaveEmpty' },
    },
    ...address('billing', 'place'),
  ],
  lists: [],
};
