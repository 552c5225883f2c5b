import type { Chromium } from '../chromium.ts';

/**
 * Closes every window Chromium makes that the app did not ask for. Most never come about (see `noPopups`); a link opened
 * with Ctrl, Shift or the middle button does. The double never pauses such a window to look at it first, for a paused
 * window also stops the page that opened it. What was asked for is known from the opener's own events; the window itself
 * can reach no network and is gone in milliseconds.
 */
export async function closeForeignWindows(chromium: Chromium): Promise<void> {
  chromium.on('Target.targetCreated', ({ targetInfo }: { targetInfo: { targetId: string; type: string; url: string } }) => {
    if (targetInfo.type !== 'page' || targetInfo.url.startsWith('about:blank#window-')) return;
    void chromium.call('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
  });
  await chromium.call('Target.setDiscoverTargets', { discover: true });
}
