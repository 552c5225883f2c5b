import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ErrorData } from '#shared/errors.ts';
import { fixesOf, type Fix } from '#shared/problems/fixes.ts';
import type { ProblemCause } from '#shared/records/problems.ts';
import { openHouse, type House } from './support/house.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

/** Each row of the table of fixes that is named here was met: the look-alike gave the service's own answer, or is as strict as the service. */
const kinds = (error: ErrorData) => fixesOf(error).map((fix: Fix) => fix.kind);
let house: House;
beforeAll(async () => {
  house = await openHouse({ orders: 60, templates: ['mplus-orders-to-quickbooks', 'mplus-customers-to-mailchimp', 'mailchimp-orders-to-mplus', 'quickbooks-products-to-mplus'] });
});
afterAll(() => house.close());

const causesOf = (flowId: string) => house.host.handlers['problems.causes']({ flowId, state: 'open' });
async function cause(flowId: string, code: string): Promise<ProblemCause> {
  const found = (await causesOf(flowId)).find(({ error }) => error.code === code);
  if (!found) throw new Error(`no open problem is ${code}: ${(await causesOf(flowId)).map(({ error }) => error.code).join(', ')}`);
  return found;
}
/** Runs until the run that was started last has ended. */
async function ended(flowId: string, runId: string | null) {
  expect(runId).not.toBeNull();
  await vi.waitFor(async () => expect((await house.host.handlers['runs.get']({ runId: runId! })).status).not.toBe('running'), { timeout: 60_000 });
  return house.host.handlers['runs.get']({ runId: runId! });
}
async function fix(found: ProblemCause, how: { readonly settings?: Record<string, string | boolean>; readonly adopt?: string }) {
  const nodeId = found.error.where!.node!;
  const { runId } = await house.host.handlers['problems.fix']({ flowId: found.flowId, nodeId, cause: found.cause, code: found.error.code, ...how });
  return ended(found.flowId, runId);
}
async function again(found: ProblemCause) {
  const { runId } = await house.host.handlers['runs.replay']({ flowId: found.flowId, way: 'recorded', dryRun: false, records: { problems: { causes: [found.cause] } } });
  return ended(found.flowId, runId);
}
const isOpen = async (found: ProblemCause) => (await causesOf(found.flowId)).some((one) => one.cause === found.cause);

describe('an order the books refuse', () => {
  const flowId = 'demo-orders';
  const say = (code: string, detail: string, element = '') => JSON.stringify({ Fault: { Error: [{ Message: 'Refused', Detail: detail, code, element }], type: 'ValidationFault' }, time: '2026-11-22T09:00:00.000Z' });
  const answer = (status: number, body: string) => ({ kind: 'answer', status, headers: { 'content-type': 'application/json' }, body });
  const documents = ['POST invoice', 'POST salesreceipt'];
  const failing = (status: number, body: string) => house.fault('quickbooks', documents.map((operation) => ({ operation, times: 100, fault: answer(status, body) })));

  // What Intuit answers, in its own words; where ours goes on with the record by itself the service would have to say it twice.
  test.each([
    ['quickbooks.duplicate_number', '6140', 'Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=1 is assigned to TxnType=Invoice with TxnId=129', ['open', 'set']],
    ['quickbooks.books_closed', '6210', 'The account period has closed and the account books cannot be updated through through the QBO Services API.', ['set', 'again']],
    ['quickbooks.reference_gone', '2500', 'Invalid Reference Id : Item elements id 12 not found', ['again']],
    ['quickbooks.required_missing', '2020', 'Required parameter Line.Amount is missing in the request', ['map']],
    ['quickbooks.too_long', '2050', 'String length is either shorter or longer than supported by specification. Min:0 Max:21 supported. Supplied length:40', ['map', 'correct']],
    ['quickbooks.bad_value', '2170', 'Invalid enumeration : PrintStatus', ['map', 'correct']],
    ['quickbooks.bad_email', '2210', 'Email Address does not conform to the syntax rules of RFC 822', ['correct']],
    ['quickbooks.no_name', '6080', 'Name must be given', ['correct', 'map']],
    ['quickbooks.deposited', '6540', 'This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first.', ['open', 'leave']],
    ['quickbooks.refused', '6000', 'A business validation error has occurred while processing your request: the moon is full', ['open', 'again']],
  ])('says %s and what can be done; once it is over the problem closes by itself', async (code, own, detail, ways) => {
    await failing(400, say(own, detail));
    await house.run({ limit: 2 });
    await house.fault('quickbooks', []);
    const found = await cause(flowId, code);
    expect(kinds(found.error)).toEqual(ways);
    expect((await again(found)).outcomes.created).toBe(found.count);
    expect(await isOpen(found)).toBe(false);
  });

  test.each([
    ['quickbooks.not_authenticated', 401, '3200', 'Token expired'],
    ['quickbooks.no_access', 403, '120', 'User does not have access to the company'],
    ['quickbooks.wrong_environment', 403, '3100', 'ApplicationAuthorizationFailed; errorCode=003100; statusCode=403'],
    ['quickbooks.subscription_ended', 400, '6190', 'Subscription period has ended or canceled or there was a billing problem'],
  ])('stops the flow with %s, and the way out is to reconnect', async (code, status, own, detail) => {
    await house.fault('quickbooks', ['GET companyinfo', 'query', 'GET preferences', ...documents].map((operation) => ({ operation, times: 100, fault: answer(status, say(own, detail)) })));
    const run = await house.run({ limit: 1 });
    await house.fault('quickbooks', []);
    expect(run.error).toMatchObject({ code, needsOwner: true });
    expect(kinds(run.error!)).toEqual(['reconnect']);
  });

  test('for an article they do not have goes on when the settings say to make it, chosen on the spot', async () => {
    await house.run();
    const found = await cause(flowId, 'quickbooks.product_missing');
    expect(kinds(found.error)).toEqual(['set', 'again']);
    const income = (await house.host.handlers['lists.get']({ connectionId: 'demo-books', list: 'incomeAccounts' }))[0]!.value;
    expect((await fix(found, { settings: { onMissingProduct: 'create', newItemAccount: income } })).outcomes.created).toBe(found.count);
    expect(await isOpen(found)).toBe(false);
    const { document } = await house.host.handlers['flows.get']({ flowId });
    expect(document.nodes.find(({ id }) => id === 'sales')!.settings['onMissingProduct']).toBe('create');
  });

  test('for one of two customers with the same e-mail address goes on when somebody says which one it is', async () => {
    const found = await cause(flowId, 'quickbooks.several_customers');
    expect(kinds(found.error)).toEqual(['adopt', 'set']);
    const id = found.error.params!['ids']!.split(', ')[1]!;
    expect((await fix(found, { adopt: id })).outcomes.created).toBe(found.count);
    const made = Object.values(await house.books()).flat().find((thing) => String(thing['DocNumber'] ?? '').endsWith(found.error.where?.record ?? '-') && thing['CustomerRef']);
    if (made) expect(made['CustomerRef'].value).toBe(id);
    expect(await isOpen(found)).toBe(false);
  });

  test('for a payment method without a row, a country nobody knows and a number that is none has its way out', async () => {
    expect(kinds((await cause(flowId, 'quickbooks.rows_missing')).error)).toEqual(['answer', 'set']);
    expect(kinds((await cause(flowId, 'mapping.unknown_country')).error)).toEqual(['answer', 'correct']);
    expect(kinds((await cause(flowId, 'mapping.not_a_number')).error)).toEqual(['correct', 'map']);
  });

  test('is not fixed by settings that cannot be', async () => {
    const found = await cause(flowId, 'quickbooks.rows_missing');
    await expect(house.host.handlers['problems.fix']({ flowId, nodeId: 'sales', cause: found.cause, settings: { closedBooks: 'nonsense' } })).rejects.toMatchObject({ data: { code: 'fix.bad_settings' } });
    await expect(house.host.handlers['problems.fix']({ flowId, nodeId: 'sales', cause: found.cause, settings: { nothing: 'x' } })).rejects.toMatchObject({ data: { code: 'fix.bad_settings' } });
    await expect(house.host.handlers['problems.fix']({ flowId, nodeId: 'sales', cause: found.cause, code: found.error.code, adopt: '1' })).rejects.toMatchObject({ data: { code: 'fix.nothing_to_adopt' } });
  });
});

describe('what a till refuses', () => {
  const flowId = 'demo-mailchimp-orders-to-mplus';
  beforeAll(() => house.run({ template: 'mailchimp-orders-to-mplus' }));

  test.each([
    ['mplus.order_article_unknown', { onMissingProduct: 'replaceWith' }],
    ['mplus.several_relations', {}],
  ])('%s goes on with a choice made on the spot', async (code, settings) => {
    const found = await cause(flowId, code);
    expect(kinds(found.error)[0]).toBe('set');
    const run = await fix(found, { settings: await possible(found, settings) });
    expect(run.read).toBe(found.count);
    expect((await causesOf(flowId)).some((one) => one.cause === found.cause)).toBe(false);
  });

  /** The other choices of the fix as somebody would make them: another than the one that stopped the record, and the first of a list. */
  async function possible(found: ProblemCause, wanted: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const { document } = await house.host.handlers['flows.get']({ flowId: found.flowId });
    const node = document.nodes.find(({ id }) => id === found.error.where!.node)!;
    const fields = (await house.host.handlers['catalog.get']({})).connectors.flatMap(({ targets }) => targets).find(({ id }) => id === node.settings['target'])!.settings;
    const way = fixesOf(found.error)[0];
    const chosen: Record<string, string> = { ...wanted };
    for (const key of way?.kind === 'set' ? way.settings : []) {
      const field = fields.find((one) => one.key === key)!;
      if (chosen[key] !== undefined || (field.when && !field.when.is.includes(String(chosen[field.when.key] ?? node.settings[field.when.key])))) continue;
      if (field.type === 'choice') chosen[key] = field.options.map(({ value }) => value).findLast((value) => value !== field.default)!;
      if (field.type === 'pick') chosen[key] = (await house.host.handlers['lists.get']({ connectionId: node.connection!, list: field.from.list }))[0]!.value;
    }
    return chosen;
  }

  test('a SKU that is no number has its way out, in orders and in products', async () => {
    expect(kinds((await cause(flowId, 'mplus.sku_not_numeric')).error)).toEqual(['set', 'correct']);
    await house.run({ template: 'quickbooks-products-to-mplus' });
    expect(kinds((await cause('demo-quickbooks-products-to-mplus', 'mplus.sku_no_number')).error)).toEqual(['set', 'correct']);
  });

  test('a wrong credential stops the flow, and the way out is to reconnect', async () => {
    await house.fault('mplus', [{ operation: '*', times: 100, fault: { kind: 'expiredCredential' } }]);
    const run = await house.run({ limit: 1 });
    await house.fault('mplus', []);
    expect(run.error).toMatchObject({ code: 'mplus.wrong_credential' });
    expect(kinds(run.error!)).toEqual(['reconnect']);
  });
});

describe('a contact MailChimp refuses', () => {
  const flowId = 'demo-mplus-customers-to-mailchimp';
  const problem = (status: number, title: string, detail: string, errors?: readonly object[]) => ({ kind: 'answer', status, headers: { 'content-type': 'application/problem+json; charset=utf-8' }, body: JSON.stringify({ type: 'https://mailchimp.com/developer/marketing/docs/errors/', title, status, detail, instance: '1a2b', ...(errors && { errors }) }) });

  test.each([
    ['mailchimp.bad_email', 'Invalid Resource', 'anna@example.com looks fake or invalid, please enter a real email address.', undefined, ['correct', 'leave']],
    ['mailchimp.too_many_signups', 'Invalid Resource', 'anna@example.com has signed up to a lot of lists very recently; we’re not allowing more signups for now', undefined, ['again']],
    ['mailchimp.bad_merge_fields', 'Invalid Resource', 'Your merge fields were invalid.', [{ field: 'PHONE', message: 'Please enter a valid phone number' }], ['map', 'correct']],
    ['mailchimp.refused', 'Invalid Resource', 'The resource submitted could not be validated.', [{ field: 'language', message: 'Data did not match any of the schemas' }], ['correct', 'map']],
  ])('says %s and what can be done', async (code, title, detail, errors, ways) => {
    await house.fault('mailchimp', ['PUT member', 'PATCH member', 'POST list'].map((operation) => ({ operation, times: 100, fault: problem(400, title, detail, errors) })));
    // The same contacts are tried again and again, so that each answer has somebody to be about.
    if (!(await causesOf(flowId)).some(({ error }) => error.code.startsWith('mailchimp.'))) await house.run({ template: 'mplus-customers-to-mailchimp', limit: 12 });
    else await ended(flowId, (await house.host.handlers['runs.replay']({ flowId, way: 'recorded', dryRun: false, records: { problems: {} } })).runId);
    await house.fault('mailchimp', []);
    const found = await cause(flowId, code);
    expect(kinds(found.error)).toEqual(ways);
  });

  test('can be put away with a reason, and be opened again', async () => {
    const found = await cause(flowId, 'mailchimp.refused');
    const choice = { flowId, nodeId: found.nodeId, cause: found.cause };
    expect(await house.host.handlers['problems.dismiss']({ ...choice, reason: 'Left as it is' })).toEqual({ dismissed: found.count });
    expect(await isOpen(found)).toBe(false);
    expect(await house.host.handlers['problems.causes']({ flowId, state: 'dismissed' })).toMatchObject([{ count: found.count, dismissed: 'Left as it is' }]);
    expect(await house.host.handlers['problems.reopen'](choice)).toEqual({ reopened: found.count });
    expect((await again(found)).outcomes.rejected).toBe(0);
    expect(await isOpen(found)).toBe(false);
  });

  test.each([
    ['mailchimp.not_authenticated', 401, 'API Key Invalid', 'Your API key may be invalid, or you’ve attempted to access the wrong datacenter.'],
    ['mailchimp.wrong_data_centre', 403, 'Wrong Datacenter', 'The API key provided is linked to a different datacenter'],
    ['mailchimp.no_right', 403, 'Forbidden', 'You don’t have permission to access the requested resource'],
  ])('stops the flow with %s, and the way out is to reconnect', async (code, status, title, detail) => {
    await house.fault('mailchimp', [{ operation: '*', times: 100, fault: problem(status, title, detail) }]);
    const run = await house.run({ template: 'mplus-customers-to-mailchimp', limit: 1 });
    await house.fault('mailchimp', []);
    expect(run.error).toMatchObject({ code });
    expect(kinds(run.error!)).toEqual(['reconnect']);
  });
});
