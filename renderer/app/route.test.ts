import { expect, test } from 'vitest';
import { parseRoute, routeHash, type Route } from './route.ts';

test('every place has an address that leads back to it', () => {
  const places: readonly Route[] = [
    { page: 'home' },
    { page: 'flow', flowId: 'kassa-orders' },
    { page: 'connections' },
    { page: 'connections', connectionId: 'boeken' },
    { page: 'connections', newFor: 'quickbooks' },
    { page: 'setup', setupId: 's1', step: 'systems' },
    { page: 'setup', setupId: 's1', step: 'questions', flowId: 'kassa-orders' },
    { page: 'problems' },
    { page: 'settings' },
  ];
  for (const place of places) expect(parseRoute(routeHash(place))).toEqual(place);
});

test('an unknown address leads home', () => {
  expect(parseRoute('#/nowhere/1')).toEqual({ page: 'home' });
  expect(parseRoute('#/flows')).toEqual({ page: 'home' });
  expect(parseRoute('')).toEqual({ page: 'home' });
});
