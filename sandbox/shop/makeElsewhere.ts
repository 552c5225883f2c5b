import type { ForeignProduct, Shop, ShopAddress, ShopStranger } from './types.ts';

/** The article number no till takes. */
export const textSku = 'KK-BOEK-1';

const dutch = (line1: string, postalCode: string, city: string): ShopAddress => ({ line1, postalCode, city, countryName: 'Nederland', countryIso2: 'NL' });

const customers: readonly ShopStranger[] = [
  { key: 's1', kind: 'company', companyName: 'Kookschool Vuur & Vlam', firstName: 'Nienke', lastName: 'Terpstra', email: 'nienke@vuurenvlam.example', phone: '058-555 0133', vatNumber: 'NL000333444B01', billing: dutch('Nieuwestad 19', '8911 CH', 'Leeuwarden') },
  { key: 's2', kind: 'person', firstName: 'Casper', lastName: 'Duivenvoorde', email: 'casper.duivenvoorde@postvak.example', billing: dutch('Hooglandse Kerkgracht 4', '2312 HT', 'Leiden'), shipping: dutch('Rapenburg 70', '2311 EZ', 'Leiden') },
  { key: 's3', kind: 'person', firstName: 'Greetje', lastName: 'Pol', billing: dutch('Havenkade 1', '8321 EH', 'Urk') },
  { key: 's4', kind: 'company', companyName: 'Epicerie Vandamme', firstName: 'Odile', lastName: 'Vandamme', email: 'odile@epicerievandamme.example', vatNumber: 'BE0999111222', billing: { line1: 'Rue Haute 12', postalCode: '1000', city: 'Brussel', countryName: 'België', countryIso2: 'BE' } },
  { key: 's5', kind: 'person', firstName: 'Isolde', lastName: 'van Elders', email: 'isolde@elders.example', billing: { line1: 'Verre Weg 8', postalCode: '1111', city: 'Ginder', countryName: 'Luilekkerland', countryIso2: '' } },
];

const products: readonly ForeignProduct[] = [
  { sku: '8001', description: 'Waterketel koper 2 l', group: 'Keukengerei', vatRate: 21, priceInclCents: 12_950 },
  { sku: '8002', description: 'Botervloot aardewerk', group: 'Servies', vatRate: 21, priceInclCents: 2295 },
  { sku: '8003', description: 'Kaneelstokken 50 g', group: 'Kruiden', vatRate: 9, priceInclCents: 395 },
  ...['ecru', 'oker', 'antraciet'].map((colour, index) => ({ sku: String(8011 + index), description: `Servet linnen ${colour}`, group: 'Textiel', vatRate: 21 as const, priceInclCents: 1150, variantOf: 'Servet linnen', colour })),
  { sku: textSku, description: 'Kookboek De Koperen Ketel', group: 'Boeken', vatRate: 9, priceInclCents: 2750 },
];

/** Customers and products that only the books and the web shop know: a company with a contact, people, one without e-mail, one in a country nobody knows. */
export const makeElsewhere = (): Shop['elsewhere'] => ({ customers, products });
