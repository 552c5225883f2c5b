import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { told } from './support/calls.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { readableTexts, textsOf } from './support/texts.ts';
import { places, visit } from './support/tour.ts';

const fluxo = useFluxo();
const english = textsOf('en');
const others = { nl: { name: 'Nederlands', texts: textsOf('nl') }, pt: { name: 'Português', texts: textsOf('pt') } } as const;
const keys = new Set([...english.keys()].flatMap((key) => [key, key.split(':')[1] ?? '']).filter((key) => /[.:]/.test(key)));

type Texts = ReadonlyMap<string, string>;

/** Names of services and of the demo’s own things, and words that the language has as well. */
function nameTest(texts: Texts): (text: string) => boolean {
  const names = new Set(['MplusKASSA', 'QuickBooks Online', 'Mailchimp', 'Demo till', 'Demo books', 'MplusKASSA orders to QuickBooks', ...texts.values()]);
  return (text) => names.has(text) || text.startsWith('https:') || !/[a-z]{3}/i.test(text);
}

/** English sentences as patterns, where the language says it otherwise: what stands for a value may be anything. */
function englishSentences(texts: Texts) {
  const isName = nameTest(texts);
  // One small word may be the name of a field or a function, and beside a value it says too little to tell.
  const tells = (text: string) => !/^[a-z]+$/.test(text) && (!text.includes('{{') || (text.replaceAll(/\{\{.*?\}\}/g, ' ').match(/[a-z]{3,}/gi) ?? []).length > 1);
  return [...english].filter(([key, text]) => texts.get(key) !== text && !isName(text) && tells(text)).map(([key, text]) => ({
    key,
    pattern: new RegExp(`^${text.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`),
  })).filter(({ pattern }) => /[a-z]{4}/i.test(pattern.source.replaceAll('.+', '')));
}

/** All words a connector’s author wrote for people. */
function wordsOf(catalog: Catalog): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (typeof value === 'string' && ['label', 'help', 'group', 'placeholder'].includes(key)) found.add(value);
    else if (Array.isArray(value)) for (const inner of value) collect(inner, key === 'prepare' ? 'help' : key);
    else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) if (name !== 'defaultMapping' && name !== 'fields') collect(inner, name);
  };
  collect(catalog);
  return new Set([...found].filter((text) => !isFormat(text)));
}
/** How a pasted file begins is the same everywhere. */
const isFormat = (text: string) => text.startsWith('-----BEGIN ');
let connectorWords: ReadonlySet<string>;

beforeAll(async () => {
  const page = fluxo.page();
  connectorWords = wordsOf(await told(page, 'catalog.get', {}));
  await startDemo(page);
  await runNow(page);
});

describe.each(['nl', 'pt'] as const)('in %s', (language) => {
  const { name, texts } = others[language];
  const isName = nameTest(texts);
  const sentences = englishSentences(texts);
  const say = (key: string) => texts.get(key) ?? `no text for ${key}`;

  test('the language changes at once, without a restart, and is kept', async () => {
    const page = fluxo.page();
    await visit(page, 'settings');
    await page.getByRole('radio', { name }).click();
    await page.getByRole('heading', { name: say('preferences:title'), level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    await page.getByRole('link', { name: say('app:rail.home') }).click();
    await page.getByRole('button', { name: say('home:newFlow') }).waitFor();
    if (language === 'nl') return;
    const again = await fluxo.restart();
    await again.getByRole('link', { name: say('app:rail.settings') }).waitFor();
    await again.getByRole('button', { name: say('home:demo.try') }).click();
    await again.locator('.react-flow__node').nth(2).waitFor();
  });

  test.each(places)('%s', async (place) => {
    const page = fluxo.page();
    await visit(page, place);
    const seen = await readableTexts(page);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((text) => keys.has(text)), 'keys without a text').toEqual([]);
    expect(seen.filter((text) => !isName(text)).flatMap((text) => sentences.filter(({ pattern }) => pattern.test(text)).slice(0, 1).map(({ key }) => `${key}: ${text}`)), 'sentences in English').toEqual([]);
    expect(seen.filter((text) => /[a-z]{3}/i.test(text) && /(?<![\d.])\d+\.\d{2}(?![\d.])/.test(text)), 'amounts with a point').toEqual([]);
    expect(seen.filter((text) => connectorWords.has(text) && !isName(text) && !/^[a-z]+$/.test(text)), 'words of a connector in English').toEqual([]);
  });
});

test('and back to English', async () => {
  const page = fluxo.page();
  await visit(page, 'settings');
  await page.getByRole('radio', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await visit(page, 'home');
  const seen = await readableTexts(page);
  expect(seen).toContain('New flow');
  // The tests above can tell: in English they would find plenty.
  for (const { texts } of Object.values(others)) expect(seen.some((text) => englishSentences(texts).some(({ pattern }) => pattern.test(text)))).toBe(true);
});
