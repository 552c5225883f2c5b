import { makeRandom } from './random.ts';
import type { Random } from './random.ts';
import type { ShopAddress, ShopCustomer } from './types.ts';

/** Relation numbers with a part of their own in the story of the shop. */
export const relations = {
  shiftedBelgium: 2001,
  supplierName: 2002,
  sharedEmail: 2003,
  sharedEmailToo: 2004,
  noEmail: 2005,
  unknownCountry: 2006,
  german: 2007,
  dutchCompany: 2008,
} as const;

const firstNames = [
  'Anouk', 'Bram', 'Carlijn', 'Daan', 'Esmée', 'Fleur', 'Gijs', 'Hanneke', 'Ilse', 'Jasper', 'Karin', 'Lars', 'Maartje', 'Niels', 'Olga', 'Pieter',
  'Roos', 'Sander', 'Tess', 'Ümit', 'Vera', 'Wouter', 'Yara', 'Zoë', 'Fatima', 'Joris', 'Noor', 'Thijs', 'Lotte', 'Ruben', 'Saskia',
];
const lastNames = [
  'Bakker', 'de Boer', 'Bos', 'Brouwer', 'van Dam', 'van Dijk', 'Dekker', 'van der Heijden', 'Hendriks', 'de Jong', 'Jansen', 'Koning', 'Kuipers', 'van Leeuwen',
  'Maas', 'Meijer', 'Mulder', 'Postma', 'Prins', 'de Ruiter', 'Scholten', 'Smit', 'Timmermans', 'Verhoeven', 'Vermeulen', 'Visser', 'de Vries', 'Willems', 'de Wit', 'Yilmaz',
  'Özdemir', 'Groen', "van 't Hof", 'Peters', 'Schippers', 'Vos', 'Kok',
];
const trades = ['Brasserie', 'Lunchroom', 'Traiteur', 'Restaurant', 'Eetcafé', 'Bakkerij', 'Hotel', 'Kookstudio', 'Grand Café', 'Catering', 'Wijnbar', 'Kantine', 'Bistro'];
const signs = [
  'De Gouden Lepel', 'Het Vergulde Mes', 'De Kraai', 'Onder de Linden', 'Zout & Zo', 'De Drie Haringen', 'De Witte Zwaan', 'Bij Betje', 'De Molen', 'Aan het Spaarne',
  'De Zoete Inval', 'Het Hof', "d'Oude Waag", 'De Tuin', 'Noorderlicht', 'De Pannenlap', 'Stek',
];

type Place = readonly [city: string, postalCode: string];
interface Country {
  readonly name: string;
  readonly iso2: 'NL' | 'BE' | 'DE';
  readonly streets: readonly string[];
  readonly places: readonly Place[];
  readonly dial: string;
}

const dutch: Country = {
  name: 'Nederland',
  iso2: 'NL',
  streets: ['Dorpsstraat', 'Oudegracht', 'Stationsweg', 'Kerkplein', 'Lange Nieuwstraat', 'Molenlaan', 'Burg. Reigerstraat', 'Haven', 'Vismarkt', 'Zuiderpark'],
  places: [['Utrecht', '3511 AB'], ['Amsterdam', '1012 LG'], ['Den Bosch', '5211 JV'], ['Groningen', '9711 KS'], ['Zwolle', '8011 CD'], ['Leiden', '2312 HS'], ['Breda', '4811 XB'], ['Amersfoort', '3811 MG']],
  dial: '030-555',
};
const belgian: Country = {
  name: 'België',
  iso2: 'BE',
  streets: ['Veldstraat', 'Korenmarkt', 'Bondgenotenlaan', 'Meir', 'Rue Haute'],
  places: [['Gent', '9000'], ['Antwerpen', '2000'], ['Leuven', '3000'], ['Brugge', '8000']],
  dial: '+32 9 555',
};
const german: Country = {
  name: 'Duitsland',
  iso2: 'DE',
  streets: ['Königsallee', 'Hohe Straße', 'Marktplatz', 'Bahnhofstraße'],
  places: [['Düsseldorf', '40212'], ['Köln', '50667'], ['Kleve', '47533'], ['Münster', '48143']],
  dial: '+49 211 555',
};

/** Fewer customers than this cannot carry what the shop is to show: the planted eight and some ordinary ones. */
const fewestCustomers = 12;

/** `count` customers; the first eight are planted, the rest are ordinary, with names and e-mail addresses that occur once. */
export function makeCustomers(seed: number, count: number): ShopCustomer[] {
  const random = makeRandom(seed ^ 0x5eed_0001);
  const customers = planted(random);
  for (let index = 0; customers.length < Math.max(count, fewestCustomers); index += 1) customers.push(ordinary(random, seed, index));
  return customers;
}

function planted(random: Random): ShopCustomer[] {
  return [
    {
      relationNumber: relations.shiftedBelgium,
      kind: 'company',
      companyName: 'Traiteur De Smet BV',
      firstName: 'Liesbeth',
      lastName: 'De Smet',
      email: 'boekhouding@traiteurdesmet.example',
      phone: '+32 9 555 01 10',
      vatNumber: 'BE0999888777',
      billing: { line1: 'Veldstraat 88', postalCode: '9000', city: 'Gent', countryName: 'België', countryIso2: 'BE' },
      inBooks: true,
    },
    {
      // Sells us cheese and buys pans: the books know the name as a supplier already.
      relationNumber: relations.supplierName,
      kind: 'company',
      companyName: 'Kaasmakerij Het Groene Hart',
      firstName: 'Teun',
      lastName: 'Verweij',
      email: 'teun@groenehartkaas.example',
      phone: '0182-555 030',
      vatNumber: 'NL000111222B01',
      billing: { line1: 'Graafdijk 14', postalCode: '3421 XZ', city: 'Oudewater', countryName: 'Nederland', countryIso2: 'NL' },
      inBooks: false,
      isSupplierInBooks: true,
    },
    {
      relationNumber: relations.sharedEmail,
      kind: 'person',
      firstName: 'Willem',
      lastName: 'van Rossum',
      email: 'familie.vanrossum@postvak.example',
      phone: '033-555 0142',
      billing: { line1: 'Zonnehof 3', postalCode: '3811 ND', city: 'Amersfoort', countryName: 'Nederland', countryIso2: 'NL' },
      inBooks: true,
    },
    {
      relationNumber: relations.sharedEmailToo,
      kind: 'person',
      firstName: 'Johanna',
      lastName: 'van Rossum',
      email: 'familie.vanrossum@postvak.example',
      billing: { line1: 'Zonnehof 3', postalCode: '3811 ND', city: 'Amersfoort', countryName: 'Nederland', countryIso2: 'NL' },
      inBooks: true,
    },
    {
      relationNumber: relations.noEmail,
      kind: 'person',
      firstName: 'Truus',
      lastName: 'Aalberts',
      phone: '030-555 0177',
      billing: { line1: 'Kerkplein 2', postalCode: '3511 KT', city: 'Utrecht', countryName: 'Nederland', countryIso2: 'NL' },
      inBooks: false,
    },
    {
      relationNumber: relations.unknownCountry,
      kind: 'person',
      firstName: 'Baltus',
      lastName: 'Zeeman',
      email: 'baltus.zeeman@opreis.example',
      billing: { line1: 'Kade 7', postalCode: '0000', city: 'Havenstad', countryName: 'Verweggistan', countryIso2: '' },
      inBooks: false,
    },
    {
      relationNumber: relations.german,
      kind: 'person',
      firstName: 'Jürgen',
      lastName: 'Weiß',
      email: 'juergen.weiss@briefkasten.example',
      phone: '+49 2821 555 19',
      billing: { line1: 'Große Straße 21', postalCode: '47533', city: 'Kleve', countryName: 'Duitsland', countryIso2: 'DE' },
      shipping: { line1: 'Packstation 104', postalCode: '47533', city: 'Kleve', countryName: 'Duitsland', countryIso2: 'DE' },
      inBooks: false,
    },
    {
      relationNumber: relations.dutchCompany,
      kind: 'company',
      companyName: 'Restaurant Aan de Werf & Zn',
      firstName: 'Mila',
      lastName: 'Oosterbaan',
      email: 'inkoop@aandewerf.example',
      phone: '030-555 0121',
      vatNumber: `NL000${random.int(100_000, 999_999)}B01`,
      billing: { line1: 'Oudegracht 211', postalCode: '3511 NR', city: 'Utrecht', countryName: 'Nederland', countryIso2: 'NL' },
      inBooks: true,
    },
  ];
}

function ordinary(random: Random, seed: number, index: number): ShopCustomer {
  const chance = random.next();
  const country = chance < 0.8 ? dutch : chance < 0.92 ? belgian : german;
  const isCompany = random.chance(0.35);
  const { firstName, lastName } = personName(seed, index);
  const companyName = isCompany ? companyNameOf(seed, index) : undefined;
  const mailName = `${plain(firstName)}.${plain(lastName)}`;
  return {
    relationNumber: 2001 + 8 + index,
    kind: isCompany ? 'company' : 'person',
    ...(companyName !== undefined && { companyName }),
    firstName,
    lastName,
    email: companyName === undefined ? `${mailName}@postvak.example` : `${plain(firstName)}${index}@${plain(companyName)}.example`,
    ...(random.chance(0.8) && { phone: `${country.dial} ${String(random.int(0, 9999)).padStart(4, '0')}` }),
    ...(isCompany && { vatNumber: vatNumber(country, random) }),
    billing: address(random, country),
    ...(random.chance(0.25) && { shipping: address(random, country) }),
    inBooks: random.chance(0.5),
  };
}

/** Walks through all pairs of names before one returns; after that a double surname keeps them apart. */
function personName(seed: number, index: number): { firstName: string; lastName: string } {
  const pairs = firstNames.length * lastNames.length;
  // 691 shares no factor with 31 × 37, so that the walk meets every pair once.
  const place = (((seed >>> 0) % pairs) + index * 691) % pairs;
  const lastName = lastNames[Math.floor(place / firstNames.length)]!;
  const round = Math.floor(index / pairs);
  const second = round === 0 ? '' : `-${lastNames[(round - 1) % lastNames.length]!}${round > lastNames.length ? ` ${round}` : ''}`;
  return { firstName: firstNames[place % firstNames.length]!, lastName: `${lastName}${second}` };
}

function companyNameOf(seed: number, index: number): string {
  const pairs = trades.length * signs.length;
  const place = (((seed >>> 0) % pairs) + index * 30) % pairs;
  const round = Math.floor(index / pairs);
  return `${trades[place % trades.length]!} ${signs[Math.floor(place / trades.length)]!}${round === 0 ? '' : ` ${round + 1}`}`;
}

function address(random: Random, country: Country): ShopAddress {
  const [city, postalCode] = random.pick(country.places);
  const addition = random.chance(0.15) ? random.pick(['a', 'b', ' II', '-3']) : '';
  return { line1: `${random.pick(country.streets)} ${random.int(1, 240)}${addition}`, postalCode, city, countryName: country.name, countryIso2: country.iso2 };
}

function vatNumber(country: Country, random: Random): string {
  const digits = String(random.int(100_000, 999_999));
  return country.iso2 === 'NL' ? `NL000${digits}B01` : country.iso2 === 'BE' ? `BE0000${digits}` : `DE000${digits}`;
}

const plain = (text: string) => text.normalize('NFD').replace(/[^a-zA-Z0-9]/g, '').toLowerCase();
