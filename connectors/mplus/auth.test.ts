import { expect, test } from 'vitest';
import { tidySettings } from './auth.ts';

test.each([
  [{ baseUrl: 'api.mpluskassa.nl', port: '50123', ident: ' winkel ' }, { baseUrl: 'https://api.mpluskassa.nl:50123', ident: 'winkel' }],
  [{ baseUrl: ' https://api.mpluskassa.nl:50123/ ', ident: 'w' }, { baseUrl: 'https://api.mpluskassa.nl:50123', ident: 'w' }],
  [{ baseUrl: '', port: '50123', ident: 'w' }, { baseUrl: 'https://api.mpluskassa.nl:50123', ident: 'w' }],
  [{ baseUrl: 'https://kassa.example.com/mplus/', ident: 'w' }, { baseUrl: 'https://kassa.example.com/mplus', ident: 'w' }],
  [{ baseUrl: '127.0.0.1:18083', ident: 'w' }, { baseUrl: 'http://127.0.0.1:18083', ident: 'w' }],
  [{ baseUrl: 'https://api.mpluskassa.nl:50123/?ident=winkel&secret=zeer-geheim' }, { baseUrl: 'https://api.mpluskassa.nl:50123', ident: 'winkel' }],
  [{ baseUrl: 'https://api.mpluskassa.nl:50123/?wsdl', ident: 'w' }, { baseUrl: 'https://api.mpluskassa.nl:50123', ident: 'w' }],
])('what a user types, %j, becomes a usable address without any secret in it', (typed, tidy) => {
  expect(tidySettings(typed as Record<string, string>)).toEqual(tidy);
});

test.each([
  [{ baseUrl: 'https://api.mpluskassa.nl' }, 'mplus.no_port'],
  [{ baseUrl: 'api.mpluskassa.nl', port: 'five' }, 'mplus.bad_port'],
  [{ baseUrl: 'api.mpluskassa.nl', port: '99999' }, 'mplus.bad_port'],
  [{ baseUrl: 'http://api.mpluskassa.nl:50123' }, 'http.insecure'],
  [{ baseUrl: 'http://192.168.1.9:18083' }, 'http.insecure'],
  [{ baseUrl: 'ftp://kassa.example.com' }, 'http.bad_address'],
  [{ baseUrl: 'https://user:pass@kassa.example.com' }, 'http.bad_address'],
  [{ baseUrl: 'not an address' }, 'http.bad_address'],
])('%j is refused with what to do', (typed, code) => {
  expect(() => tidySettings(typed as Record<string, string>)).toThrow(expect.objectContaining({ code, kind: 'setup', data: expect.objectContaining({ fix: expect.any(String) }) }));
});
