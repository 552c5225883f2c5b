import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[] }[];
}

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds wrong on the page, one line each: the rule, where, and why. Targets of less than 24 by 24 pixels count (WCAG 2.2 AA). With `only`, by these rules alone. */
export async function accessibilityFaults(page: Page, only?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(`typeof axe !== 'undefined'`))) await page.evaluate(await source);
  // Colours on their way from one state to the other are nobody's colours.
  await page.evaluate(`Promise.all(document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity).map((each) => each.finished.catch(() => {})))`);
  const { violations } = (await page.evaluate(`(async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ${only ? `runOnly: ${JSON.stringify(only)}` : `rules: { 'target-size': { enabled: true } }`} });
    // A menu hangs at the end of the page and belongs to the button that opened it: it needs no landmark.
    const floats = (target) => document.querySelector(target)?.closest('[data-radix-popper-content-wrapper]');
    return { violations: violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter((node) => id !== 'region' || !floats(node.target[0])).map(({ target, failureSummary }) => ({ target, failureSummary })) })) };
  })()`)) as AxeResults;
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
}
