import { expect, test } from 'vitest';
import { asFluxoError, describeError } from './errors.ts';

const thrownBySystem = (code: string) => Object.assign(new Error(`${code}: something, open '/home/anke/boekhouding/klant-anke@example.org'`), { code, syscall: 'open' });

test.each([['ENOSPC', 'disk.full'], ['EDQUOT', 'disk.full'], ['EROFS', 'disk.read_only'], ['EIO', 'disk.error']])('a disk at fault (%s) is told as that, with a way out and without the place it happened at', (code, told) => {
  const { data } = asFluxoError(thrownBySystem(code));
  expect(data).toMatchObject({ code: told, kind: 'setup', fix: expect.any(String) });
  expect(JSON.stringify(data)).not.toContain('anke');
});

test('in a terminal a place is named once', () => {
  const missing = { code: 'x', kind: 'setup', what: 'There is no flow “orders” in this workspace.', where: { flow: 'orders', node: 'till' }, fix: 'Choose another.' } as const;
  expect(describeError(missing)).toBe('There is no flow “orders” in this workspace. (node till)\n  → Choose another.');
  expect(describeError({ ...missing, where: { flow: 'orders' } })).toBe('There is no flow “orders” in this workspace.\n  → Choose another.');
});

test('whatever else is thrown is ours to put right, and its text stays inside', () => {
  for (const thrown of [thrownBySystem('ENOENT'), new TypeError('secret=abc'), 'secret=abc', null, { code: 'ENOSPC' }]) {
    const { data } = asFluxoError(thrown);
    expect(data).toMatchObject({ code: 'fluxo.bug', kind: 'bug' });
    expect(JSON.stringify(data)).not.toMatch(/anke|secret=/);
  }
});
