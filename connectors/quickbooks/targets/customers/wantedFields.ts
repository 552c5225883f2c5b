import type { WantedValue } from '#connectors/sdk/writeModes.ts';
import type { Customer as SourceCustomer } from '#shared/entities/customer.ts';
import type { Value } from '#shared/records/story.ts';
import { addressOf, isSameAddress } from '../../customers/candidate.ts';
import type { Candidate } from '../../customers/candidate.ts';
import { cutText } from '../../cutText.ts';
import type { Customer } from '../../entities.ts';
import { notesWith } from './notes.ts';
import type { Extras } from './byCountry.ts';

export interface Wanted {
  readonly customer: SourceCustomer;
  readonly candidate: Candidate;
  readonly extras: Extras;
  readonly marker: string;
  /** The revenue account goes into the notes. */
  readonly tellsAccount: boolean;
}

/** Everything the source and the settings say of a customer, in the service's words, beside what the company knows of it. The name it is listed under is not among it. */
export function wantedFields({ customer, candidate, extras, marker, tellsAccount }: Wanted, known: Customer | null): readonly WantedValue[] {
  const text = (name: string, field: string, value: string, current: string | undefined): WantedValue => ({ name, field, value, current });
  const inside = (name: string, key: string, field: string, value: string, current: string | undefined): WantedValue => ({ name, field, value: value === '' ? '' : { [key]: value }, current: current ? { [key]: current } : undefined });
  const ref = (name: string, field: string, id: string | undefined, current: string | undefined): WantedValue => inside(name, 'value', field, id ?? '', current);
  const isTaxable = extras.taxCode === 'NON' ? false : extras.taxCode === undefined ? undefined : true;
  return [
    text('CompanyName', 'company', candidate.company, known?.CompanyName),
    text('GivenName', 'firstName', candidate.firstName, known?.GivenName),
    text('FamilyName', 'lastName', candidate.lastName, known?.FamilyName),
    inside('PrimaryEmailAddr', 'Address', 'email', candidate.email, known?.PrimaryEmailAddr?.Address),
    inside('PrimaryPhone', 'FreeFormNumber', 'phone', candidate.phone, known?.PrimaryPhone?.FreeFormNumber),
    inside('WebAddr', 'URI', 'website', cutText(customer.website ?? '', 1000), known?.WebAddr?.URI),
    // A part of an address is never sent alone: the service replaces the whole. The rule of its street speaks for all of it.
    { name: 'BillAddr', field: 'billing.line1', value: addressOf(candidate.billing) ?? '', current: filled(known?.BillAddr) },
    { name: 'ShipAddr', field: 'shipping.line1', value: addressOf(candidate.shipping) ?? '', current: filled(known?.ShipAddr) },
    text('PrimaryTaxIdentifier', 'vatNumber', candidate.vatNumber, known?.PrimaryTaxIdentifier),
    ref('SalesTermRef', 'paymentDays', extras.termId, known?.SalesTermRef?.value),
    ...(isTaxable === undefined ? [] : [{ name: 'Taxable', field: 'taxCode', value: isTaxable, current: known?.Taxable }]),
    ...(/^(TAX|NON)$/.test(extras.taxCode ?? '') ? [] : [ref('DefaultTaxCodeRef', 'taxCode', extras.taxCode, known?.DefaultTaxCodeRef?.value)]),
    text('Notes', 'note', notesWith({ note: customer.note ?? '', account: tellsAccount ? extras.account : undefined, marker: known ? undefined : marker }, known?.Notes ?? ''), known?.Notes),
  ];
}

/** Whether the service has it already: however it writes an e-mail address or a country. */
export function isSameHere(candidate: Candidate): (wanted: Value, current: Value | undefined, name: string) => boolean {
  return (wanted, current, name) => {
    if (name === 'BillAddr') return isSameAddress(candidate.billing, current as Customer['BillAddr']);
    if (name === 'ShipAddr') return isSameAddress(candidate.shipping, current as Customer['ShipAddr']);
    // Answers show only the end of a tax number, so a number that is there is never compared or replaced.
    if (name === 'PrimaryTaxIdentifier') return current !== undefined && current !== '';
    const plain = (value: Value | undefined) => (typeof value === 'object' && value !== null ? Object.values(value) : [value]).map((part) => String(part ?? '').trim());
    const [ours, theirs] = [plain(wanted).join(), plain(current).join()];
    return name === 'PrimaryEmailAddr' ? ours.toLowerCase() === theirs.toLowerCase() : ours === theirs;
  };
}

/** An address without anything in it is none. */
function filled(address: Customer['BillAddr']): Value | undefined {
  return [address?.Line1, address?.City, address?.PostalCode, address?.Country].some((part) => (part ?? '').trim() !== '') ? (address as Value) : undefined;
}
