import { describe, expect, test } from 'vitest';
import { compileMapping } from '#shared/mapping/compile.ts';
import { recognise, rowKey } from './recognise.ts';
import { recognisedMapping } from './stream.ts';

const place = { from: 'list.csv', keyField: '' };
const mapped = (entity: string, ...rows: Parameters<typeof recognise>[1]) => compileMapping(recognisedMapping(entity))(recognise(entity, rows, place)).value;

describe('a list of the user’s own', () => {
  test('with Dutch headings becomes products', () => {
    expect(mapped('product', { Artikelnummer: '4001', Omschrijving: 'Van het mes', Artikel: 'Boerenkaas', 'Prijs incl. btw': '21,95', 'BTW %': '9', Kleur: 'geel', Groep: 'Kaas', 'Magazijn vak': 'B3' })).toMatchObject({
      sourceId: '4001', sku: '4001', name: 'Boerenkaas', description: 'Van het mes', priceIncl: '21.95', taxRate: '9', color: 'geel', category: 'Kaas',
    });
  });

  test('with Portuguese and English headings becomes customers, addresses and all', () => {
    expect(mapped('customer', { 'Primeiro nome': 'Ana', Apelido: 'Sousa', 'E-mail': 'ana@casa.example', Morada: 'Rua Nova 3', 'Código postal': '1000-001', Cidade: 'Lisboa', País: 'Portugal', NIF: 'PT1' })).toMatchObject({
      sourceId: 'ana@casa.example', firstName: 'Ana', lastName: 'Sousa', email: 'ana@casa.example', vatNumber: 'PT1', billing: { line1: 'Rua Nova 3', postalCode: '1000-001', city: 'Lisboa', country: 'PT' },
    });
    expect(mapped('customer', { id: '7', 'Company name': 'De Lepel BV', 'Shipping city': 'Gent', 'Billing city': 'Brugge' })).toMatchObject({ sourceId: '7', company: 'De Lepel BV', billing: { city: 'Brugge' }, shipping: { city: 'Gent' } });
  });

  test('rows of one order become one order with lines', () => {
    const row = (sku: string, aantal: string, prijs: string) => ({ Ordernummer: 'W-1', Datum: '14-06-2026', 'E-mail': 'ana@casa.example', Totaal: '45,90', Artikelnummer: sku, Aantal: aantal, Stukprijs: prijs });
    expect(mapped('order', row('4001', '0,530', '21,95'), row('4004', '1', '34,27'))).toMatchObject({
      sourceId: 'W-1', number: 'W-1', date: '2026-06-14', totalIncl: '45.9', customer: { email: 'ana@casa.example' },
      lines: [{ sku: '4001', quantity: '0.53', unitPriceIncl: '21.95' }, { sku: '4004', quantity: '1', unitPriceIncl: '34.27' }],
    });
  });

  test('nested JSON is read by its paths, with its list of items', () => {
    expect(mapped('order', { id: '9', created_at: '2026-06-14T10:00:00Z', total: '10.00', customer: { email: 'a@b.example', first_name: 'Ana' }, shipping: { city: 'Gent' }, items: [{ sku: 'X', qty: '2', price: '5.00' }] })).toMatchObject({
      sourceId: '9', date: '2026-06-14', customer: { email: 'a@b.example', firstName: 'Ana' }, shipping: { city: 'Gent' }, lines: [{ sku: 'X', quantity: '2', unitPriceIncl: '5' }],
    });
  });

  test('all it says stays, also what is not recognised, under names a mapping can write', () => {
    expect(recognise('product', [{ sku: '1', 'Vak. nr.': 'B3', __proto__x: 'y' }], place)['columns']).toEqual({ sku: '1', 'Vak nr': 'B3', __proto__x: 'y' });
  });

  test('the same contents in another order are the same version, a changed one another', () => {
    const version = (row: Parameters<typeof recognise>[1][number]) => recognise('product', [row], place)['version'];
    expect(version({ sku: '1', name: 'a' })).toBe(version({ name: 'a', sku: '1' }));
    expect(version({ sku: '1', name: 'a' })).not.toBe(version({ sku: '1', name: 'b' }));
  });

  test('a record goes by the chosen field, the usual one or a hash of all it says', () => {
    expect(recognise('product', [{ code: 'c', sku: 's' }], { from: '', keyField: 'code' })['key']).toBe('c');
    expect(recognise('product', [{ sku: 's' }], place)['key']).toBe('s');
    expect(recognise('product', [{ unknown: 'u' }], place)['key']).toMatch(/^[0-9a-f]{24}$/);
    expect(rowKey('order', { Ordernummer: 'W-1', Aantal: '2' }, '')).toBe('W-1');
  });
});
