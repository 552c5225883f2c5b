import type { Total } from '#shared/records/totals.ts';

/** What a dry run over two days of a small shop adds up to. */
export const plannedTotals: readonly Total[] = [
  { by: 'outcome', key: 'created', within: 'EUR', count: 31, total: '1234.50' },
  { by: 'outcome', key: 'skipped', within: 'EUR', count: 3, total: '87.20' },
  { by: 'outcome', key: 'parked', within: 'EUR', count: 2, total: '40.00' },
  { by: 'write', key: 'Create customer', count: 7 },
  { by: 'write', key: 'Create sales receipt', count: 29 },
  { by: 'write', key: 'Create invoice', count: 2 },
  { by: 'document', key: 'SalesReceipt', count: 29, net: '920.66', tax: '113.84', total: '1034.50' },
  { by: 'document', key: 'Invoice', count: 2, net: '165.29', tax: '34.71', total: '200.00' },
  { by: 'taxCode', key: '21% BTW', count: 20, net: '760.33', tax: '159.67', total: '920.00' },
  { by: 'taxCode', key: '9% BTW', count: 18, net: '288.53', tax: '25.97', total: '314.50' },
  { by: 'account', key: 'Sales of Product Income', count: 34, net: '1048.86' },
  { by: 'paymentMethod', key: 'PIN', count: 21, total: '812.50' },
  { by: 'paymentMethod', key: 'Contant', count: 8, total: '222.00' },
  { by: 'paymentMethod', key: '', count: 2, total: '200.00' },
  { by: 'day', key: '2026-01-17', count: 18, net: '612.40', tax: '102.10', total: '714.50' },
  { by: 'day', key: '2026-01-18', count: 13, net: '436.46', tax: '83.54', total: '520.00' },
  { by: 'dayTaxCode', key: '2026-01-17', within: '21% BTW', count: 11, net: '440.50', tax: '92.50', total: '533.00' },
  { by: 'dayTaxCode', key: '2026-01-17', within: '9% BTW', count: 10, net: '171.90', tax: '9.60', total: '181.50' },
  { by: 'dayTaxCode', key: '2026-01-18', within: '21% BTW', count: 9, net: '319.83', tax: '67.17', total: '387.00' },
  { by: 'dayTaxCode', key: '2026-01-18', within: '9% BTW', count: 8, net: '116.63', tax: '16.37', total: '133.00' },
];
