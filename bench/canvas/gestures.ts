import type { Page } from 'playwright-core';

/** How smoothly a gesture went. */
export interface Smoothness {
  /** Pictures a second while the hand moved; the browser makes 60 at most. */
  readonly fps: number;
  /** 95th percentile of the time between two pictures, in milliseconds. */
  readonly p95Ms: number;
  /** Milliseconds the page's main thread was busy for one move of the hand: what a slower machine would need more of. */
  readonly busyMs: number;
}

/** Runs a gesture of so many moves while the page notes when each picture is made and how long it was busy. */
export async function watch(page: Page, moves: number, gesture: () => Promise<void>): Promise<Smoothness> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  await page.evaluate(`(() => { const times = []; window.benchFrames = { times, go: true }; const tick = (at) => { times.push(at); if (window.benchFrames.go) requestAnimationFrame(tick); }; requestAnimationFrame(tick); })()`);
  const before = await busy();
  await gesture();
  const after = await busy();
  const times = (await page.evaluate(`(() => { window.benchFrames.go = false; return window.benchFrames.times; })()`)) as number[];
  await session.detach();
  const gaps = times.slice(1).map((at, index) => at - times[index]!).toSorted((a, b) => a - b);
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return { fps: gaps.length === 0 ? 0 : (gaps.length * 1000) / total, p95Ms: gaps[Math.floor(gaps.length * 0.95)] ?? 0, busyMs: ((after - before) * 1000) / moves };
}

interface Hand {
  readonly x: number;
  readonly y: number;
}

const moves = 60;
const wheels = 40;
const step = 3;

/** Presses, moves sixty times to and fro and lets go; the pace is the browser's own. */
export function drag(page: Page, { x, y }: Hand, button: 'left' | 'middle'): Promise<Smoothness> {
  return watch(page, moves, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down({ button });
    for (let move = 1; move <= moves; move += 1) {
      const away = (move <= moves / 2 ? move : moves - move) * step;
      await page.mouse.move(x + away, y + away / 2);
      await nextPicture(page);
    }
    await page.mouse.up({ button });
  });
}

/** Turns the wheel forty times, out and in again, or across; with a key held when one is given. */
export function wheel(page: Page, { x, y }: Hand, amount: number, key?: 'Control' | 'Alt'): Promise<Smoothness> {
  return watch(page, wheels, async () => {
    await page.mouse.move(x, y);
    if (key) await page.keyboard.down(key);
    for (let turn = 0; turn < wheels; turn += 1) {
      await page.mouse.wheel(0, turn < wheels / 2 ? amount : -amount);
      await nextPicture(page);
    }
    if (key) await page.keyboard.up(key);
  });
}

/** A hand moves no faster than pictures are made. */
const nextPicture = (page: Page) => page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => resolve()))`);
