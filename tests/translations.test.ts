import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCatalog } from '#host/registry.ts';
import type { SettingField } from '#shared/settings/fields.ts';

type Texts = { readonly [key: string]: string | Texts };
const dir = path.join(import.meta.dirname, '..', 'resources', 'translations');
const read = (language: string, area: string): Texts => JSON.parse(readFileSync(path.join(dir, language, `${area}.json`), 'utf8')) as Texts;

function at(texts: Texts, keys: readonly string[]): string | Texts | undefined {
  let place: string | Texts | undefined = texts;
  for (const key of keys) place = typeof place === 'object' ? place[key] : undefined;
  return place;
}

/** The paths of everything a field shows: label, help, options, columns. */
function textsOf(field: SettingField): readonly (readonly string[])[] {
  return [
    ['label'],
    ...(field.help === undefined ? [] : [['help']]),
    ...(field.type === 'choice' ? field.options.flatMap((option) => [['options', option.value], ...(option.help === undefined ? [] : [['optionHelp', option.value]])]) : []),
    ...(field.type === 'countryTable' ? field.columns.map((column) => ['columns', column.key]) : []),
  ];
}

describe('Portuguese', () => {
  const settings = read('pt', 'settings');
  const owners = makeCatalog().connectors.flatMap((connector) => [
    { owner: connector.name, fields: connector.connectionFields },
    ...[...connector.streams, ...connector.targets].map(({ id, settings: fields }) => ({ owner: id, fields })),
  ]);

  test.each(owners)('every text of the settings of $owner is there', ({ owner, fields }) => {
    const missing = fields.flatMap((field) => textsOf(field).map((keys) => [...owner.split('.'), field.key, ...keys]).filter((keys) => typeof at(settings, keys) !== 'string'));
    expect(missing.map((keys) => keys.join(' › '))).toEqual([]);
  });

  test('every group heading is there', () => {
    const groups = new Set(owners.flatMap(({ fields }) => fields.flatMap((field) => field.group ?? [])));
    expect([...groups].filter((group) => typeof at(settings, ['groups', group]) !== 'string')).toEqual([]);
  });

  test('no text stands there that no setting has any more', () => {
    const known = new Set(owners.flatMap(({ owner, fields }) => fields.flatMap((field) => textsOf(field).map((keys) => [...owner.split('.'), field.key, ...keys].join('.')))));
    const all = (texts: Texts, before = ''): readonly string[] => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : all(value, `${before}${key}.`)));
    expect(all(settings).filter((key) => !key.startsWith('groups.') && !known.has(key))).toEqual([]);
  });
});

describe('reasons and errors', () => {
  const sources = globSync(['shared', 'connectors', 'engine', 'storage', 'host', 'electron', 'sandbox'].map((room) => path.join(import.meta.dirname, '..', room, '**/*.ts')), { exclude: (name) => String(name).endsWith('.test.ts') });
  /** Codes of what stands in a record's story or beside its outcome: `{ code: '…', text: … }`. */
  const codes = new Set(sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/code: '([a-z]+(?:\.[a-z_]+)+)',\s*(?:text|kind):/g)].map(([, code]) => code!)));

  test('no Portuguese text stands for a code that does not exist any more', () => {
    const all = (texts: Texts, before = ''): readonly string[] => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [before + key] : all(value, `${before}${key}.`)));
    const reasons = all(read('pt', 'reasons'));
    expect(reasons.filter((code) => !codes.has(code))).toEqual([]);
    const errors = new Set(all(read('pt', 'errors')).map((key) => key.replace(/\.(what|fix)$/, '')));
    expect([...errors].filter((code) => !codes.has(code))).toEqual([]);
  });
});
