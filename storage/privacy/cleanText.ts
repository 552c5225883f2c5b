import { readFile } from 'node:fs/promises';
import { atomicWrite } from '#storage/files/atomicWrite.ts';

/** Takes whatever names a person out of a text; `isAbout` tells beforehand whether it does. */
export interface CleanText {
  isAbout(text: string): boolean;
  clean(text: string): string;
}

/** In place of each name stands one word, the same everywhere, so that what refers to each other still does. The texts are JSON: no needle has a quotation mark or ends a text. */
export function cleanText(needles: readonly string[]): CleanText {
  const pattern = needles.map((needle) => needle.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return {
    isAbout: (text) => needles.some((needle) => text.toLowerCase().includes(needle)),
    clean: (text) => (needles.length === 0 ? text : text.replace(new RegExp(pattern, 'gi'), 'erased')),
  };
}

/** Cleans those of the files that are about the person; with `only: 'look'` nothing is changed. Returns how many they are. */
export async function cleanFiles(files: readonly string[], { isAbout, clean }: CleanText, only?: 'look'): Promise<number> {
  let found = 0;
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (!isAbout(text)) continue;
    found += 1;
    if (only !== 'look') await atomicWrite(file, clean(text), 0o600);
  }
  return found;
}
