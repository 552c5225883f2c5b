/** An order as the fixture's shop gives it; about 640 bytes of JSON. */
export type ShopOrder = ReturnType<typeof shopOrder>;

const firstNames = ['Anke', 'Jan', 'Zoë', 'Łukasz', 'Maria', 'João', 'Fatıma', 'Sander', 'Inês', 'Žofie'];
const lastNames = ['de Vries', 'Jansen', 'Ćwik', 'da Silva', 'van den Berg', 'Øster', 'Şahin', 'Bakker', 'Nováková', 'Smit'];
const cities = ['Utrecht', 'Porto', 'Kraków', 'Gent', 'Lisboa', 'İzmir', 'Groningen', 'Łódź'];
const streets = ['Kerkstraat', 'Rua Direita', 'Dorpsweg', 'Długa', 'Stationsplein'];
const countries = ['nl', 'pt', 'pl', 'be', 'xx'];
const payments = ['ideal', 'card', 'paypal', 'invoice', 'klarna'];
const products = ['Pan', 'Koekenpan 28 cm', 'Theepot', 'Kan', 'Lepel “Café”', 'Vork', 'Mes'];

/** Numbers that look random and are the same in every run. */
function scattered(seed: number): number {
  let mixed = Math.imul(seed + 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

const two = (number: number) => String(number).padStart(2, '0');

/** The order with this number, from 1; one of twenty is cancelled. */
export function shopOrder(number: number) {
  const pick = <T>(list: readonly T[], salt: number): T => list[scattered(number * 31 + salt) % list.length]!;
  const day = `2026-${two(1 + (number % 12))}-${two(1 + (number % 28))}`;
  const lines = [1, 2, 3].map((line) => {
    const quantity = 1 + (scattered(number * 7 + line) % 4);
    const cents = 95 + (scattered(number * 11 + line) % 9000);
    return { sku: String(4000 + (scattered(number + line) % 700)), title: pick(products, line), qty: quantity, price: cents / 100, vat: line === 3 ? 9 : 21, total: (cents * quantity) / 100 };
  });
  const cents = lines.reduce((sum, line) => sum + Math.round(line.total * 100), 0);
  return {
    id: `ord-${String(number).padStart(7, '0')}`,
    number,
    state: number % 20 === 7 ? 'cancelled' : 'complete',
    placed: `${day}T${two(number % 24)}:${two(number % 60)}:00+01:00`,
    changed: `${day}T23:${two(number % 60)}:${two(scattered(number) % 60)}Z`,
    currency: 'eur',
    customer: { id: `c-${number % 5000}`, first: pick(firstNames, 1), last: pick(lastNames, 2), email: `Klant.${number % 5000}@Postvak.example`, phone: number % 3 === 0 ? null : `+3162${String(number % 5000).padStart(7, '0')}` },
    address: { street: `${pick(streets, 3)} ${1 + (number % 180)}`, zip: `${1000 + (number % 8999)} AB`, city: pick(cities, 4), country: pick(countries, 5) },
    payment: pick(payments, 6),
    total: cents / 100,
    lines,
  };
}
