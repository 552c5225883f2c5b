import { expect, test } from 'vitest';
import { buyerOf, firstAddress } from './buyer.ts';

test.each([
  [{ name: 'Anouk Smit' }, { kind: 'person', name: 'Anouk Smit', person: 'Anouk Smit' }],
  [{ name: 'De Linde', companyName: 'De Linde BV', contact: 'Anouk Smit' }, { kind: 'company', name: 'De Linde BV', company: 'De Linde BV', person: 'Anouk Smit' }],
  [{ name: 'De Linde', vatNumber: 'NL1' }, { kind: 'company', name: 'De Linde', company: 'De Linde' }],
  [{ name: 'De Linde', commerceNumber: '12345678', contact: 'De Linde' }, { kind: 'company', name: 'De Linde', company: 'De Linde' }],
  [{ name: 'De Linde', contactList: [{ name: 'Bo Wit' }] }, { kind: 'company', name: 'De Linde', company: 'De Linde', person: 'Bo Wit' }],
  [{ name: ' ', companyName: '  ', contact: 'Bo Wit', contactList: [] }, { kind: 'person', name: 'Bo Wit', person: 'Bo Wit' }],
  [{}, { kind: 'person' }],
])('the card %j is that of %j', (card, buyer) => {
  expect(buyerOf(card)).toEqual(buyer);
});

test('an order without card is told by what stands on the order itself, and customer 0 is nobody', () => {
  expect(buyerOf({}, { relationName: 'Balieklant', relationNumber: '0' })).toEqual({ kind: 'person', name: 'Balieklant', person: 'Balieklant' });
  expect(buyerOf({}, { relationName: 'De Linde', relationVatNumber: 'NL1', relationNumber: '7' })).toEqual({ kind: 'company', number: '7', name: 'De Linde', company: 'De Linde' });
});

test('an address is one address, never half of two', () => {
  expect(firstAddress([{ country: 'Nederland' }, { city: 'Sneek' }, { address: 'Kade 3', city: 'Utrecht', country: 'NL' }])).toEqual({ city: 'Sneek' });
  expect(firstAddress([{ country: 'Nederland' }, {}])).toBeUndefined();
});
