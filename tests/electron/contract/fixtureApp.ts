import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { electronMode, launchApp, type LaunchedApp, type LaunchOptions } from '../launch.ts';

export const fixtureMain = path.join(import.meta.dirname, '../fixtures/main.cjs');

/** What the preload of the fixture exposes. */
interface FixtureApi {
  readonly version: number;
  readonly list: readonly [number, { readonly deep: boolean }];
  readonly requireFailure: string;
  readonly runs: number;
  readonly process: { readonly sandboxed: boolean; readonly type: string };
  add(a: number, b: number): number;
  invoke(channel: string, value?: unknown): Promise<unknown>;
  send(channel: string, value: unknown): void;
  point(): object;
  date(): Date;
  give(value: unknown): unknown;
  symbol(): unknown;
  throwing(): void;
  later(value: unknown): Promise<{ value: unknown; again(): string }>;
  on(channel: string, listener: (value: unknown) => void): () => void;
  exposeAgain(): void;
}
/** The globals of the fixture's page, for functions that Playwright runs there. */
export interface FixturePage {
  readonly api: FixtureApi;
  ran?: boolean;
  secretOfPreload?: string;
  heard?: unknown[];
}

/** One fixture app for a spec file. */
export function useFixtureApp(options: Partial<LaunchOptions> = {}): { app(): LaunchedApp; page(): Page } {
  let app: LaunchedApp | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    console.log(`mode=${electronMode()}`);
    app = await launchApp({ main: fixtureMain, ...options });
    page = await app.firstWindow();
  });
  afterAll(() => app?.close());
  return { app: () => app as LaunchedApp, page: () => page as Page };
}

/** Asks again until the answer is right or five seconds went by. */
export async function eventually<T>(ask: () => Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await ask();
    if (isRight(value) || tries === 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether a process still runs; one that ended but was not yet collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
