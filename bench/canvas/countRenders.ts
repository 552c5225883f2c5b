import type { Page } from 'playwright-core';

/**
 * What a page runs before its own scripts, to count how often React draws a card: it stands where React looks for its developer tools, and
 * after every commit follows what changed. A component that worked in a commit carries React's flag for it; a subtree nothing happened in is
 * shared with the tree before and skipped. Nothing of the app knows of this.
 */
const counter = `(() => {
  const performedWork = 1;
  window.cardRenders = 0;
  const isCard = (fiber) => fiber.tag === 0 && fiber.memoizedProps && fiber.memoizedProps.data && fiber.memoizedProps.data.inType !== undefined;
  const follow = (fiber, before) => {
    if (isCard(fiber) && (before === null || (fiber.flags & performedWork) !== 0)) window.cardRenders += 1;
    if (before !== null && fiber.child === before.child) return;
    for (let child = fiber.child; child; child = child.sibling) follow(child, before === null ? null : child.alternate);
  };
  const roots = new WeakMap();
  window.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
    isDisabled: false, supportsFiber: true, renderers: new Map(), inject: () => 1, checkDCE() {}, onCommitFiberUnmount() {}, onPostCommitFiberRoot() {}, setStrictMode() {},
    onCommitFiberRoot(_id, root) {
      const current = root.current;
      if (roots.get(root) !== current) follow(current, roots.has(root) ? current.alternate : null);
      roots.set(root, current);
    },
  };
})()`;

/** Counts from the next load of the page on. */
export async function countCardRenders(page: Page): Promise<void> {
  await page.addInitScript({ content: counter });
}

/** Cards drawn since the page was loaded. */
export async function cardRenders(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as { cardRenders?: number }).cardRenders ?? 0);
}
