import type { Shop, ShopCustomer, ShopStranger } from './types.ts';

/**
 * A list of customers as an office program exports it: CSV with semicolons, Dutch headings and Windows line ends. It holds people the till knows, strangers, one
 * without an e-mail address, one e-mail address twice and one country nobody knows.
 */
export function customerList(shop: Shop): string {
  const cell = (text: string | undefined) => (/[";\r\n]/.test(text ?? '') ? `"${(text ?? '').replaceAll('"', '""')}"` : (text ?? ''));
  const row = (customer: ShopCustomer | ShopStranger) => [
    'relationNumber' in customer ? String(customer.relationNumber) : customer.key,
    customer.companyName, customer.firstName, customer.lastName, customer.email, customer.phone, customer.vatNumber, customer.billing.line1, customer.billing.postalCode, customer.billing.city, customer.billing.countryName,
  ];
  const heading = ['Klantnummer', 'Bedrijfsnaam', 'Voornaam', 'Achternaam', 'E-mail', 'Telefoon', 'BTW-nummer', 'Straat', 'Postcode', 'Plaats', 'Land'];
  return `${[heading, ...[...shop.customers.slice(0, 12), ...shop.elsewhere.customers].map(row)].map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`;
}
