import { beforeAll, expect, test } from 'vitest';
import type { Catalog } from '#shared/catalog/catalog.ts';
import { told } from './support/calls.ts';
import { runNow, startDemo } from './support/demo.ts';
import { useFluxo } from './support/fluxo.ts';
import { readableTexts, textsOf } from './support/texts.ts';
import { places, visit } from './support/tour.ts';

const fluxo = useFluxo();
const [english, portuguese] = [textsOf('en'), textsOf('pt')];
const keys = new Set([...english.keys()].flatMap((key) => [key, key.split(':')[1] ?? '']).filter((key) => /[.:]/.test(key)));

/** Names of services and of the demo’s own things, and words that are Portuguese as well. */
const names = new Set(['MplusKASSA', 'QuickBooks Online', 'Mailchimp', 'Demo till', 'Demo books', 'MplusKASSA orders to QuickBooks', ...portuguese.values()]);
const isName = (text: string) => names.has(text) || text.startsWith('https:') || !/[a-z]{3}/i.test(text);

/** English sentences as patterns, where Portuguese says it otherwise: what stands for a value may be anything. */
const sentences = [...english].filter(([key, text]) => portuguese.get(key) !== text && !isName(text)).map(([key, text]) => ({
  key,
  pattern: new RegExp(`^${text.split(/\{\{.*?\}\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`),
})).filter(({ pattern }) => /[a-z]{4}/i.test(pattern.source.replaceAll('.+', '')));

/** All words a connector’s author wrote for people. */
function wordsOf(catalog: Catalog): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: unknown, key = ''): void => {
    if (typeof value === 'string' && ['label', 'help', 'group', 'placeholder'].includes(key)) found.add(value);
    else if (Array.isArray(value)) for (const inner of value) collect(inner, key === 'prepare' ? 'help' : key);
    else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) if (name !== 'defaultMapping' && name !== 'fields') collect(inner, name);
  };
  collect(catalog);
  return new Set([...found].filter((text) => !isName(text) && !isFormat(text)));
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

test('the language changes at once, without a restart, and is kept', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Português' }).click();
  await page.getByRole('heading', { name: portuguese.get('preferences:title') ?? '?', level: 1 }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('pt');
  await page.getByRole('link', { name: portuguese.get('app:rail.home') ?? '?' }).click();
  await page.getByRole('button', { name: portuguese.get('home:newFlow') ?? '?' }).waitFor();
  const again = await fluxo.restart();
  await again.getByRole('link', { name: portuguese.get('app:rail.settings') ?? '?' }).waitFor();
});

test('the app starts its demo in Portuguese too', async () => {
  const page = fluxo.page();
  await page.getByRole('link', { name: portuguese.get('app:rail.home') ?? '?' }).click();
  await page.getByRole('button', { name: portuguese.get('home:demo.try') ?? '?' }).click();
  await page.locator('.react-flow__node').nth(2).waitFor();
});

test.each(places)('in Portuguese: %s', async (place) => {
  const page = fluxo.page();
  await visit(page, place);
  const texts = await readableTexts(page);
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.filter((text) => keys.has(text)), 'keys without a text').toEqual([]);
  expect(texts.filter((text) => !isName(text)).flatMap((text) => sentences.filter(({ pattern }) => pattern.test(text)).slice(0, 1).map(({ key }) => `${key}: ${text}`)), 'sentences in English').toEqual([]);
  expect(texts.filter((text) => connectorWords.has(text)), 'words of a connector in English').toEqual([]);
});

test('and back to English', async () => {
  const page = fluxo.page();
  await visit(page, 'settings');
  await page.getByRole('radio', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await visit(page, 'home');
  const texts = await readableTexts(page);
  expect(texts).toContain('New flow');
  // The test above can tell: in English it would find plenty.
  expect(texts.some((text) => sentences.some(({ pattern }) => pattern.test(text)))).toBe(true);
});
