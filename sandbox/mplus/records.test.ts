import { afterEach, beforeEach, expect, test } from 'vitest';
import { many, visitTill } from './stranger.ts';
import type { Parsed, Stranger } from './stranger.ts';

let till: Stranger;
beforeEach(async () => {
  till = await visitTill();
});
afterEach(() => till.served.close());

const relationsOf = async (inner = ''): Promise<Parsed[]> => many((await till.ask('getRelations', inner && `<request>${inner}</request>`)).relationList.relation);

test('companies and persons are told apart the way the till does it', async () => {
  const relations = await relationsOf();
  expect(relations).toHaveLength(24);
  const find = (number: number) => relations.find((relation) => relation.relationNumber === String(number));
  expect(find(2008)).toMatchObject({ name: 'Restaurant Aan de Werf & Zn', companyName: 'Restaurant Aan de Werf & Zn', contact: 'Mila Oosterbaan', country: 'Nederland' });
  expect(find(2007)).toMatchObject({ name: 'Jürgen Weiß', contact: '', address: 'Große Straße 21', deliveryAddress: 'Packstation 104' });
  expect(find(2007).companyName).toBeUndefined();
  expect(find(2005).email).toBe('');
});

test('relations come by number and by marker', async () => {
  const numbers = (relations: Parsed[]) => relations.map((relation) => Number(relation.relationNumber));
  expect(numbers(await relationsOf('<relationNumbers>2003</relationNumbers><relationNumbers>2010</relationNumbers>'))).toEqual([2003, 2010]);
  expect(numbers(await relationsOf('<syncMarker>23</syncMarker><syncMarkerLimit>5</syncMarkerLimit>'))).toEqual([2023, 2024]);
  expect((await till.ask('getRelation', '<relationNumber>2004</relationNumber>')).relation.name).toBe('Johanna van Rossum');
});

test('searching is partial and ignores case unless an exact match is asked for, and finds one of several', async () => {
  const find = async (operation: string, inner: string) => {
    const { result, relation } = await till.ask(operation, inner);
    return relation ? Number(relation.relationNumber) : String(result);
  };
  expect(await find('findRelation', '<relation><email>GROENEHARTKAAS</email></relation>')).toBe(2002);
  expect(await find('findRelation', '<relation><email>familie.vanrossum@postvak.example</email><name>johanna</name></relation>')).toBe(2004);
  expect(await find('findRelation', '<relation><email>familie.vanrossum@postvak.example</email></relation>')).toBe(2003);
  const exact = (email: string) => find('findRelationV2', `<request><relation><email>${email}</email></relation><exactMatch>true</exactMatch></request>`);
  expect(await exact('Teun@GroeneHartKaas.example')).toBe(2002);
  expect(await exact('teun@groenehartkaas')).toBe('FIND-RELATION-RESULT-NOT-FOUND');
  expect(await find('findRelation', '<relation></relation>')).toBe('FIND-RELATION-RESULT-NOT-FOUND');
});

test('a created relation gets the next number and the next marker; a taken number is refused', async () => {
  till.clock.set(Date.UTC(2026, 6, 1, 10, 0, 0));
  const made = await till.ask('createRelation', '<relation><name>Nieuwe Klant</name><email>nieuw@klant.example</email></relation>');
  expect(made).toMatchObject({ result: 'CREATE-RELATION-RESULT-OK', relationNumber: '2025', syncMarker: '25', errorMessage: '', changeTimestamp: { hour: '12', day: '1', mon: '7' } });
  expect((await relationsOf('<syncMarker>25</syncMarker>'))[0]).toMatchObject({ name: 'Nieuwe Klant', relationNumber: '2025', active: 'true' });
  expect(await till.ask('createRelation', '<relation><relationNumber>2001</relationNumber><name>Dubbel</name></relation>')).toMatchObject({
    result: 'CREATE-RELATION-RESULT-FAILED-RELATION-NUMBER-ALREADY-TAKEN', relationNumber: '0',
  });
});

test('an update changes what it names, clears what it sends empty and leaves the rest', async () => {
  const answer = await till.ask('updateRelation', '<relation><relationNumber>2004</relationNumber><city>Soest</city><email></email></relation>');
  expect(answer).toMatchObject({ result: 'UPDATE-RELATION-RESULT-OK', syncMarker: '25' });
  expect((await till.ask('getRelation', '<relationNumber>2004</relationNumber>')).relation).toMatchObject({ name: 'Johanna van Rossum', city: 'Soest', email: '', zipcode: '3811 ND', syncMarker: '25' });
  expect((await till.ask('updateRelation', '<relation><relationNumber>1</relationNumber></relation>')).result).toBe('UPDATE-RELATION-RESULT-NOT-FOUND');
});

test('articles come with price, VAT code and groups, by number, by marker and by the flags', async () => {
  const products = async (inner: string): Promise<Parsed[]> => many((await till.ask('getProducts', `<request>${inner}</request>`)).productList.product);
  const numbers = (list: Parsed[]) => list.map((product) => Number(product.productNumber));
  const all = await products('');
  // Thirty products, and the planted ones: a jacket in twelve articles, a gift and a sample.
  expect(all).toHaveLength(33);
  const jacket = all.find((product) => product.productNumber === '90000')!;
  expect(many(jacket.articleList.article).map(({ colour, size }) => `${colour} ${size}`)).toHaveLength(12);
  expect(numbers(await products('<articleNumbers>90007</articleNumbers>'))).toEqual([90_000]);
  expect(numbers(await products('<pluNumbers><text><text>KK-PROEF-1</text></text></pluNumbers>'))).toEqual([90_021]);
  const [cheese] = await products('<articleNumbers>4001</articleNumbers><pluNumbers></pluNumbers>');
  expect(cheese.articleList.article).toMatchObject({ articleNumber: '4001', priceIncl: '2195', priceExcl: '2014', vatCode: '2', vatPercentage: '900', siUnit: 'kg', active: 'true' });
  expect(numbers(await products('<pluNumbers><text><text>4004</text></text></pluNumbers>'))).toEqual([4004]);
  expect(numbers(await products('<syncMarker>29</syncMarker><syncMarkerLimit>1</syncMarkerLimit>'))).toEqual([4027]);
  expect(numbers(await products('<onlyWebshop>true</onlyWebshop>'))).not.toContain(999);
  const groups = many((await till.ask('getArticleGroups')).articleGroupList.articleGroups);
  const food = groups.find((group) => group.name === 'Eten en drinken');
  const kaas = many(food.subGroupList.articleGroups).find((group) => group.name === 'Kaas');
  const changed = many((await till.ask('getArticleGroups', `<request><syncMarker>${kaas.syncMarker}</syncMarker><syncMarkerLimit>1</syncMarkerLimit></request>`)).articleGroupList.articleGroups);
  expect(changed.map((group) => [group.name, many(group.subGroupList.articleGroups).map(({ name }) => name)])).toEqual([['Eten en drinken', ['Kaas']]]);
  expect(many(kaas.productNumbers.number)).toEqual(numbers(await products(`<groupNumbers>${kaas.groupNumber}</groupNumbers>`)).map(String));
});

test('the lists a settings screen needs are there', async () => {
  expect(await till.ask('getApiVersion')).toMatchObject({ majorNumber: '1', minorNumber: '0', revisionNumber: '0', serviceMajorNumber: '67', inDebugMode: 'false' });
  expect((await till.ask('getLicenseInformation')).companyName).toBe('De Koperen Ketel, kookwinkel & delicatessen');
  const methods = (await till.ask('getPaymentMethods')).paymentMethodList.paymentMethod as Parsed[];
  expect(methods.map((method) => `${method.method} ${method.description} ${method.active}`)).toEqual([
    'CASH Contant true', 'PIN PIN true', 'IDEAL iDEAL true', 'CREDITCARD Creditcard true', 'ONACCOUNT Op rekening true', 'GIFTCARD Cadeaubon true', 'TIKKIE Tikkie true', 'CHEQUE Cheque false',
  ]);
  expect(many((await till.ask('getPaymentMethodsV2', '<request><paymentMethodTypes>PAYMENT-METHOD-TYPE-EFT</paymentMethodTypes></request>')).paymentMethodList.paymentMethod).map((method) => method.method)).toEqual(['PIN']);
  const branches = (await till.ask('getBranches')).branches.branch as Parsed[];
  expect(branches.map((branch) => [branch.branchNumber, branch.branchName, branch.countryIso3])).toEqual([['1', 'Winkel Utrecht', 'NLD'], ['2', 'Webshop en magazijn', 'NLD']]);
  expect(many(branches[0].workplaces.workplace).map((workplace) => workplace.workplaceNumber)).toEqual(['1', '2']);
  expect(many((await till.ask('getEmployees')).employeeList.employee).map((employee) => employee.employeeNumber)).toEqual(['999999', '1', '2']);
  expect(many((await till.ask('getEmployees', '<request><employeeNumbers>2</employeeNumbers></request>')).employeeList.employee).map((employee) => employee.name)).toEqual(['Kees de Lange']);
  expect(many((await till.ask('getDeliveryMethodsV2', '<request></request>')).deliveryMethodList.deliveryMethod).map((method) => method.deliveryMethod)).toEqual(['POST', 'COURIER', 'PICKUP']);
  const turnover = many((await till.ask('getTurnoverGroups', '<request></request>')).turnoverGroupList.turnoverGroup);
  expect(turnover.map((group) => group.turnoverGroupName)).toContain('Messen');
  const vat = many((await till.ask('getVatGroupList')).vatGroup);
  expect(vat).toHaveLength(2 * 3 * 3);
  expect(vat[0]).toMatchObject({ branchNumber: '1', countryIso3: 'NLD', vatCode: '1', vatPercentage: '2100' });
});
