import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { manyNodes } from '#renderer/testing/manyNodes.ts';
import { endWithUs, root } from '../child.ts';
import { cardRenders, countCardRenders } from './countRenders.ts';
import { drag, wheel, type Smoothness } from './gestures.ts';

export interface FluxoCanvas {
  /** From navigation, the app's loading included, until the whole flow is on screen. */
  readonly firstPictureMs: number;
  readonly farDomNodes: number;
  /** At full size: in the drawing, and on the whole page. */
  readonly domNodes: number;
  readonly pageDomNodes: number;
  readonly heapMb: number;
  /** Cards drawn during one drag of a card over 60 moves. */
  readonly dragRenders: number;
  readonly pan: Smoothness;
  readonly zoom: Smoothness;
  readonly drag: Smoothness;
  readonly farPan: Smoothness;
  readonly farZoom: Smoothness;
}

export interface Preview {
  readonly url: string;
  stop(): Promise<void>;
}

/** The shipped screen and engine as `npm run preview` serves them, on a workspace with one large flow. */
export async function startPreview(workspace: string, nodes: number): Promise<Preview> {
  await mkdir(path.join(workspace, 'flows'), { recursive: true });
  await writeFile(path.join(workspace, 'flows', 'large.flow.json'), JSON.stringify(manyNodes(nodes, 'large')));
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'preview.ts'), '--port', '0'], { cwd: root, env: { ...process.env, FLUXO_WORKSPACE: workspace, FLUXO_PASSPHRASE: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ends = child.pid === undefined ? () => undefined : endWithUs(child.pid);
  const closed = once(child, 'close').then(ends);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      const found = /http:\S+/.exec(said)?.[0];
      if (found) resolve(found);
    });
    child.once('close', () => reject(new Error(`The preview did not start: ${said}`)));
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

const far = 'canvas[role="img"]';

/** One round: the whole flow in view, then at full size. */
export async function measureFluxo(browser: Browser, { url }: Preview): Promise<FluxoCanvas> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    const { firstPictureMs } = await open(page, url);
    const farDomNodes = await count(page, '[data-canvas] *');
    const middle = await middleOf(page);
    const farPan = await drag(page, middle, 'middle');
    const farZoom = await wheel(page, middle, -24, 'Control');
    await toFullSize(page);
    const domNodes = await count(page, '[data-canvas] *');
    const pageDomNodes = await count(page, '*');
    const pan = await drag(page, middle, 'middle');
    const zoom = await wheel(page, middle, 12, 'Control');
    await toFullSize(page);
    const dragged = await drag(page, await someCard(page), 'left');
    const heapMb = ((await page.evaluate('performance.memory.usedJSHeapSize')) as number) / 2 ** 20;
    return { firstPictureMs, farDomNodes, domNodes, pageDomNodes, heapMb, dragRenders: await countDragRenders(browser, url), pan, zoom, drag: dragged, farPan, farZoom };
  } finally {
    await page.close();
  }
}

/** On a page of its own: following what React does costs time. */
async function countDragRenders(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await countCardRenders(page);
    await open(page, url);
    await toFullSize(page);
    const card = await someCard(page);
    await page.mouse.move(card.x, card.y);
    const before = await cardRenders(page);
    await drag(page, card, 'left');
    return (await cardRenders(page)) - before;
  } finally {
    await page.close();
  }
}

async function open(page: Page, url: string): Promise<{ readonly firstPictureMs: number }> {
  const began = performance.now();
  await page.goto(`${url}#/flows/large`);
  await page.locator(far).waitFor();
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))`);
  return { firstPictureMs: performance.now() - began };
}

async function toFullSize(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Zoom to 100/ }).click();
  await page.locator('.react-flow__node').nth(8).waitFor();
  await page.waitForFunction(`document.querySelector('.react-flow__viewport').style.transform.includes('scale(1)')`);
}

const count = async (page: Page, selector: string) => (await page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`)) as number;

async function middleOf(page: Page) {
  const box = (await page.locator('[data-canvas]').boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The card nearest to the middle, where a hand would take it. */
async function someCard(page: Page) {
  const middle = await middleOf(page);
  const boxes = await Promise.all((await page.locator('.react-flow__node').all()).map((card) => card.boundingBox()));
  const nearest = boxes.filter((box) => box !== null).toSorted((a, b) => Math.hypot(a.x + 110 - middle.x, a.y + 36 - middle.y) - Math.hypot(b.x + 110 - middle.x, b.y + 36 - middle.y))[0]!;
  return { x: nearest.x + 100, y: nearest.y + 12 };
}
