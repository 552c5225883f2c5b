import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SettingField } from './fields.ts';
import { putSetting, resolveSettings, settingLevels, type SettingLevel } from './levels.ts';

const fields: readonly SettingField[] = [
  { key: 'note', label: 'Note', type: 'text', default: '{number}' },
  { key: 'account', label: 'Account', type: 'pick', from: { list: 'accounts', of: 'own' } },
  { key: 'taxes', label: 'Taxes', type: 'countryTable', columns: [] },
];
const keys = fields.map(({ key }) => key);
const values = fc.dictionary(fc.constantFrom(...keys), fc.string({ minLength: 1 }), { maxKeys: 3, noNullPrototype: true });
const given = fc.record<Record<SettingLevel, Record<string, string>>>({ node: values, flow: values, connection: values, workspace: values });

describe('the settings of a node', () => {
  test('come from the nearest level that has a value, whatever the others say', () => {
    fc.assert(
      fc.property(given, (levels) => {
        const { settings, origins } = resolveSettings(fields, levels);
        for (const key of keys) {
          const nearest = settingLevels.find((level) => levels[level][key] !== undefined);
          expect(origins[key]).toBe(nearest);
          expect(settings[key]).toBe(nearest && levels[nearest][key]);
        }
      }),
    );
  });

  test('show what is above when a level is taken away, and stay as they are when one behind it goes', () => {
    fc.assert(
      fc.property(given, fc.constantFrom(...settingLevels), (levels, gone) => {
        const before = resolveSettings(fields, levels);
        const after = resolveSettings(fields, { ...levels, [gone]: {} });
        for (const key of keys) {
          if (before.origins[key] !== gone) {
            expect([after.settings[key], after.origins[key]]).toEqual([before.settings[key], before.origins[key]]);
          } else {
            const above = settingLevels.slice(settingLevels.indexOf(gone) + 1).find((level) => levels[level][key] !== undefined);
            expect([after.settings[key], after.origins[key]]).toEqual([above && levels[above][key], above]);
          }
        }
      }),
    );
  });

  test('are the node’s own, the very same, when nothing is given from above', () => {
    const node = { target: 'books.sales', note: 'mine' };
    expect(resolveSettings(fields, { node }).settings).toBe(node);
    expect(resolveSettings(fields, { node, flow: { note: 'covered' } }).settings).toBe(node);
  });

  test('take only what the stream or target has: a name typed wrong gives nothing, and neither does a mapping or a secret', () => {
    const all = [...fields, { key: 'mapping', label: 'Mapping', type: 'mapping' }, { key: 'token', label: 'Token', type: 'secret' }] as const;
    expect(resolveSettings(all, { node: { target: 'books.sales' }, flow: { target: 'other', nte: 'x', mapping: 'x', token: 'x' } })).toEqual({ settings: { target: 'books.sales' }, origins: { target: 'node' } });
  });

  test('can have nothing where a level above has something, if the setting has no default', () => {
    expect(resolveSettings(fields, { node: { account: '' }, connection: { account: '79' } })).toEqual({ settings: {}, origins: { account: 'node' } });
    expect(resolveSettings(fields, { node: { note: '' }, connection: { note: 'x' } }).settings).toEqual({ note: '' });
  });

  test('are taken whole: rows of two levels are never mixed', () => {
    const [near, far] = [[{ country: 'NL', values: {} }], [{ country: 'BE', values: {} }]];
    expect(resolveSettings(fields, { flow: { taxes: near }, workspace: { taxes: far } }).settings['taxes']).toBe(near);
  });
});

test('a value that is given and taken back leaves nothing behind', () => {
  const one = putSetting(undefined, 'books.sales', 'note', 'x');
  expect(one).toEqual({ 'books.sales': { note: 'x' } });
  const two = putSetting(one, 'books.sales', 'account', '79');
  expect(putSetting(putSetting(two, 'books.sales', 'account', undefined), 'books.sales', 'note', undefined)).toBeUndefined();
  // A changed value keeps its place in the file.
  expect(Object.keys(putSetting(two, 'books.sales', 'note', 'y')!['books.sales']!)).toEqual(['note', 'account']);
});
