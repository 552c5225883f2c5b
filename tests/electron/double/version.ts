import { readFileSync } from 'node:fs';

/** The pinned version of Electron whose types the double is checked against. */
export const version = (JSON.parse(readFileSync(new URL('../../../node_modules/electron/package.json', import.meta.url), 'utf8')) as { version: string }).version;
