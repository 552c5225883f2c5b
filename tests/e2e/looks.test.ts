import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './support/axe.ts';
import { told } from './support/calls.ts';
import { startDemo } from './support/demo.ts';
import { useFluxo, windowSize } from './support/fluxo.ts';
import { cutOff, lookAlikes, walkByTab, type Walk } from './support/reach.ts';
import { leave, placeOf, prepareStates, show, states } from './support/states.ts';
import { places, visit } from './support/tour.ts';

const fluxo = useFluxo();

async function dress(theme: 'light' | 'dark' | 'system'): Promise<void> {
  const page = fluxo.page();
  await told(page, 'preferences.set', { theme });
  await page.reload();
  if (theme !== 'system') await page.locator(`html[data-theme="${theme}"]`).waitFor();
  await page.getByRole('navigation').first().waitFor();
}

let first: { readonly faults: readonly string[]; readonly walk: Walk };
beforeAll(async () => {
  const page = fluxo.page();
  await page.getByRole('heading', { level: 1 }).waitFor();
  first = { faults: await accessibilityFaults(page), walk: await walkByTab(page) };
  await startDemo(page);
  await prepareStates(page);
});

test('the first screen of all, before anything is set up', () => {
  expect(first.faults).toEqual([]);
  expect(first.walk.faults).toEqual([]);
  expect(first.walk.order.length).toBeGreaterThan(8);
});

describe.each(['light', 'dark'] as const)('no fault by axe-core in the %s theme', (theme) => {
  // The page is the same one in the dark, but for its colours.
  const only = theme === 'dark' ? ['color-contrast'] : undefined;
  beforeAll(() => dress(theme));
  afterAll(() => dress('system'));

  test.each(places)('%s', async (place) => {
    await visit(fluxo.page(), place);
    expect(await accessibilityFaults(fluxo.page(), only)).toEqual([]);
  });

  // In the light they are looked at once, with all else that is asked of them (below).
  test.each(theme === 'dark' ? Object.keys(states) : [])('%s', async (name) => {
    await show(fluxo.page(), name);
    const faults = await accessibilityFaults(fluxo.page(), only);
    await leave(fluxo.page(), name);
    expect(faults).toEqual([]);
  });
});

describe('with the Tab key alone everything is reached, in order, in sight and marked', () => {
  test.each(['home', 'connection', 'settings'] as const)('%s', async (place) => {
    const page = fluxo.page();
    await visit(page, place);
    const { order, faults } = await walkByTab(page);
    expect(faults).toEqual([]);
    expect(order.length).toBeGreaterThan(10);
    expect(order[0]).toMatch(/^Home/);
  });

  test('a flow with its drawing, the log and the story of a record', async () => {
    const page = fluxo.page();
    await visit(page, 'editor');
    // The forms hold hundreds of fields of a few kinds: one group is enough.
    const headings = page.locator('[data-inspector] h3 button[aria-expanded="true"], [data-inspector] button[aria-expanded="true"][aria-controls]');
    for (let left = await headings.count(); left > 1; left -= 1) await headings.last().click();
    await visit(page, 'story');
    const { order, faults } = await walkByTab(page);
    expect(faults).toEqual([]);
    const at = (name: RegExp) => order.findIndex((one) => name.test(one));
    const inOrder = [/^Home/, /^Side bar/, /^Search flows/, /^Orders/, /^Log </, /^Run this record again/, /^Name of the node/].map(at);
    expect(inOrder).not.toContain(-1);
    expect(inOrder).toEqual(inOrder.toSorted((one, two) => one - two));
  });

  test('a fault would be seen: a thing nobody reaches, one without a mark, one behind another', async () => {
    const page = fluxo.page();
    await visit(page, 'settings');
    // Pages may not write HTML: made piece by piece.
    await page.evaluate(`(() => {
      const make = (text, style, tabIndex) => Object.assign(document.createElement('button'), { textContent: text, tabIndex, style: style });
      const around = Object.assign(document.createElement('span'), { style: 'position:relative;display:inline-block' });
      around.append(make('Covered', '', 0), Object.assign(document.createElement('i'), { style: 'position:absolute;inset:-4px;background:#888' }));
      const bad = document.createElement('div');
      bad.id = 'bad';
      bad.append(make('Unreached', '', -1), make('Unmarked', 'outline:none;transition:none', 0), around);
      document.querySelector('main').prepend(bad);
    })()`);
    const { faults } = await walkByTab(page);
    expect(faults).toEqual(['Unmarked <button>: no focus to be seen', 'Covered <button>: behind something else', 'Unreached <button>: Tab does not come by']);
    await page.evaluate(`document.getElementById('bad').remove()`);
  });
});

describe('at 200 % zoom', () => {
  // A window of 1280 × 800 then has half of it each way.
  beforeAll(() => fluxo.page().setViewportSize({ width: windowSize.width / 2, height: windowSize.height / 2 }));
  afterAll(() => fluxo.page().setViewportSize(windowSize));

  test.each(places)('nothing is cut off or out of reach: %s', async (place) => {
    const page = fluxo.page();
    await page.setViewportSize(windowSize);
    await visit(page, place);
    await page.setViewportSize({ width: windowSize.width / 2, height: windowSize.height / 2 });
    await expect.poll(() => cutOff(page)).toEqual([]);
  });

  test('side bar and inspector take turns', async () => {
    const page = fluxo.page();
    const sides = async () => ({ side: await page.getByRole('complementary', { name: 'Flows and nodes' }).count(), inspector: await page.locator('[data-inspector]').count() });
    await page.setViewportSize(windowSize);
    await visit(page, 'editor');
    expect(await sides()).toEqual({ side: 1, inspector: 1 });
    await page.setViewportSize({ width: windowSize.width / 2, height: windowSize.height / 2 });
    await expect.poll(sides).toEqual({ side: 0, inspector: 1 });
    const banner = page.getByRole('banner');
    await banner.getByRole('button', { name: 'Side bar' }).click();
    await expect.poll(sides).toEqual({ side: 1, inspector: 0 });
    await banner.getByRole('button', { name: 'Inspector' }).click();
    await expect.poll(sides).toEqual({ side: 0, inspector: 1 });
  });
});

describe('what opens over a place, or stands deeper than one', () => {
  const half = { width: windowSize.width / 2, height: windowSize.height / 2 };
  // Arrow keys walk a menu, Tab leaves it.
  const isMenu = (name: string) => name.startsWith('the menu of');

  test.each(Object.keys(states))('by axe-core and Tab, at twice the size and in the colours of the system: %s', async (name) => {
    const page = fluxo.page();
    const within = placeOf(name);
    await page.setViewportSize(windowSize);
    await show(page, name);
    const axe = await accessibilityFaults(page);
    const walk = isMenu(name) ? null : await walkByTab(page, { within });
    await page.emulateMedia({ forcedColors: 'active' });
    const alike = await lookAlikes(page, within);
    await page.emulateMedia({ forcedColors: 'none' });
    await page.setViewportSize(half);
    // The page takes its new shape first.
    let cut = await cutOff(page);
    for (let looks = 0; cut.length > 0 && looks < 20; looks += 1) cut = await page.waitForTimeout(50).then(() => cutOff(page));
    await page.setViewportSize(windowSize);
    await leave(page, name);
    expect({ axe, faults: walk?.faults ?? [], alike, cut }).toEqual({ axe: [], faults: [], alike: [], cut: [] });
  });
});

/** Ground, border and outline of the first thing that fits, and of what is drawn after it. */
const looksOf = async (page: Page, selector: string): Promise<string> =>
  (await page.evaluate(`(() => {
    const element = document.querySelector(${JSON.stringify(selector)});
    if (!element) return 'no ' + ${JSON.stringify(selector)};
    return [null, '::after'].map((part) => { const style = getComputedStyle(element, part); return [style.backgroundColor, style.borderColor, style.outlineStyle === 'none' ? 'none' : style.outlineWidth + style.outlineColor].join(' '); }).join(' / ');
  })()`)) as string;

describe('with the colours of the system', () => {
  beforeAll(() => fluxo.page().emulateMedia({ forcedColors: 'active' }));
  afterAll(() => fluxo.page().emulateMedia({ forcedColors: 'none' }));

  test.each([
    ['the page one is on', 'settings', 'nav [aria-current="page"]', 'nav a:not([aria-current])'],
    ['a choice of several', 'settings', '[role="radio"][aria-checked="true"]', '[role="radio"][aria-checked="false"]'],
    ['the chosen node', 'editor', '.react-flow__node.selected .node-card', '.react-flow__node:not(.selected) .node-card'],
    ['a panel that is open', 'editor', 'header [aria-pressed="true"]', 'header button:not([aria-pressed])'],
    ['the tab one is on', 'editor', '[data-inspector] [role="tab"][aria-selected="true"]', '[data-inspector] [role="tab"][aria-selected="false"]'],
    ['the chosen record', 'story', '[data-log-grid] [aria-selected="true"]', '[data-log-grid] [role="row"][aria-selected="false"]'],
  ] as const)('%s still stands out', async (_what, place, chosen, other) => {
    const page = fluxo.page();
    await visit(page, place);
    const [one, two] = [await looksOf(page, chosen), await looksOf(page, other)];
    expect(`${one}${two}`).not.toContain('no ');
    expect(one).not.toBe(two);
  });
});

describe('for those who want less motion', () => {
  const longest = async (page: Page) => (await page.evaluate(`Math.max(0, ...document.getAnimations().map((each) => Number(each.effect.getComputedTiming().activeDuration)))`)) as number;
  afterAll(() => fluxo.page().emulateMedia({ reducedMotion: null }));

  test('nothing moves, not even what waits', async () => {
    const page = fluxo.page();
    await visit(page, 'home');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const durations = (await page.evaluate(`(() => {
      const probe = document.createElement('div');
      probe.className = 'animate-breathe transition-colors';
      document.body.append(probe);
      const style = getComputedStyle(probe);
      const found = [style.animationDuration, style.animationIterationCount, style.transitionDuration];
      probe.remove();
      return found;
    })()`)) as string[];
    expect(durations).toEqual(['0.001s', '1', '0.001s']);
    await show(page, 'the sheet of shortcuts');
    expect(await longest(page)).toBeLessThan(2);
    await leave(page, 'the sheet of shortcuts');
  });
});
