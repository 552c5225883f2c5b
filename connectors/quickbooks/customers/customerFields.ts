import type { Value } from '#shared/records/story.ts';
import type { Customer } from '../entities.ts';
import { addressOf, isSameAddress } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { compact } from '../compact.ts';

/** A new customer. A company keeps its contact's names beside its own; a person has no company name. */
export function newCustomer(candidate: Candidate, displayName: string, extra: { readonly marker: string; readonly currency?: string | undefined; readonly termId?: string | undefined }): { readonly [key: string]: Value } {
  return compact({
    DisplayName: displayName,
    CompanyName: candidate.company || undefined,
    GivenName: candidate.firstName || undefined,
    FamilyName: candidate.lastName || undefined,
    PrimaryEmailAddr: candidate.email ? { Address: candidate.email } : undefined,
    PrimaryPhone: candidate.phone ? { FreeFormNumber: candidate.phone } : undefined,
    BillAddr: addressOf(candidate.billing),
    ShipAddr: addressOf(candidate.shipping),
    SalesTermRef: extra.termId ? { value: extra.termId } : undefined,
    CurrencyRef: extra.currency ? { value: extra.currency } : undefined,
    PrimaryTaxIdentifier: candidate.vatNumber || undefined,
    Notes: extra.marker,
  });
}

/**
 * The fields of a known customer that have to change: those that are empty there (`fillEmpty`) or that differ (`overwrite`). A field the order
 * says nothing about stays. The display name is never changed: documents and people know the customer by it.
 */
export function customerChanges(candidate: Candidate, known: Customer, mode: 'fillEmpty' | 'overwrite'): { readonly [key: string]: Value } {
  const text = (ours: string, theirs: string | undefined) => ours !== '' && ours !== (theirs ?? '').trim() && (mode === 'overwrite' || (theirs ?? '').trim() === '');
  const address = (ours: Candidate['billing'], theirs: Customer['BillAddr']) => addressOf(ours) !== undefined && !isSameAddress(ours, theirs) && (mode === 'overwrite' || !hasText(theirs));
  return compact({
    CompanyName: text(candidate.company, known.CompanyName) ? candidate.company : undefined,
    GivenName: text(candidate.firstName, known.GivenName) ? candidate.firstName : undefined,
    FamilyName: text(candidate.lastName, known.FamilyName) ? candidate.lastName : undefined,
    PrimaryEmailAddr: text(candidate.email, known.PrimaryEmailAddr?.Address?.toLowerCase()) ? { Address: candidate.email } : undefined,
    PrimaryPhone: text(candidate.phone, known.PrimaryPhone?.FreeFormNumber) ? { FreeFormNumber: candidate.phone } : undefined,
    BillAddr: address(candidate.billing, known.BillAddr) ? addressOf(candidate.billing) : undefined,
    ShipAddr: address(candidate.shipping, known.ShipAddr) ? addressOf(candidate.shipping) : undefined,
    // Answers show only the end of a tax number, so a number that is there is never compared or replaced.
    PrimaryTaxIdentifier: candidate.vatNumber !== '' && !known.PrimaryTaxIdentifier ? candidate.vatNumber : undefined,
  });
}

const hasText = (address: Customer['BillAddr']) => [address?.Line1, address?.City, address?.PostalCode, address?.Country].some((part) => (part ?? '').trim() !== '');

/**
 * Whether a customer with the same name is the same one: it has the same e-mail address, or Fluxo's own mark of this customer, or the same
 * tax number. The service hides all but the end of a tax number, so there the postcode has to agree as well.
 */
export function isSameCustomer(candidate: Candidate, marker: string, known: Customer): 'email' | 'mark' | 'vatNumber' | null {
  if (candidate.email !== '' && candidate.email === (known.PrimaryEmailAddr?.Address ?? '').trim().toLowerCase()) return 'email';
  if (candidate.sourceId !== '' && (known.Notes ?? '').split(/\s+/).includes(marker)) return 'mark';
  const told = (known.PrimaryTaxIdentifier ?? '').replace(/[\s.-]/g, '').toUpperCase();
  if (candidate.vatNumber === '' || told === '') return null;
  if (told === candidate.vatNumber) return 'vatNumber';
  const shown = /^[X*]+([A-Z0-9]{5})$/.exec(told)?.[1];
  const samePostcode = plainCode(candidate.billing?.postalCode) !== '' && plainCode(candidate.billing?.postalCode) === plainCode(known.BillAddr?.PostalCode);
  return shown !== undefined && candidate.vatNumber.endsWith(shown) && samePostcode ? 'vatNumber' : null;
}

const plainCode = (text: string | undefined) => (text ?? '').replace(/\s/g, '').toUpperCase();
