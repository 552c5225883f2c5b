import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Names of the files below a folder that hold a text, as it is or in base64. */
export function filesHolding(folder: string, text: string): string[] {
  const needles = [text, Buffer.from(text).toString('base64').replace(/=+$/, '').slice(0, -2)];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => needles.some((needle) => readFileSync(file, 'latin1').includes(needle)));
}
