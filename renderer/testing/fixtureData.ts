import type { FlowDocument } from '#shared/flow/document.ts';
import type { SourceRecord } from '#shared/records/story.ts';

export const kassaFlow: FlowDocument = {
  fluxo: 1,
  id: 'kassa-orders',
  name: 'Kassa orders → QuickBooks',
  description: 'Every sale of the three shops, as invoice or sales receipt.',
  nodes: [
    { id: 'orders', kind: 'source', connection: 'winkel', settings: { stream: 'mplus.orders', branches: ['1'] }, position: { x: 0, y: 96 } },
    { id: 'filter', kind: 'filter', settings: { conditions: { join: 'all', rows: [{ field: 'cancelState', op: 'notEquals', value: 'COMPLETE' }] } }, position: { x: 312, y: 96 } },
    { id: 'map', kind: 'map', name: 'Order mapping', settings: {}, position: { x: 624, y: 80 } },
    {
      id: 'sales',
      kind: 'target',
      connection: 'boeken',
      settings: {
        target: 'quickbooks.sales',
        depositAccount: '36',
        paymentMethod: { enabled: true, force: false, default: '2', table: [{ from: 'PIN', to: '2' }, { from: 'CONTANT', to: '1' }, { from: 'IDEAL', to: '5' }], unmapped: 'park' },
        taxTable: [
          { country: 'NL', keys: { rate: '21' }, values: { taxCode: '4' } },
          { country: 'NL', keys: { rate: '9' }, values: { taxCode: '5' } },
          { country: 'EU', keys: { rate: '0' }, values: { taxCode: '7' } },
          { country: '*', keys: { rate: '0' }, values: { taxCode: '6' } },
        ],
      },
      position: { x: 936, y: 80 },
    },
    { id: 'sales2', kind: 'target', settings: { target: 'quickbooks.sales' }, position: { x: 936, y: 216 }, name: 'Webshop company' },
  ],
  edges: [
    { from: 'orders.records', to: 'filter.records' },
    { from: 'filter.kept', to: 'map.records' },
    { from: 'map.records', to: 'sales.records' },
    { from: 'map.records', to: 'sales2.records' },
  ],
};

const people = [
  { companyName: 'Restaurant De Korenmolen B.V.', name: 'De Korenmolen', contact: 'Anke van der Berg', email: 'Inkoop@dekorenmolen.nl', address: 'Molenkade 12', zipcode: '3511 AB', city: 'Utrecht', country: 'Nederland' },
  { companyName: '', name: 'Pieter de Vries', contact: '', email: 'p.devries@example.nl', address: 'Oudegracht 201-bis', zipcode: '3511 NG', city: 'Utrecht', country: 'NL' },
  { companyName: 'Brouwerij ’t Anker NV', name: '’t Anker', contact: 'Koen Peeters', email: 'office@anker.example.be', address: 'Guido Gezellelaan 49', zipcode: '2800', city: 'Mechelen', country: 'België' },
  { companyName: '', name: 'Maria João Carvalho', contact: '', email: '', address: 'Rua das Flores 3', zipcode: '1200-192', city: 'Lisboa', country: 'Portugal' },
];
const goods = [
  { pluNumber: 'BR-001', articleNumber: '1001', text: 'Zuurdesem wit 800 g', price: '4.25', priceExcl: '3.90', vatPercentage: '9' },
  { pluNumber: 'GB-014', articleNumber: '1014', text: 'Appelgebak heel', price: '18.50', priceExcl: '16.97', vatPercentage: '9' },
  { pluNumber: '', articleNumber: '2003', text: 'Broodzak linnen', price: '9.95', priceExcl: '8.22', vatPercentage: '21' },
];

export const samples: readonly { readonly key: string; readonly title: string; readonly record: SourceRecord }[] = Array.from({ length: 20 }, (_, index) => {
  const person = people[index % people.length]!;
  const lines = goods.slice(0, 1 + (index % 3)).map((good, line) => ({ ...good, quantity: line === 1 ? '1' : String(1 + (index % 4)) }));
  const number = String(20260117 + index);
  const { address, zipcode, city, country, ...relation } = person;
  const place = { name: person.companyName || person.name, address, zipcode, city, country };
  return {
    key: number,
    title: `2026-${number}`,
    record: {
      orderId: `5f2c-${number}`,
      orderNumber: { year: '2026', number },
      reference: index % 3 === 0 ? `WEB-${4400 + index}` : '',
      entryTimestamp: '2026-01-17T09:31:02+01:00',
      financialDate: '2026-01-17',
      financialBranchNumber: String(1 + (index % 3)),
      employeeNumber: '1',
      employeeName: 'Sanne',
      relation: { relationNumber: String(100 + index), ...relation, telephone: '030 231 22 10', vatNumber: person.companyName ? 'NL812345678B01' : '', paymentWithinDays: '14' },
      invoiceAddress: place,
      deliveryAddress: place,
      deliveryMethod: index % 2 ? 'AFHALEN' : 'BEZORGEN',
      totalInclAmount: ['4.25', '27.00', '37.95'][index % 3]!,
      totalExclAmount: ['3.90', '24.77', '32.99'][index % 3]!,
      vatMethod: 'INCLUSIVE',
      vatCountryIso3: 'NLD',
      fullyPaid: index % 4 !== 2,
      cancelState: 'NOTHING',
      paymentList: [{ method: ['PIN', 'IDEAL', 'CONTANT', 'REKENING'][index % 4]!, amount: ['4.25', '27.00', '37.95'][index % 3]! }],
      lineList: lines,
    },
  };
});
