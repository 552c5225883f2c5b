import type { ShopGroup, ShopProduct, VatRate } from './types.ts';

/** Article numbers with a part of their own in the story of the shop. */
export const articles = { discount: 998, shipping: 999, cheese: 4001, deposit: 4002, missingInBooks: 4003, jacket: 90_000, firstJacket: 90_001, gift: 90_020, textPlu: 90_021 } as const;

/** Sixty characters, counted as people count them; more in bytes, and two units for the emoji in JavaScript. */
export const giftName = 'Cadeaupakket 🎁 “Lekker tafelen” met kazen, crème & bonbons €';

type Row = readonly [description: string, group: string, vatRate: VatRate, priceInclCents: number, unit?: 'kg'];

/** Food is 9 %, kitchenware 21 %, deposits and vouchers 0 %. The first rows carry the planted parts. */
const assortment: readonly Row[] = [
  ['Boerenkaas belegen, van het mes', 'Kaas', 9, 2195, 'kg'],
  ['Statiegeld houten krat', 'Statiegeld en bonnen', 0, 500],
  ['Truffelolie wit 100 ml', 'Olie en azijn', 9, 1495],
  ['Koksmes 20 cm', 'Messen', 21, 8995],
  ['Gietijzeren braadpan 28 cm', 'Pannen', 21, 18_950],
  ['Olijfolie extra vierge 750 ml', 'Olie en azijn', 9, 1650],
  ['Snijplank eikenhout', 'Keukengerei', 21, 3495],
  ['Geitenkaas met honing, van het mes', 'Kaas', 9, 2780, 'kg'],
  ['Theedoek halflinnen', 'Textiel', 21, 995],
  ['Koffiebonen Utrechts Melange 1 kg', 'Koffie en thee', 9, 1890],
  ['Keukenweegschaal digitaal', 'Keukengerei', 21, 2950],
  ['Cadeaubon', 'Statiegeld en bonnen', 0, 2500],
  ['Serranoham, van het mes', 'Vleeswaren', 9, 3990, 'kg'],
  ['Zeezout grof 500 g', 'Kruiden', 9, 425],
  ['Steelpan rvs 16 cm', 'Pannen', 21, 5995],
  ['Kasboek van de kaas (boek)', 'Boeken', 9, 2499],
  ['Keramische schaal blauw', 'Servies', 21, 2750],
  ['Balsamicoazijn 12 jaar 250 ml', 'Olie en azijn', 9, 2195],
  ['Schort marineblauw', 'Textiel', 21, 2995],
  ['Drentse worst gedroogd', 'Vleeswaren', 9, 785],
  ['Garde rvs 30 cm', 'Keukengerei', 21, 1295],
  ['Pure chocolade 72 % 100 g', 'Zoet', 9, 385],
  ['Wijnglas kristal, set van 6', 'Servies', 21, 4950],
  ['Groene olijven met knoflook, schepwaar', 'Delicatessen', 9, 1695, 'kg'],
  ['Rasp fijn', 'Keukengerei', 21, 1850],
  ['Stroopwafels vers, 10 stuks', 'Zoet', 9, 595],
  ['Mosterd grof 370 g', 'Kruiden', 9, 465],
  ['Peper- en zoutmolen walnoot', 'Keukengerei', 21, 6490],
  ['Fondueset emaille', 'Pannen', 21, 7995],
  ['Losse thee Earl Grey 100 g', 'Koffie en thee', 9, 720],
  ['Bakvorm springvorm 26 cm', 'Bakken', 21, 1695],
  ['Bloem tarwe T65 2,5 kg', 'Bakken', 9, 545],
  ['Deegroller beuken', 'Bakken', 21, 1450],
  ['Honing uit de Betuwe 450 g', 'Zoet', 9, 795],
  ['Espressokopje, set van 4', 'Servies', 21, 2690],
  ['Gerookte amandelen, schepwaar', 'Delicatessen', 9, 2450, 'kg'],
];

const editions = ['rood', 'groen', 'geel', 'wit', 'zwart', 'grijs', 'klein', 'groot', 'reismaat', 'cadeauverpakt'];

/** Fewer products than this cannot carry what the shop is to show. */
const fewestProducts = 10;

/** A chef's jacket in four colours and three sizes, a name that is hard to carry, and an article that is found by a text. None is in the books yet. */
function plantedProducts(): ShopProduct[] {
  const shared = { group: 'Kookkleding', vatRate: 21, unit: 'piece', kind: 'goods', inBooks: false } as const;
  const jackets = ['wit', 'zwart', 'marine', 'bordeaux'].flatMap((colour) => ['S', 'M', 'L'].map((size) => ({ colour, size })));
  return [
    ...jackets.map(({ colour, size }, index) => ({
      ...shared,
      articleNumber: articles.firstJacket + index,
      description: `Koksbuis De Ketel ${colour} ${size}`,
      priceInclCents: size === 'L' ? 6450 : 5995,
      variant: { productNumber: articles.jacket, productName: 'Koksbuis De Ketel', colour, size },
    })),
    { ...shared, articleNumber: articles.gift, description: giftName, group: 'Delicatessen', vatRate: 9, priceInclCents: 4995 },
    { ...shared, articleNumber: articles.textPlu, description: 'Proefpakket olijfolie', group: 'Olie en azijn', vatRate: 9, priceInclCents: 1250, plu: 'KK-PROEF-1' },
  ];
}

/** `count` products, the shipping and the discount article among them, and the planted ones on top; beyond the written assortment come editions of it. */
export function makeProducts(count: number): ShopProduct[] {
  const own: ShopProduct[] = [
    { articleNumber: articles.shipping, description: 'Verzendkosten', group: 'Diensten', vatRate: 21, priceInclCents: 695, unit: 'piece', kind: 'shipping', inBooks: true },
    { articleNumber: articles.discount, description: 'Korting', group: 'Diensten', vatRate: 21, priceInclCents: -500, unit: 'piece', kind: 'discount', inBooks: true },
  ];
  for (let index = 0; own.length < Math.max(count, fewestProducts); index += 1) {
    const [description, group, vatRate, priceInclCents, unit] = assortment[index % assortment.length]!;
    const round = Math.floor(index / assortment.length);
    const articleNumber = 4001 + index;
    own.push({
      articleNumber,
      description: round === 0 ? description : `${description}, ${editions[(round - 1) % editions.length]}${round > editions.length ? ` ${round}` : ''}`,
      group,
      vatRate,
      priceInclCents: priceInclCents + round * 25,
      unit: unit ?? 'piece',
      kind: 'goods',
      inBooks: articleNumber !== articles.missingInBooks,
    });
  }
  return [...own, ...plantedProducts()];
}

/** The groups of the products, each below an upper one where the shop has one, and one that is still empty. */
export function makeGroups(products: readonly ShopProduct[]): ShopGroup[] {
  const used = [...new Set(products.map((product) => product.group))];
  const upper = (name: string) => Object.entries(upperGroups).find(([, below]) => below.includes(name))?.[0];
  return [
    ...Object.keys(upperGroups).map((name) => ({ name })),
    ...[...used, 'Kerst'].map((name) => {
      const parent = upper(name);
      return { name, ...(parent !== undefined && { parent }) };
    }),
  ];
}

const upperGroups: Readonly<Record<string, readonly string[]>> = {
  'Eten en drinken': ['Kaas', 'Olie en azijn', 'Koffie en thee', 'Vleeswaren', 'Kruiden', 'Zoet', 'Delicatessen', 'Kerst'],
  Keuken: ['Messen', 'Pannen', 'Keukengerei', 'Bakken', 'Kookkleding'],
  Tafel: ['Textiel', 'Servies'],
};
