import type { Page } from 'playwright-core';

/** What a letter took: from the event of the keyboard to the frame in which the result shows it, in milliseconds. */
export interface Typed {
  readonly what: string;
  readonly letters: number;
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Processor time of the page's main thread for one letter, in milliseconds: scripts, style, layout and paint; what other programs do does not add to it. */
  readonly work: number;
}

/**
 * In the page: notes the time of each key, and of the frame after the one that draws a changed result. A letter whose result is drawn together with
 * the next one's counts from its own key, so that falling behind is not hidden.
 */
const watchTyping = `(() => {
  const result = document.querySelector('[data-target="number"] [data-result]').parentElement.parentElement;
  const waiting = [];
  const times = [];
  document.addEventListener('beforeinput', (event) => waiting.push(event.timeStamp), true);
  let last = result.textContent;
  new MutationObserver(() => {
    if (result.textContent === last || waiting.length === 0) return;
    last = result.textContent;
    const keys = waiting.splice(0);
    requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => { for (const key of keys) times.push(performance.now() - key); }; channel.port2.postMessage(0); });
  }).observe(result, { childList: true, characterData: true, subtree: true });
  window.typingTimes = times;
})()`;

const quantile = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Types `letters` letters into the focused field, a key every 60 ms as a quick hand does, and gives what each took. Throws when a letter never showed. */
export async function typeAndTime(page: Page, what: string, letters: number): Promise<Typed> {
  await page.evaluate(watchTyping);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  const before = await busy();
  for (let at = 0; at < letters; at += 1) await page.keyboard.type('abcdefghij'[at % 10]!, { delay: 60 });
  await page.waitForFunction(`window.typingTimes.length >= ${letters}`, undefined, { timeout: 10_000 });
  const times = ((await page.evaluate('window.typingTimes')) as number[]).toSorted((a, b) => a - b);
  return { what, letters, p50: quantile(times, 0.5), p95: quantile(times, 0.95), most: times.at(-1)!, work: ((await busy()) - before) * 1000 / letters };
}
