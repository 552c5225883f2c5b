/**
 * The clients other people use with QuickBooks, unchanged, against our look-alike: what they can do with the service they
 * must be able to do here. Their logging stays off: it writes tokens to disk.
 */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeQuickBooksLookAlike } from '#sandbox/quickbooks/index.ts';
import type { QuickBooksLookAlike } from '#sandbox/quickbooks/index.ts';
import { makeClock } from '#sandbox/server/clock.ts';
import { serveLookAlike } from '#sandbox/server/serve.ts';
import type { ServedLookAlike } from '#sandbox/server/serve.ts';
import { makeShop } from '#sandbox/shop/makeShop.ts';

// Both clients are CommonJS without types that fit; what they answer is looked at, not relied on.
// eslint-disable-next-line typescript/no-explicit-any
type Loose = any;
const require = createRequire(import.meta.url);
const OAuthClient: Loose = require('intuit-oauth');
const QuickBooks: Loose = require('node-quickbooks');

// axios in the clients would send loopback calls through a proxy of the machine.
process.env['NO_PROXY'] = '127.0.0.1,localhost';

const clock = makeClock();
const hour = 3_600_000;
const redirectUri = 'http://localhost:8765/callback';
let books: QuickBooksLookAlike;
let served: ServedLookAlike;

beforeAll(async () => {
  books = makeQuickBooksLookAlike(makeShop(), clock);
  served = await serveLookAlike(books, { port: 0, clock });
  QuickBooks.V3_ENDPOINT_BASE_URL = `${served.url}/v3/company/`;
  QuickBooks.TOKEN_URL = `${served.url}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${served.url}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${served.url}/v1/openid_connect/userinfo`;
  OAuthClient.environment.sandbox = `${served.url}/`;
  OAuthClient.jwks_uri = `${served.url}/op/v1/jwks`;
});
afterAll(() => served.close());
beforeEach(async () => {
  await fetch(`${served.url}/__sandbox/reset`, { method: 'POST' });
});

function oauthClient(): Loose {
  const { clientId, clientSecret } = books.connection;
  return new OAuthClient({ clientId, clientSecret, environment: 'sandbox', redirectUri, logging: false }).setAuthorizeURLs({
    authorizeEndpoint: `${served.url}/connect/oauth2`,
    tokenEndpoint: `${served.url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${served.url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${served.url}/v1/openid_connect/userinfo`,
  });
}

/** Goes to the consent page as a browser would and comes back with the address it was sent to. */
async function consent(client: Loose, scope: string[]): Promise<string> {
  const page = await fetch(client.authorizeUri({ scope, state: 'intuit-test' }), { redirect: 'manual' });
  expect(page.status).toBe(302);
  return page.headers.get('location') ?? '';
}

describe('intuit-oauth', () => {
  test('authorises, reads the company, refreshes, and is revoked', async () => {
    const client = oauthClient();
    const back = await consent(client, [OAuthClient.scopes.Accounting]);
    expect(new URL(back).searchParams.get('state')).toBe('intuit-test');
    const created = (await client.createToken(back)).getJson();
    expect(created).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(client.getToken().realmId).toBe(books.connection.realmId);

    const company = await client.makeApiCall({ url: `v3/company/${books.connection.realmId}/companyinfo/${books.connection.realmId}?minorversion=75` });
    expect(company.json.CompanyInfo).toMatchObject({ Country: 'NL', CompanyName: 'De Koperen Ketel, kookwinkel & delicatessen' });

    const refreshed = (await client.refresh()).getJson();
    expect(refreshed.access_token).not.toBe(created.access_token);
    expect(refreshed.refresh_token, 'the same within a day').toBe(created.refresh_token);

    await client.revoke();
    await expect(client.refreshUsingToken(created.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant', intuit_tid: expect.stringMatching(/^1-/) });
  });

  test('follows the rotation of the refresh token and loses the connection with the old one', async () => {
    const client = oauthClient();
    const first = (await client.createToken(await consent(client, [OAuthClient.scopes.Accounting]))).getJson();
    clock.advance(25 * hour);
    const second = (await client.refresh()).getJson();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(client.refreshUsingToken(first.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await client.refresh()).getJson().refresh_token).toBe(second.refresh_token);
  });

  test('is told who the user is, with an identity token it can verify', async () => {
    const client = oauthClient();
    await client.createToken(await consent(client, [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId]));
    expect(await client.validateIdToken()).toBe(true);
    expect((await client.getUserInfo()).json).toMatchObject({ email: expect.stringContaining('@') });
  });

  test('understands a refusal of the company as an error with code and detail', async () => {
    const client = oauthClient();
    await client.createToken(await consent(client, [OAuthClient.scopes.Accounting]));
    const call = client.makeApiCall({ url: `v3/company/${books.connection.realmId}/customer`, method: 'POST', body: { DisplayName: 'Kassaklant' } });
    await expect(call).rejects.toMatchObject({ code: '6240', description: expect.stringContaining('already exists') });
  });
});

describe('node-quickbooks', () => {
  function client(): Loose {
    const { clientId, clientSecret, accessToken, realmId, refreshToken } = books.connection;
    return new QuickBooks(clientId, clientSecret, accessToken, false, realmId, false, false, null, '2.0', refreshToken);
  }

  /** Its methods end in a callback `(error, answer)`. */
  function ask(quickbooks: Loose, method: string, ...args: unknown[]): Promise<Loose> {
    return new Promise((resolve, reject) => {
      quickbooks[method](...args, (error: Loose, answer: Loose) => (error ? reject(error) : resolve(answer)));
    });
  }

  const faultOf = async (call: Promise<unknown>): Promise<Loose> => {
    const error: Loose = await call.then(() => undefined, (thrown: unknown) => thrown);
    return error?.response?.data.Fault?.Error[0] ?? error?.response?.data.fault?.error[0];
  };

  async function receipt(quickbooks: Loose, more: object = {}): Promise<Loose> {
    const [customers, items, codes] = await Promise.all([
      ask(quickbooks, 'findCustomers', { DisplayName: 'Kassaklant' }),
      ask(quickbooks, 'findItems', { Sku: '4004' }),
      ask(quickbooks, 'findTaxCodes', { Name: '21% btw hoog' }),
    ]);
    const [customer, item, code] = [customers.QueryResponse.Customer[0], items.QueryResponse.Item[0], codes.QueryResponse.TaxCode[0]];
    return {
      CustomerRef: { value: customer.Id },
      Line: [{ Amount: 20, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: item.Id }, Qty: 2, UnitPrice: 10, TaxCodeRef: { value: code.Id } } }],
      ...more,
    };
  }

  test('creates, finds, updates and deactivates a customer', async () => {
    const quickbooks = client();
    const created = await ask(quickbooks, 'createCustomer', { DisplayName: "Bakkerij 't Hoekje", PrimaryEmailAddr: { Address: 'hoekje@bakker.example' } });
    expect(created).toMatchObject({ SyncToken: '0', Active: true });
    const found = await ask(quickbooks, 'findCustomers', { DisplayName: "Bakkerij 't Hoekje" });
    expect(found.QueryResponse).toMatchObject({ maxResults: 1, Customer: [{ Id: created.Id }] });
    const byEmail = await ask(quickbooks, 'findCustomers', [{ field: 'PrimaryEmailAddr', value: 'hoekje@bakker.example' }, { field: 'limit', value: 2 }]);
    expect(byEmail.QueryResponse.Customer[0].Id).toBe(created.Id);
    const updated = await ask(quickbooks, 'updateCustomer', { Id: created.Id, SyncToken: '0', Notes: 'vaste klant' });
    expect(updated).toMatchObject({ SyncToken: '1', Notes: 'vaste klant', DisplayName: "Bakkerij 't Hoekje" });
    await ask(quickbooks, 'updateCustomer', { Id: created.Id, SyncToken: '1', Active: false });
    expect((await ask(quickbooks, 'findCustomers', { Id: created.Id })).QueryResponse).toEqual({});
  });

  test('pages through all rows and counts them', async () => {
    const quickbooks = client();
    const all = await ask(quickbooks, 'findItems', { fetchAll: true, limit: 10 });
    const { totalCount } = (await ask(quickbooks, 'findItems', { count: true })).QueryResponse;
    expect(all.QueryResponse.Item).toHaveLength(totalCount);
    expect(totalCount).toBeGreaterThan(20);
    expect(new Set(all.QueryResponse.Item.map((item: Loose) => item.Id)).size).toBe(totalCount);
  });

  test('creates an invoice and a sales receipt, reads them, and deletes and voids them', async () => {
    const quickbooks = client();
    const invoice = await ask(quickbooks, 'createInvoice', await receipt(quickbooks, { DocNumber: 'NQ-1' }));
    expect(invoice).toMatchObject({ TotalAmt: 24.2, Balance: 24.2, DocNumber: 'NQ-1' });
    const sale = await ask(quickbooks, 'createSalesReceipt', await receipt(quickbooks, { DocNumber: 'NQ-1', TxnDate: '2026-06-01' }));
    expect(await ask(quickbooks, 'getSalesReceipt', sale.Id)).toEqual(sale);
    const recent = await ask(quickbooks, 'findSalesReceipts', [{ field: 'TxnDate', value: '2026-06-01', operator: '>=' }, { field: 'desc', value: 'MetaData.LastUpdatedTime' }]);
    expect(recent.QueryResponse.SalesReceipt[0].Id).toBe(sale.Id);
    const deleted = await ask(quickbooks, 'deleteSalesReceipt', sale.Id);
    expect(deleted.SalesReceipt).toMatchObject({ status: 'Deleted', Id: sale.Id });
    expect((await ask(quickbooks, 'voidInvoice', invoice.Id)).Invoice).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
  });

  test('pays an invoice and voids the payment', async () => {
    const quickbooks = client();
    const invoice = await ask(quickbooks, 'createInvoice', await receipt(quickbooks));
    const payment = await ask(quickbooks, 'createPayment', { CustomerRef: invoice.CustomerRef, TotalAmt: 24.2, Line: [{ Amount: 24.2, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] }] });
    expect((await ask(quickbooks, 'getInvoice', invoice.Id)).Balance).toBe(0);
    await ask(quickbooks, 'voidPayment', payment);
    expect((await ask(quickbooks, 'getInvoice', invoice.Id)).Balance).toBe(24.2);
  });

  test('repeats a request by its id without writing twice, and may force a number that exists', async () => {
    const quickbooks = client();
    const body = await receipt(quickbooks, { DocNumber: 'NQ-2' });
    const first = await ask(quickbooks, 'createSalesReceipt', { ...body, requestId: 'nq-2-first' });
    const again = await ask(quickbooks, 'createSalesReceipt', { ...body, requestId: 'nq-2-first' });
    expect(again).toEqual(first);
    expect(await faultOf(ask(quickbooks, 'createSalesReceipt', body))).toMatchObject({ code: '6140', Detail: expect.stringContaining(`TxnId=${first.Id}`) });
    const forced = await ask(quickbooks, 'createSalesReceipt', { ...body, allowDuplicateDocNum: true });
    expect(forced.Id).not.toBe(first.Id);
  });

  test('reads errors in both their shapes', async () => {
    const quickbooks = client();
    expect(await faultOf(ask(quickbooks, 'createCustomer', { DisplayName: 'Kaasmakerij Het Groene Hart' }))).toMatchObject({ code: '6240' });
    expect(await faultOf(ask(quickbooks, 'findInvoices', { PrivateNote: 'x' }))).toMatchObject({ code: '4001' });
    expect(await faultOf(ask(quickbooks, 'getCustomer', '999999'))).toMatchObject({ code: '610' });
    clock.advance(2 * hour);
    expect(await faultOf(ask(quickbooks, 'getPreferences'))).toMatchObject({ code: '3200' });
  });

  test('refreshes its own token and goes on', async () => {
    const quickbooks = client();
    clock.advance(26 * hour);
    const answer = await ask(quickbooks, 'refreshAccessToken');
    expect(answer.refresh_token).not.toBe(books.connection.refreshToken);
    expect((await ask(quickbooks, 'getCompanyInfo', books.connection.realmId)).Country).toBe('NL');
    await new Promise((done) => quickbooks.revokeAccess(true, done));
    expect(quickbooks.token).toBeNull();
  });

  test('sends a batch and asks what changed', async () => {
    const quickbooks = client();
    const since = new Date(clock.now() - 1000);
    const answer = await ask(quickbooks, 'batch', [
      { bId: '1', operation: 'create', Customer: { DisplayName: 'Lotte Vermeer' } },
      { bId: '2', operation: 'create', Customer: { DisplayName: 'Kassaklant' } },
      { bId: '3', Query: 'select count(*) from Item' },
    ]);
    const [created, refused, counted] = answer.BatchItemResponse;
    expect(created.Customer.DisplayName).toBe('Lotte Vermeer');
    expect(refused.Fault.Error[0].code).toBe('6240');
    expect(counted.QueryResponse.totalCount).toBeGreaterThan(20);
    const changes = await ask(quickbooks, 'changeDataCapture', ['Customer', 'Invoice'], since.toISOString());
    expect(changes.CDCResponse[0].QueryResponse[0].Customer).toHaveLength(1);
  });

  test('reads the settings and turns one', async () => {
    const quickbooks = client();
    const preferences = await ask(quickbooks, 'getPreferences');
    expect(preferences.SalesFormsPrefs).toMatchObject({ CustomTxnNumbers: true, AllowShipping: true, AllowDiscount: true });
    const turned = await ask(quickbooks, 'updatePreferences', { Id: preferences.Id, SyncToken: preferences.SyncToken, SalesFormsPrefs: { AllowShipping: false } });
    expect(turned.SalesFormsPrefs).toMatchObject({ AllowShipping: false, AllowDiscount: true });
  });
});
