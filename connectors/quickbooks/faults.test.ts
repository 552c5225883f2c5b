import { describe, expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { faultsIn, faultsInXml } from './faultShapes.ts';
import { readAnswer } from './readAnswer.ts';

const where = { connection: 'Books', operation: 'POST invoice' };

function errorOf(status: number, body: string, more: { readonly headers?: Record<string, string>; readonly writes?: boolean; readonly retryAfterMs?: number } = {}): FluxoError['data'] {
  try {
    readAnswer({ status, headers: { intuit_tid: 'tid-1', ...more.headers }, body, ms: 1 }, { writes: more.writes ?? true, retryAfterMs: more.retryAfterMs }, where);
  } catch (thrown) {
    if (thrown instanceof FluxoError) return thrown.data;
    throw thrown;
  }
  throw new Error('the answer passed');
}

const fault = (code: string, Detail = '', element = '') => JSON.stringify({ Fault: { Error: [{ Message: 'm', Detail, code, element }], type: 'ValidationFault' }, time: 't' });

describe('the shapes of a refusal', () => {
  test('a fault is one with any status, 200 as well', () => {
    for (const status of [200, 400, 500]) expect(errorOf(status, fault('6140'))).toMatchObject({ code: 'quickbooks.duplicate_number', answer: { status, code: '6140', reference: 'tid-1' } });
  });

  test('the gateway writes in lower case and pads with nulls', () => {
    const body = JSON.stringify({ warnings: null, fault: { error: [{ message: 'message=ThrottleExceeded; errorCode=003001; statusCode=429', detail: 'The request limit was reached.', code: '3001', element: null }], type: 'SERVICE' }, time: 1 });
    expect(errorOf(429, body)).toMatchObject({ code: 'quickbooks.throttled', kind: 'remote', retryAfterMs: 60_000 });
    expect(errorOf(429, body, { retryAfterMs: 7_000 })).toMatchObject({ retryAfterMs: 7_000 });
    expect(faultsIn({ fault: { error: [{ message: 'message=X; errorCode=003200; statusCode=401', code: null }] } })?.[0]?.code).toBe('3200');
  });

  test('without its accept header the service answers XML', () => {
    const xml = '<?xml version="1.0"?><IntuitResponse time="t"><Fault type="ValidationFault"><Error code="6240" element=""><Message>Duplicate Name Exists Error</Message><Detail>taken</Detail></Error></Fault></IntuitResponse>';
    expect(errorOf(400, xml)).toMatchObject({ code: 'quickbooks.duplicate_name', refusedByService: true });
    expect(faultsInXml('<html><body>no</body></html>')).toBeNull();
    expect(faultsInXml('<!DOCTYPE a [<!ENTITY b "c">]><IntuitResponse><Fault/></IntuitResponse>')).toBeNull();
  });

  test('a web page, nothing and half an answer are no data, and a write may have arrived', () => {
    for (const body of ['<html>please sign in</html>', '', '{"Invoice":{"Id"', '"text"', '""', 'null', '7', '[]']) {
      expect(errorOf(200, body)).toMatchObject({ code: 'quickbooks.not_json', kind: 'remote', maybeDone: true });
      expect(errorOf(200, body, { writes: false }).maybeDone).toBeUndefined();
    }
    expect(errorOf(502, '<html>bad gateway</html>')).toMatchObject({ kind: 'remote', maybeDone: true });
    expect(errorOf(503, '')).toMatchObject({ kind: 'remote' });
    expect(errorOf(404, '')).toMatchObject({ kind: 'bug' });
  });

  test('a fault without any error inside is still one', () => {
    expect(errorOf(200, '{"Fault":{"type":"SystemFault"}}')).toMatchObject({ kind: 'data', refusedByService: true });
    expect(errorOf(500, '{"Fault":{"type":"SystemFault"}}')).toMatchObject({ kind: 'remote', maybeDone: true });
  });

  test('good data passes', () => {
    expect(readAnswer({ status: 200, headers: {}, body: '{"QueryResponse":{}}', ms: 1 }, { writes: false }, where)).toEqual({ QueryResponse: {} });
  });
});

describe('what a code means', () => {
  test.each([
    ['120', 'setup', { needsOwner: true }],
    ['3100', 'setup', { needsOwner: true }],
    ['3200', 'setup', { needsOwner: true }],
    ['6190', 'setup', { needsOwner: true }],
    ['5020', 'setup', {}],
    ['130', 'remote', { retryAfterMs: 120_000 }],
    ['140', 'remote', {}],
    ['5010', 'remote', { retryAfterMs: 0 }],
    ['10000', 'remote', { maybeDone: true }],
    ['2010', 'bug', {}],
    ['4000', 'bug', {}],
    ['4001', 'bug', {}],
    ['600', 'data', { refusedByService: true }],
    ['610', 'data', { refusedByService: true }],
    ['2020', 'data', { refusedByService: true }],
    ['2050', 'data', { refusedByService: true }],
    ['2500', 'data', { refusedByService: true }],
    ['6000', 'data', { refusedByService: true }],
    ['6070', 'data', { refusedByService: true }],
    ['6140', 'data', { refusedByService: true }],
    ['6210', 'data', { refusedByService: true }],
    ['6240', 'data', { refusedByService: true }],
    ['77777777', 'remote', {}],
    ['7777', 'data', { refusedByService: true }],
  ] as const)('%s is %s', (code, kind, more) => {
    expect(errorOf(400, fault(code))).toMatchObject({ kind, ...more, fix: expect.stringMatching(/\w/) });
  });

  test('a duplicate number names its holder', () => {
    const detail = 'Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=A-1 is assigned to TxnType=Sales Receipt with TxnId=1450';
    expect(errorOf(400, fault('6140', detail)).params).toEqual({ holderType: 'Sales Receipt', holderId: '1450' });
  });

  test('a gone reference and a missing field are named', () => {
    expect(errorOf(400, fault('2500', 'Invalid Reference Id : Accounts element id 99 not found', 'DepositToAccountRef')).what).toContain('DepositToAccountRef');
    expect(errorOf(400, fault('2500', 'Invalid Reference Id : Accounts element id 99 not found')).what).toContain('Accounts');
    expect(errorOf(400, fault('2020', 'Required parameter Line is missing in the request')).what).toContain('Line');
    expect(errorOf(400, fault('2010', 'Property Name:Foo.Bar specified is unsupported or invalid')).what).toContain('Foo.Bar');
  });

  test('the service’s own words are told for a business rule, without anybody’s address', () => {
    const told = errorOf(400, fault('6000', 'Business Validation Error: write to  jan@proef.example first'));
    expect(told.what).toContain('Business Validation Error: write to … first');
    expect(errorOf(400, fault('2210', 'Supplied value: jan@proef', 'PrimaryEmailAddr')).what).not.toContain('jan');
  });

  test('several errors: the one with a meaning decides', () => {
    const body = JSON.stringify({ Fault: { Error: [{ code: '1', Message: 'x', Detail: '' }, { code: '6240', Message: 'y', Detail: '' }] } });
    expect(errorOf(400, body).code).toBe('quickbooks.duplicate_name');
  });
});
