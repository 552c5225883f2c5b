import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formulaFunctions } from '#shared/formulas/functionHelp.ts';
import { languages } from '#shared/languages.ts';
import { mappingFunctions } from '#shared/mapping/functions.ts';

test.each(languages.filter((language) => language !== 'en'))('every function of the mapper and every argument is explained in %s, and no function that is gone', (language) => {
  const texts = JSON.parse(readFileSync(new URL(`../../../resources/translations/${language}/functions.json`, import.meta.url), 'utf8')) as Record<string, { help?: string; args?: Record<string, string> }>;
  expect(Object.keys(texts).filter((name) => name !== 'formula').toSorted()).toEqual([...mappingFunctions.keys()].toSorted());
  expect(Object.keys(texts['formula'] ?? {})).toEqual(formulaFunctions.map(({ name }) => name));
  const missing = [...mappingFunctions.values()].flatMap(({ name, args }) => [...(texts[name]?.help ? [] : [name]), ...args.filter((argument) => !texts[name]?.args?.[argument.name]).map((argument) => `${name}.${argument.name}`)]);
  expect(missing).toEqual([]);
});
