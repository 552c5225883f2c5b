import type { Page } from 'playwright-core';

/** What a page asked for and complained about since the watch began. */
export interface PageWatch {
  readonly requests: string[];
  /** Errors of the console and errors nobody caught. */
  readonly errors: string[];
}

export function watchPage(page: Page): PageWatch {
  const watch: PageWatch = { requests: [], errors: [] };
  page.on('request', (request) => watch.requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') watch.errors.push(message.text());
  });
  page.on('pageerror', (error) => watch.errors.push(String(error)));
  return watch;
}
