import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { formatTable } from '#cli/table.ts';
import { openWorkspace } from '#storage/workspace.ts';
import { launchApp } from '#tests/electron/launch.ts';
import { widenDock } from '#tests/e2e/support/log.ts';
import { flow, writeRun } from '../log/writeRun.ts';
import { jumps, scrolls, type Scrolled } from './inPage.ts';

export interface PanelRow {
  readonly view: string;
  readonly rows: number;
  /** From the click that opens the view until its first rows show. */
  readonly firstMs: number;
  /** From a jump to a random place until every row on screen has its content. */
  readonly jumpP50Ms: number;
  readonly jumpP95Ms: number;
  readonly scrolled: Scrolled;
}

export interface PanelResult {
  readonly rows: number;
  readonly builtSeconds: number;
  readonly views: readonly PanelRow[];
}

const main = path.join(import.meta.dirname, '../../dist/electron/main.cjs');
const jumpCount = 30;
const scrollMs = 4000;

/** P14: the log panel of the built app over a log of so many rows, in Chromium, with the engine and the storage thread behind the real call border. */
export async function runPanelSuite({ rows, say }: { readonly rows: number; readonly say: (line: string) => void }): Promise<PanelResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fluxo-panel-bench-'));
  try {
    const workspace = await openWorkspace(folder);
    await mkdir(path.join(folder, 'flows'), { recursive: true });
    await writeFile(path.join(folder, 'flows', `${flow.id}.flow.json`), `${JSON.stringify(flow, null, 2)}\n`);
    const built = await writeRun(workspace, 'built', rows);
    await workspace.close();
    say(`log of ${rows} rows built in ${built.seconds.toFixed(0)} s`);
    const app = await launchApp({ main, env: { FLUXO_WORKSPACE: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', LANG: 'en_GB.UTF-8', LANGUAGE: 'en' } });
    try {
      const page = await app.firstWindow();
      page.setDefaultTimeout(60_000);
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.getByRole('navigation').waitFor();
      await page.evaluate(`location.hash = '#/flows/${flow.id}'`);
      await page.locator('.react-flow__node').first().waitFor();
      if ((await page.locator('[data-run-log]').count()) === 0) await page.keyboard.press('ControlOrMeta+j');
      await page.locator('[data-run-log]').waitFor();
      await widenDock(page);
      await page.getByRole('button', { name: 'Fill the screen' }).click();
      const views: PanelRow[] = [];
      for (const [view, outcome] of [['all', null], ['rejected', 'Rejected'], ['skipped', 'Skipped']] as const) {
        views.push(await measure(page, view, outcome));
        say(`${view}: first rows ${views.at(-1)!.firstMs.toFixed(0)} ms, jump ${views.at(-1)!.jumpP50Ms.toFixed(0)} / ${views.at(-1)!.jumpP95Ms.toFixed(0)} ms, ${views.at(-1)!.scrolled.fps.toFixed(0)} fps`);
      }
      return { rows, builtSeconds: built.seconds, views };
    } finally {
      await app.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, view: string, outcome: string | null): Promise<PanelRow> {
  const group = page.getByRole('group', { name: 'Filter by outcome' });
  await group.getByRole('button', { name: /^All/ }).click();
  await page.locator('[data-log-grid] [role="row"][aria-rowindex]').first().waitFor();
  const began = performance.now();
  if (outcome) await group.getByRole('button', { name: new RegExp(`^${outcome}`) }).click();
  if (outcome) await page.locator('[data-log-grid]:not([aria-busy]) [role="row"][aria-rowindex]').filter({ hasText: outcome }).first().waitFor();
  const firstMs = performance.now() - began;
  const times = (await page.evaluate(jumps, jumpCount)).toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const scrolled = await page.evaluate(scrolls, scrollMs);
  return { view, rows: scrolled.rows, firstMs, jumpP50Ms: at(0.5), jumpP95Ms: at(0.95), scrolled };
}

export function describePanel({ rows, builtSeconds, views }: PanelResult): string {
  const head = ['view', 'rows', 'first rows ms', 'jump p50 / p95 ms', 'fps (frame p95 ms)', 'frames with a blank row', 'rows drawn', 'heap MB'];
  return [
    `${rows} rows, built in ${builtSeconds.toFixed(0)} s; 1440 x 900`,
    '',
    formatTable(head, views.map(({ view, rows: of, firstMs, jumpP50Ms, jumpP95Ms, scrolled }) => [view, of.toLocaleString('en'), firstMs.toFixed(0), `${jumpP50Ms.toFixed(0)} / ${jumpP95Ms.toFixed(0)}`, `${scrolled.fps.toFixed(0)} (${scrolled.frameP95Ms.toFixed(0)})`, `${Math.round(scrolled.blankShare * 100)} %`, String(scrolled.drawn), scrolled.heapMb.toFixed(0)]), []),
    '',
    'Targets (P14): jump p95 80 ms (build fails above 200), scrolling 55 frames a second.',
  ].join('\n');
}
