import type { Page } from 'playwright-core';

/** Which of the texts stand anywhere in the memory of the page’s scripts: in a store, a cache, a closure. */
export async function textsInHeap(page: Page, texts: readonly string[]): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const parts: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  // Long strings are cut in a snapshot’s list; what is looked for is short.
  const snapshot = parts.join('');
  return texts.filter((text) => snapshot.includes(JSON.stringify(text).slice(1, -1)));
}
