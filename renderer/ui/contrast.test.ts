import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** The hex colours of one theme block. */
function theme(selector: string): ReadonlyMap<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1]!, match[2]!]));
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2 contrast ratio of two colours. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const onGrounds = ['text', 'text-muted', 'text-faint', 'accent'] as const;
const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover', 'accent-soft'] as const;
const outcomeTones = ['created', 'updated', 'unchanged', 'parked', 'failed', 'unsure', 'accent'] as const;

test.each([':root', "[data-theme='dark']"])('every text can be read on every ground in %s', (selector) => {
  const colours = theme(selector);
  const poor: string[] = [];
  const check = (text: string, ground: string) => {
    const ratio = contrast(colours.get(text)!, colours.get(ground)!);
    if (ratio < 4.5) poor.push(`${text} on ${ground}: ${ratio.toFixed(2)}`);
  };
  for (const text of onGrounds) for (const ground of grounds) check(text, ground);
  for (const tone of outcomeTones) {
    check(tone, `${tone}-soft`);
    check(tone, 'surface');
    check(tone, 'hover');
  }
  for (const paint of ['grey', 'blue', 'green', 'yellow', 'pink', 'violet']) for (const text of ['text', 'text-muted']) check(text, `paint-${paint}-soft`);
  check('on-accent', 'accent');
  check('on-accent', 'accent-hover');
  expect(poor).toEqual([]);
});
