/** What runs inside the page: each function stands alone, since only its text gets there. */
export interface Scrolled {
  readonly rows: number;
  readonly fps: number;
  readonly frameP95Ms: number;
  /** Share of frames in which a row on screen had no content yet. */
  readonly blankShare: number;
  /** Most rows in the document at once. */
  readonly drawn: number;
  readonly heapMb: number;
}

/* eslint-disable no-undef */
declare const document: any;
declare const requestAnimationFrame: (act: (now: number) => void) => number;
declare const WheelEvent: new (name: string, init: object) => { readonly defaultPrevented: boolean };
declare const performance: { now(): number; readonly memory?: { readonly usedJSHeapSize: number } };

/** Jumps to places spread over the list and waits until all rows on screen have their content; milliseconds each. */
export async function jumps(count: number): Promise<number[]> {
  const grid = document.querySelector('[data-log-grid]');
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const isFull = () => {
    const box = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll('[role="row"][aria-rowindex]')].filter((row: any) => {
      const own = row.getBoundingClientRect();
      return own.bottom > box.top + 28 && own.top < box.bottom;
    });
    const tall = Math.min(grid.scrollHeight, box.height) - 28;
    return rows.length * 28 >= tall - 28 && rows.every((row: any) => row.querySelector('[data-blank]') === null && row.textContent !== '');
  };
  const times: number[] = [];
  for (let index = 1; index <= count; index += 1) {
    const began = performance.now();
    grid.scrollTop = ((index * 0.618034) % 1) * (grid.scrollHeight - grid.clientHeight);
    await frame();
    while (!isFull() && performance.now() - began < 10_000) await frame();
    times.push(performance.now() - began);
    await frame();
  }
  grid.scrollTop = 0;
  await frame();
  return times;
}

/** Turns the wheel by about two rows a frame and counts frames. */
export async function scrolls(ms: number): Promise<Scrolled> {
  const grid = document.querySelector('[data-log-grid]');
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const frames: number[] = [];
  let [blank, drawn] = [0, 0];
  const began = await frame();
  let last = began;
  for (let now = began; now - began < ms; ) {
    // A list longer than its scroll bar takes the wheel itself; any other is scrolled by the browser.
    const wheel = new WheelEvent('wheel', { deltaY: 60, bubbles: true, cancelable: true });
    grid.dispatchEvent(wheel);
    if (!wheel.defaultPrevented) grid.scrollTop += 60;
    now = await frame();
    frames.push(now - last);
    last = now;
    const box = grid.getBoundingClientRect();
    const rows = [...grid.querySelectorAll('[role="row"][aria-rowindex]')];
    drawn = Math.max(drawn, rows.length);
    const seen = rows.filter((row: any) => { const own = row.getBoundingClientRect(); return own.bottom > box.top + 28 && own.top < box.bottom; });
    if (seen.length * 28 < box.height - 56 || seen.some((row: any) => row.querySelector('[data-blank]') !== null)) blank += 1;
  }
  const sorted = frames.toSorted((a, b) => a - b);
  return { rows: Number(grid.getAttribute('aria-rowcount')), fps: (frames.length * 1000) / (last - began), frameP95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0, blankShare: blank / frames.length, drawn, heapMb: (performance.memory?.usedJSHeapSize ?? 0) / 1e6 };
}
