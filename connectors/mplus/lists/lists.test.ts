import { expect, test } from 'vitest';
import { envelope, fault, tillThatAnswers } from '../fixtures/tillThatAnswers.ts';
import { lists } from './lists.ts';

const call = { signal: new AbortController().signal };
const unknown = (operation: string) => ({ status: 500, body: fault('Client', `Method '${operation}' not implemented: method name or namespace not recognized`) });

test('an older till answers its payment methods by the older call', async () => {
  const { client, asked } = await tillThatAnswers(({ operation }) =>
    operation === 'getPaymentMethods'
      ? envelope('<ns:GetPaymentMethodsResponse><ns:paymentMethodList><ns:paymentMethod><ns:method>PIN</ns:method><ns:description>Pinpas</ns:description><ns:buttonText></ns:buttonText><ns:allowNegativeAmount>false</ns:allowNegativeAmount></ns:paymentMethod><ns:paymentMethod><ns:method>OLD</ns:method><ns:description></ns:description><ns:active>false</ns:active></ns:paymentMethod></ns:paymentMethodList></ns:GetPaymentMethodsResponse>')
      : unknown(operation),
  );
  expect(await lists.paymentMethods(client, call)).toEqual([{ value: 'PIN', label: 'Pinpas' }, { value: 'OLD', label: 'OLD', detail: 'switched off' }]);
  expect(asked.map(({ operation }) => operation)).toEqual(['getPaymentMethodsV2', 'getPaymentMethods']);
});

test('a till that knows no delivery methods at all has an empty list, not an error', async () => {
  const { client } = await tillThatAnswers(({ operation }) => unknown(operation));
  expect(await lists.deliveryMethods(client, call)).toEqual([]);
});

test('a wrong credential is not taken for an old till', async () => {
  const { client } = await tillThatAnswers(() => ({ status: 500, body: fault('Client.Authentication', 'no') }));
  await expect(lists.deliveryMethods(client, call)).rejects.toMatchObject({ code: 'mplus.wrong_credential' });
});

test('a VAT code that several branches and countries share is one entry with all its rates', async () => {
  const group = (country: string, code: number, rate: number) => `<ns:vatGroup><ns:countryIso3>${country}</ns:countryIso3><ns:vatCode>${code}</ns:vatCode><ns:vatPercentage>${rate}</ns:vatPercentage></ns:vatGroup>`;
  const { client } = await tillThatAnswers(() => envelope(`<ns:getVatGroupListResponse>${group('NLD', 1, 2100)}${group('BEL', 1, 2100)}${group('NLD', 2, 900)}${group('NLD', 1, 2100)}</ns:getVatGroupListResponse>`));
  expect(await lists.vatGroups(client, call)).toEqual([
    { value: '1', label: '21 % NLD, 21 % BEL', detail: 'code 1' },
    { value: '2', label: '9 % NLD', detail: 'code 2' },
  ]);
});
