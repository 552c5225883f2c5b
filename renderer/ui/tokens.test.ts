import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const renderer = path.join(import.meta.dirname, '..');
const tokens = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');
const sources = globSync('**/*.{tsx,ts,css}', { cwd: renderer }).filter((file) => !file.startsWith('testing/') && !file.includes('.test.') && file !== path.join('ui', 'tokens.css'));

/** What a source says for itself although `tokens.css` should: a colour, a size of type, a weight that is none of the three, a shadow. */
const strays: Readonly<Record<string, RegExp>> = {
  'a colour': /(?<![\w&#/.])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!\/)|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|hwb)\(|(?<=[\s"'`:])(?:bg|text|border|ring|outline|fill|stroke|from|to|via|decoration|caret|accent|divide|placeholder|shadow)-(?:white|black|(?:slate|gray|zinc|neutral|stone|red|orange|amber|yellow|lime|green|emerald|teal|cyan|sky|blue|indigo|violet|purple|fuchsia|pink|rose)-\d+)\b/i,
  'a size of type': /\btext-\[\d|\bleading-\[|font-size:(?!\s*(?:var\(|inherit))|\bfontSize\b|(?<=[\s"'`:])text-(?:xs|sm|base|lg|xl|\dxl)\b|(?<=\s)font:\s*\d/,
  'a weight of type': /(?<=[\s"'`:])font-(?:thin|extralight|light|bold|extrabold|black|\[)|font-weight:(?!\s*(?:400|500|600|inherit|var\())|\bfontWeight\b/,
  'a shadow': /(?<=[\s"'`:])shadow-(?!float\b)[\w[]|box-shadow:(?!\s*(?:var\(|none))/,
};
const straysIn = (text: string) => Object.entries(strays).flatMap(([what, pattern]) => text.split('\n').flatMap((line, index) => (pattern.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line) ? [`${index + 1} ${what}: ${line.trim().slice(0, 120)}`] : [])));

test('colours, sizes, weights and shadows come from the tokens and from nowhere else', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap((file) => straysIn(readFileSync(path.join(renderer, file), 'utf8')).map((found) => `${file}:${found}`)), 'give it a name in renderer/ui/tokens.css, or use one that is there').toEqual([]);
});

test.each(['<b className="text-[11px]" />', '<b className="p-2 text-sm" />', "const ground = '#ff0000';", '<b className="hover:bg-red-500" />', '<b className="text-white" />', 'color: rgb(0 0 0 / 50%);', 'font-size: 14px;', '<b style={{ fontSize: 11 }} />', '<b className="font-bold" />', '<b className="shadow-lg" />'])('notices %s', (source) => {
  expect(straysIn(source)).toHaveLength(1);
});

test.each(['<a href="#/flows" />', "import { a } from '#shared/errors.ts';", '<b className="text-12 font-medium text-muted shadow-float" />', 'font-size: var(--text-13);', "go('#/add')"])('has nothing against %s', (source) => {
  expect(straysIn(source)).toEqual([]);
});

test('type has few sizes, each with its own height of a line', () => {
  const sizes = [...tokens.matchAll(/--text-(\d+): (\d+)px;/g)];
  expect(sizes.length).toBeGreaterThan(3);
  expect(sizes.length).toBeLessThanOrEqual(8);
  for (const [, name, pixels] of sizes) {
    expect(pixels).toBe(name);
    expect(tokens).toMatch(new RegExp(`--text-${name}--line-height: \\d+px;`));
  }
});

test('both themes give every colour', () => {
  const block = (selector: string) => new Set([...(tokens.slice(tokens.indexOf(`${selector} {`)).split('}')[0] ?? '').matchAll(/--([a-z-]+):/g)].map(([, name]) => name!));
  const [light, dark] = [block(':root'), block("[data-theme='dark']")];
  // White letters on a ground of the service's own stand in both.
  expect([...light].filter((name) => !dark.has(name) && !/^(?:on-)?mark/.test(name))).toEqual([]);
  expect([...dark].filter((name) => !light.has(name))).toEqual([]);
});
