import type { FieldInfo } from '#shared/entities/fields.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { list, textOf } from '../wire/values.ts';

/**
 * Who a customer's card is about. The till has no mark for company or person; as its own links do, a company name, VAT number, Chamber of
 * Commerce number or contact persons make a company. `order` fills in for a customer without card.
 */
export function buyerOf(relation: SourceRecord, order: SourceRecord = {}): SourceRecord {
  const contacts = list(relation['contactList']);
  const name = textOf(relation['name']) || textOf(order['relationName']);
  const isCompany = [relation['companyName'], relation['vatNumber'], relation['commerceNumber'], order['relationVatNumber']].some((value) => textOf(value) !== '') || contacts.length > 0;
  const company = isCompany ? textOf(relation['companyName']) || name : '';
  const contact = textOf(relation['contact']) || textOf(contacts[0]?.['name']) || textOf(contacts[0]?.['contact']);
  // On a company's card `name` is the company as well, so only the contact is a person.
  const person = isCompany ? (contact === company ? '' : contact) : name || contact;
  const number = textOf(relation['relationNumber']) || textOf(order['relationNumber']);
  return {
    kind: isCompany ? 'company' : 'person',
    ...(number !== '' && number !== '0' && { number }),
    ...((company || person) !== '' && { name: company || person }),
    ...(company !== '' && { company }),
    ...(person !== '' && { person }),
    ...contactsOf(contacts),
  };
}

/** How to reach the first contact person who says so: a company's own card often leaves it to them. */
function contactsOf(contacts: readonly SourceRecord[]): SourceRecord {
  const first = (...names: readonly string[]) => contacts.flatMap((contact) => names.map((name) => textOf(contact[name]))).find((text) => text !== '');
  const [contactEmail, contactPhone] = [first('email'), first('telephone', 'mobile')];
  return { ...(contactEmail !== undefined && { contactEmail }), ...(contactPhone !== undefined && { contactPhone }) };
}

/** The first that has street, postcode or city, whole: half of one address and half of another is nobody's address. */
export function firstAddress(candidates: readonly SourceRecord[]): SourceRecord | undefined {
  const found = candidates.find((address) => ['address', 'zipcode', 'city'].some((part) => textOf(address[part]) !== ''));
  if (!found) return undefined;
  const record: Record<string, string> = {};
  const name = textOf(found['companyName']) || textOf(found['name']);
  if (name !== '') record['name'] = name;
  for (const part of ['address', 'zipcode', 'city', 'country']) {
    const text = textOf(found[part]);
    if (text !== '') record[part] = text;
  }
  return record;
}

/** The delivery address on a card, in the words of an address. */
export function deliveryAddressOf(relation: SourceRecord): SourceRecord {
  return {
    companyName: relation['companyName'] ?? '',
    name: relation['name'] ?? '',
    address: relation['deliveryAddress'] ?? '',
    zipcode: relation['deliveryZipcode'] ?? '',
    city: relation['deliveryCity'] ?? '',
    country: relation['deliveryCountry'] ?? '',
  };
}

/** The fields these make, for the mapper's tree. */
export const buyerFields: readonly FieldInfo[] = [
  { path: 'buyer', label: 'Buyer', type: 'object', help: 'Worked out from the customer card: the till has no mark for company or person.' },
  { path: 'buyer.kind', label: 'Kind of buyer', type: 'text', help: 'company when the card has a company name, VAT number, Chamber of Commerce number or contact persons; else person.' },
  { path: 'buyer.number', label: 'Customer number', type: 'text' },
  { path: 'buyer.name', label: 'Buyer’s name', type: 'text', personal: true },
  { path: 'buyer.company', label: 'Company', type: 'text', personal: true },
  { path: 'buyer.person', label: 'Person', type: 'text', personal: true, help: 'The person, or the company’s contact person.' },
  { path: 'buyer.contactEmail', label: 'E-mail of a contact person', type: 'text', personal: true },
  { path: 'buyer.contactPhone', label: 'Phone of a contact person', type: 'text', personal: true },
  ...(['billTo', 'shipTo'] as const).flatMap((path): FieldInfo[] => {
    const what = path === 'billTo' ? 'Billing' : 'Shipping';
    return [
      { path, label: `${what} address`, type: 'object', help: 'The address on the order, or the one on the customer card when the order has none. Never a mixture.' },
      { path: `${path}.name`, label: `${what} name`, type: 'text', personal: true },
      { path: `${path}.address`, label: `${what} street and number`, type: 'text', personal: true },
      { path: `${path}.zipcode`, label: `${what} postcode`, type: 'text', personal: true },
      { path: `${path}.city`, label: `${what} city`, type: 'text', personal: true },
      { path: `${path}.country`, label: `${what} country`, type: 'text', help: 'Free text, as typed at the till.' },
    ];
  }),
];
