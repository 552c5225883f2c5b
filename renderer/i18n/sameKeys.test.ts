import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

type Texts = { readonly [key: string]: string | Texts };
const dir = path.join(import.meta.dirname, '../../resources/translations');
const areas = readdirSync(path.join(dir, 'en'));
const languages = readdirSync(dir).filter((language) => language !== 'en');

function read(language: string, area: string): ReadonlyMap<string, string> {
  const flat = (texts: Texts, before = ''): [string, string][] => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`)));
  return new Map(flat(JSON.parse(readFileSync(path.join(dir, language, area), 'utf8')) as Texts));
}

/** Texts whose English stands in the code or the template that says them; `tests/translations.test.ts` holds them against it. */
const englishInCode = /^(home\.json template\.|editor\.json issue\.|editor\.json form\.issue\.|connections\.json prepareFor\.|entities\.json )/;
const plural = /_(zero|one|two|few|many|other)$/;
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name))].toSorted();

describe.each(languages)('the texts of the screen in %s', (language) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  test.each(areas)('%s has every text that English has, and no other', (area) => {
    const [english, own] = [read('en', area), read(language, area)];
    const wanted = new Set([...english.keys()].flatMap((key) => (plural.test(key) ? forms.map((form) => key.replace(plural, `_${form}`)) : [key])));
    expect([...wanted].filter((key) => !own.has(key)), `write these in resources/translations/${language}/${area}`).toEqual([]);
    expect([...own.keys()].filter((key) => !wanted.has(key) && !englishInCode.test(`${area} ${key}`)), `take these out of resources/translations/${language}/${area}`).toEqual([]);
  });

  test.each(areas)('%s puts the same values into its sentences', (area) => {
    const english = read('en', area);
    const differing = [...read(language, area)].filter(([key, text]) => {
      const other = english.get(key) ?? english.get(key.replace(plural, '_other'));
      return other !== undefined && !englishInCode.test(`${area} ${key}`) && String(placeholders(text)) !== String(placeholders(other));
    });
    expect(differing.map(([key]) => key), `give these the same {{values}} as English has, in resources/translations/${language}/${area}`).toEqual([]);
  });

  test.each(areas)('%s says nothing twice in English by mistake', (area) => {
    const english = read('en', area);
    // Names, signs and words that are the same in both.
    const same = [...read(language, area)].filter(([key, text]) => english.get(key) === text && /[a-z]{3,} [a-z]{3,}/i.test(text.replaceAll(/\{\{.*?\}\}/g, '')));
    expect(same.map(([key, text]) => `${key}: ${text}`), `say these in the language, in resources/translations/${language}/${area}`).toEqual([]);
  });
});
