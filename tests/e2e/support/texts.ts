import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

type Texts = { readonly [key: string]: string | Texts };
const dir = path.join(import.meta.dirname, '../../../resources/translations');

/** Every text of a language by `area:key`. */
export function textsOf(language: string): ReadonlyMap<string, string> {
  const flat = (texts: Texts, before: string): [string, string][] => Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[before + key, value] as [string, string]] : flat(value, `${before}${key}.`)));
  return new Map(readdirSync(path.join(dir, language)).flatMap((file) => flat(JSON.parse(readFileSync(path.join(dir, language, file), 'utf8')) as Texts, `${file.replace('.json', '')}:`)));
}

/** What can be read or heard on the page: texts, names, hints. What a record or a service said is left out (`data-selectable`, tables of records). */
export async function readableTexts(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    const found = new Set();
    const others = '[data-log-grid] [role="gridcell"], pre, [data-source], [data-selectable] [role="tree"], #story [data-selectable], ul.font-mono';
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest(others) || !element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder']) if (element.getAttribute(name)) found.add(element.getAttribute(name).trim());
      for (const child of element.childNodes) if (child.nodeType === 3 && child.data.trim() !== '') found.add(child.data.trim());
      if (element.tagName === 'OPTION') found.add(element.textContent.trim());
    }
    return [...found];
  })()`)) as string[];
}
