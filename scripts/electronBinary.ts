import { existsSync } from 'node:fs';
import path from 'node:path';

const dist = path.join(import.meta.dirname, '../node_modules/electron/dist');
const places = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'].map((file) => path.join(dist, file));

/** Electron's program: `ELECTRON_EXEC`, or the one inside the npm package once it was fetched; null when there is none. */
export function findElectron(): string | null {
  const own = process.env['ELECTRON_EXEC'];
  if (own) return existsSync(own) ? own : null;
  return places.find((place) => existsSync(place)) ?? null;
}
