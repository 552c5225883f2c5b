import type { Page } from 'playwright-core';

/** Everything a person works with; what is hidden, switched off or drawn inside the canvas (which pans) is left out. */
const controls = `(() => [...document.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [role="button"], [role="tab"], [role="switch"], [role="combobox"], [tabindex="0"]')].filter((element) => {
  const box = element.getBoundingClientRect();
  const top = document.querySelector('dialog[open]');
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width >= 1 && box.height >= 1 && !element.closest('[inert], [aria-hidden="true"], .react-flow__nodes, .react-flow__edges, .react-flow__edgelabel-renderer') && (!top || top.contains(element));
}))()`;

const named = `((element) => (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.getAttribute('title') ?? element.textContent.trim()).slice(0, 60) + ' <' + element.tagName.toLowerCase() + (element.id ? ' #' + element.id : '') + '>')`;

/**
 * Controls that stick out of the window or of a box that does not scroll, so that nobody gets at them: at 200 % zoom
 * a window of 1280 × 800 has 640 × 400 pixels.
 */
export async function cutOff(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(`(() => {
    const name = ${named};
    const found = [];
    for (const control of ${controls}) {
      const box = control.getBoundingClientRect();
      let [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom];
      for (let parent = control.parentElement; parent; parent = parent.parentElement) {
        const style = getComputedStyle(parent);
        const around = parent.getBoundingClientRect();
        if (parent === document.body || parent === document.documentElement) break;
        if (/auto|scroll/.test(style.overflowX)) [left, right] = [around.left, around.right];
        else if (/hidden|clip/.test(style.overflowX) && (left < around.left - 2 || right > around.right + 2)) { found.push(name(control) + ' is cut across'); break; }
        if (/auto|scroll/.test(style.overflowY)) [top, bottom] = [around.top, around.bottom];
        else if (/hidden|clip/.test(style.overflowY) && (top < around.top - 2 || bottom > around.bottom + 2)) { found.push(name(control) + ' is cut below'); break; }
        if (style.position === 'fixed') break;
      }
      if (left < -2 || right > innerWidth + 2 || top < -2 || bottom > innerHeight + 2) found.push(name(control) + ' is outside of the window');
    }
    return [...new Set(found)];
  })()`)) as string[];
}

export interface Walk {
  /** Names of what got the focus, in order. */
  readonly order: readonly string[];
  /** What was not reached, had no visible focus, or was covered by something else. */
  readonly faults: readonly string[];
}

/**
 * Presses Tab from the start of the page, or of the part of it that `within` names, until it comes round again or leaves it. Of a group that arrow keys walk (tabs, radio buttons,
 * a toolbar, the rows of a table) one member has to be reached.
 */
export async function walkByTab(page: Page, { most = 250, within = 'body' }: { readonly most?: number; readonly within?: string } = {}): Promise<Walk> {
  const inside = `document.querySelector(${JSON.stringify(within)})`;
  await page.evaluate(`(() => {
    // Tab goes on from where the focus was last: a thing before all others makes that the start of the page.
    const start = document.createElement('span');
    start.tabIndex = -1;
    (document.querySelector('dialog[open]') ?? ${inside} ?? document.body).prepend(start);
    start.focus();
    start.remove();
    const look = (element) => [null, '::before', '::after'].map((part) => { const style = getComputedStyle(element, part); return style.outlineStyle + style.outlineWidth + style.outlineColor + style.boxShadow + style.borderColor + style.backgroundColor + style.stroke + style.strokeWidth; }).join();
    window.__look = (element) => [element, ...[...element.querySelectorAll('*')].slice(0, 12), element.parentElement, element.closest('label')].filter(Boolean).map(look).join();
    window.__before = new Map([...document.querySelectorAll('.react-flow__edge, .react-flow__node'), ...${controls}].map((element) => [element, window.__look(element)]));
    window.__reached = new Set();
    window.__last = undefined;
  })()`);
  const order: string[] = [];
  const faults: string[] = [];
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(`(async () => {
      const name = ${named};
      const element = document.activeElement;
      // A date has a stop for day, month and year.
      if (element && element === window.__last) return { again: true };
      window.__last = element;
      if (!element || element === document.body || window.__reached.has(element) || !${inside}?.contains(element)) return null;
      window.__reached.add(element);
      const faults = [];
      const style = getComputedStyle(element);
      const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      const before = window.__before.get(element);
      if (!ringed) await Promise.all(document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity).map((each) => each.finished.catch(() => {})));
      if (!ringed && (before === undefined || before === window.__look(element))) faults.push(name(element) + ': no focus to be seen');
      const box = element.getBoundingClientRect();
      const shown = { left: Math.max(0, box.left), top: Math.max(0, box.top), right: Math.min(innerWidth, box.right), bottom: Math.min(innerHeight, box.bottom) };
      const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9], [0.02, 0.02], [0.98, 0.98]].map(([across, down]) => [shown.left + (shown.right - shown.left) * across, shown.top + (shown.bottom - shown.top) * down]);
      const hit = points.some(([x, y]) => { const on = document.elementsFromPoint(x, y).find((one) => !one.closest('[role="tooltip"], [data-radix-popper-content-wrapper]:has([role="tooltip"])')); return on && (element.contains(on) || on.contains(element) || on.closest('label')?.contains(element)); });
      // A line that runs level has no height.
      const thin = element.matches('.react-flow__edge') ? -1 : 1;
      // Of a line only the stroke is there to be hit, and labels stand on it.
      if (shown.right - shown.left < thin || shown.bottom - shown.top < thin) faults.push(name(element) + ': outside of the window');
      else if (!hit && thin > 0) faults.push(name(element) + ': behind something else');
      return { name: name(element), faults };
    })()`)) as { name: string; faults: string[]; again?: true } | null;
    if (at === null) break;
    if (at.again) continue;
    order.push(at.name);
    faults.push(...at.faults);
  }
  const missed = (await page.evaluate(`(() => {
    const name = ${named};
    const groups = '[role="radiogroup"], [role="tablist"], [role="toolbar"], [role="grid"], [role="tree"], [role="listbox"], [role="menu"], [role="treegrid"]';
    return ${controls}.filter((element) => {
      if (window.__reached.has(element) || !${inside}?.contains(element)) return false;
      const group = element.closest(groups);
      return !(group && (element.tabIndex < 0 || element === group) && [...window.__reached].some((one) => group.contains(one)));
    }).map((element) => name(element) + ': Tab does not come by');
  })()`)) as string[];
  return { order, faults: [...faults, ...missed] };
}

/**
 * What is chosen and looks no different from what is not, beside it: tabs, rows, switches, the page one is on. For the colours of the system,
 * in which tints of ours are gone.
 */
export async function lookAlikes(page: Page, within = 'body'): Promise<readonly string[]> {
  return (await page.evaluate(`(() => {
    const name = ${named};
    const looks = (element) => {
      const look = (one, part) => { const style = getComputedStyle(one, part); return [style.backgroundColor, style.color, style.borderColor, style.borderBottomWidth, style.outlineStyle, style.fontWeight, style.content].join(); };
      return [element, ...element.querySelectorAll('*')].slice(0, 6).flatMap((one) => [null, '::before', '::after'].map((part) => look(one, part))).join(';') + element.querySelectorAll('svg').length;
    };
    const states = [['aria-selected', 'true', 'false'], ['aria-pressed', 'true', 'false'], ['aria-checked', 'true', 'false'], ['aria-current', 'page', null], ['aria-current', 'step', null]];
    const found = [];
    for (const [attribute, on, off] of states) {
      for (const chosen of document.querySelectorAll(${JSON.stringify(within)} + ' [' + attribute + '="' + on + '"]')) {
        if (!chosen.checkVisibility()) continue;
        // A neighbour of the same kind: in the same group, however deep each stands.
        for (let group = chosen.parentElement, steps = 0; group && steps < 4; group = group.parentElement, steps += 1) {
          if (chosen.matches('[role="gridcell"]')) break;
          const other = [...group.querySelectorAll(chosen.tagName)].find((one) => one !== chosen && one.getAttribute('role') === chosen.getAttribute('role') && one.getAttribute(attribute) === off && one.checkVisibility());
          if (!other) continue;
          if (looks(chosen) === looks(other)) found.push(name(chosen) + ' looks as ' + name(other));
          break;
        }
      }
    }
    return found;
  })()`)) as string[];
}
