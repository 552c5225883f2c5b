import { addressFields, type Address } from './address.ts';
import type { EntityInfo } from './fields.ts';

/** Somebody who buys: a company with a contact person, or a person. */
export interface Customer {
  readonly sourceId: string;
  readonly company?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** What the customer is called as a whole. */
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly website?: string;
  readonly vatNumber?: string;
  /** Number in the trade register. */
  readonly commerceNumber?: string;
  readonly paymentDays?: string;
  readonly active?: boolean;
  readonly note?: string;
  /** `yes` or `no` to marketing mail, as the person said it; absent when nobody asked. */
  readonly mailConsent?: string;
  readonly billing?: Address;
  readonly shipping?: Address;
}

export const customerEntity: EntityInfo = {
  name: 'customer',
  label: 'Customer',
  fields: [
    { path: 'sourceId', label: 'Source id', type: 'text', required: true },
    { path: 'company', label: 'Company', type: 'text', personal: true },
    { path: 'firstName', label: 'First name', type: 'text', personal: true },
    { path: 'lastName', label: 'Last name', type: 'text', personal: true },
    { path: 'name', label: 'Name', type: 'text', personal: true },
    { path: 'email', label: 'E-mail', type: 'text', personal: true },
    { path: 'phone', label: 'Phone', type: 'text', personal: true },
    { path: 'website', label: 'Website', type: 'text', personal: true },
    { path: 'vatNumber', label: 'VAT number', type: 'text', personal: true },
    { path: 'commerceNumber', label: 'Trade register number', type: 'text', personal: true },
    { path: 'paymentDays', label: 'Payment days', type: 'text' },
    { path: 'active', label: 'Active', type: 'boolean' },
    { path: 'note', label: 'Note', type: 'text', personal: true },
    { path: 'mailConsent', label: 'Consent to marketing mail', type: 'text', help: 'yes or no, as the person said it. Empty: nobody asked.' },
    ...addressFields('billing', 'Billing'),
    ...addressFields('shipping', 'Shipping'),
  ],
};
