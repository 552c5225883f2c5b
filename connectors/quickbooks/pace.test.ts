import { expect, test } from 'vitest';
import { FluxoError } from '#shared/errors.ts';
import { tidySettings } from './auth.ts';
import { limitsOf } from './pace.ts';

test('a company is called within Intuit’s limits, and more slowly where its owner says so', () => {
  expect(limitsOf('production', '')).toEqual({ inFlight: 8, perMinute: 450, perSecond: 8 });
  expect(limitsOf('production', '120')).toEqual({ inFlight: 8, perMinute: 120, perSecond: 2 });
  expect(limitsOf('sandbox', '9999')).toEqual({ inFlight: 8, perMinute: 450, perSecond: 8 });
});

test('the look-alike is called as fast as it answers, unless somebody wants to see a pace', () => {
  expect(limitsOf('demo', '')).toEqual({ inFlight: 32 });
  expect(limitsOf('demo', '600')).toEqual({ inFlight: 32, perMinute: 600, perSecond: 10 });
});

test.each(['9', '-5', '1e3', '12.5', 'many'])('“%s” calls a minute are refused by the name of the field', (callsPerMinute) => {
  const tidy = () => tidySettings({ environment: 'production', realmId: '1', callsPerMinute });
  expect(tidy).toThrow(FluxoError);
  expect(tidy).toThrow(expect.objectContaining({ code: 'quickbooks.bad_pace' }));
});

test('a pace is kept as it was typed, without spaces', () => {
  expect(tidySettings({ environment: 'production', realmId: '1', callsPerMinute: ' 60 ' })).toEqual({ environment: 'production', realmId: '1', callsPerMinute: '60' });
});
