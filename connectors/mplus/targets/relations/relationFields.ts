import { valuesToWrite } from '#connectors/sdk/writeModes.ts';
import type { WantedValue } from '#connectors/sdk/writeModes.ts';
import type { Address } from '#shared/entities/address.ts';
import { countryCodeOf } from '#shared/mapping/countries.ts';
import type { WriteMode } from '#shared/mapping/mapping.ts';
import type { SourceRecord } from '#shared/records/story.ts';
import { buyerOf } from '../../streams/buyer.ts';
import { textOf } from '../../wire/values.ts';
import { plainPhone, plainVatNumber } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import { countryText } from './countryText.ts';
import type { CountryLanguage } from './countryText.ts';

/** Fields of a card, by their names at the till; all are text there. */
export type RelationFields = Readonly<Record<string, string>>;

/** The write mode of a customer's field, by its name in the entity `customer`. */
export type ModeOf = (field: string) => WriteMode;

const addressFields = {
  billing: { line1: 'address', postalCode: 'zipcode', city: 'city', country: 'country' },
  shipping: { line1: 'deliveryAddress', postalCode: 'deliveryZipcode', city: 'deliveryCity', country: 'deliveryCountry' },
} as const;
const addressParts = ['line1', 'postalCode', 'city', 'country'] as const;

/** Where each field of a card comes from in the entity, for the mapping's write modes. */
const entityField: Readonly<Record<string, string>> = {
  companyName: 'company', email: 'email', telephone: 'phone', website: 'website', vatNumber: 'vatNumber', commerceNumber: 'commerceNumber', paymentWithinDays: 'paymentDays', extraText: 'note',
  ...Object.fromEntries((['billing', 'shipping'] as const).flatMap((place) => addressParts.map((part) => [addressFields[place][part], `${place}.${part}`]))),
};

/** A card of the customer. There is no mark for company or person: a company's card has its name twice, and the person as its contact. */
export function newRelation(candidate: Candidate, language: CountryLanguage, modeOf: ModeOf): RelationFields {
  return valuesToWrite(wantedValues(candidate, wantedFields(candidate, false, language), {}), { isNew: true, modeOf: strictly(modeOf) }) as RelationFields;
}

/**
 * What of a known card has to change: only what the record says and the card does not say yet, whatever the spelling of phone numbers, VAT numbers and countries. An
 * address changes as a whole, because half of one and half of another is nobody's.
 */
export function relationChanges(candidate: Candidate, relation: SourceRecord, language: CountryLanguage, modeOf: ModeOf): RelationFields {
  const fields = wantedFields(candidate, buyerOf(relation)['kind'] === 'company', language);
  const changes = valuesToWrite(wantedValues(candidate, fields, relation), { isNew: false, modeOf: strictly(modeOf), isSame: (wanted, _current, name) => isSame(name, String(wanted), relation) }) as RelationFields;
  const cleared = (['billing', 'shipping'] as const).flatMap((place) => {
    const parts = whereParts(place);
    return parts.some((part) => changes[part] !== undefined) ? parts.filter((part) => fields[part] === undefined && textOf(relation[part]) !== '') : [];
  });
  return { ...changes, ...Object.fromEntries(cleared.map((part) => [part, ''])) };
}

/** Several fields of the entity may make one of the card, joined by a plus sign: the first that is not written always counts. */
const strictly = (modeOf: ModeOf): ModeOf => (fields) => fields.split('+').map(modeOf).find((mode) => mode !== 'both') ?? 'both';

function wantedValues(candidate: Candidate, fields: RelationFields, relation: SourceRecord): readonly WantedValue[] {
  const filled = (name: string) => (['billing', 'shipping'] as const).flatMap((place) => (Object.values<string>(addressFields[place]).includes(name) ? whereParts(place) : [])).map((part) => textOf(relation[part])).find((text) => text !== '');
  return Object.entries(fields).map(([name, value]) => ({
    name,
    value,
    field: name === 'name' ? `name+${candidate.company === '' ? 'firstName+lastName' : 'company'}` : name === 'contact' ? 'name+firstName+lastName' : (entityField[name] ?? name),
    // Of an address that is there no part counts as empty, so that filling in never mixes two.
    current: textOf(relation[name]) || filled(name),
  }));
}

/** The parts that say where; the country alone says too little. */
const whereParts = (place: keyof typeof addressFields): readonly string[] => [addressFields[place].line1, addressFields[place].postalCode, addressFields[place].city];

/** Empty texts are left out: a record that says nothing about a field is no reason to clear it. */
function wantedFields(candidate: Candidate, isKnownCompany: boolean, language: CountryLanguage): RelationFields {
  const { company, person } = candidate;
  const isCompany = company !== '' || isKnownCompany;
  const fields: Record<string, string> = {
    // A person's name must not push a company off its own card.
    name: isCompany ? company : candidate.name,
    companyName: company,
    contact: isCompany ? person : '',
    email: candidate.email,
    telephone: candidate.phone,
    website: candidate.website,
    vatNumber: candidate.vatNumber,
    commerceNumber: candidate.commerceNumber,
    paymentWithinDays: /^\d{1,4}$/.test(candidate.paymentDays) ? candidate.paymentDays : '',
    extraText: candidate.note,
    ...placeFields(candidate.billing, addressFields.billing, language),
    ...placeFields(candidate.shipping, addressFields.shipping, language),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}

function placeFields(address: Address | undefined, names: (typeof addressFields)[keyof typeof addressFields], language: CountryLanguage): RelationFields {
  if (!address) return {};
  return Object.fromEntries(addressParts.map((part) => [names[part], part === 'country' ? countryText(address.country ?? '', language) : (address[part] ?? '').trim()]));
}

function isSame(field: string, wanted: string, relation: SourceRecord): boolean {
  const current = textOf(relation[field]);
  switch (field) {
    case 'telephone': {
      const phone = plainPhone(wanted);
      return current === wanted || (phone !== '' && [current, textOf(relation['mobile'])].some((text) => plainPhone(text) === phone));
    }
    case 'vatNumber':
      return plainVatNumber(current) === wanted;
    case 'email':
      return current.toLowerCase() === wanted;
    case 'country':
    case 'deliveryCountry':
      return current === wanted || (current !== '' && countryCodeOf(current) === (countryCodeOf(wanted) ?? ''));
    case 'zipcode':
    case 'deliveryZipcode':
      return current.replace(/\s/g, '').toUpperCase() === wanted.replace(/\s/g, '').toUpperCase();
    default:
      return current.replace(/\s+/g, ' ') === wanted.replace(/\s+/g, ' ');
  }
}
