import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

const rooms = ['shared', 'connectors', 'engine', 'storage', 'host', 'electron', 'cli', 'renderer', 'sandbox'];
const relativeImport = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/**
 * Relative imports that leave their top folder, as `file: import` lines. The linter's borders look at
 * `#room/…` imports; this closes the way around them. `root` is the checkout.
 */
export async function findBorderCrossings(root = path.join(import.meta.dirname, '..')): Promise<readonly string[]> {
  const found: string[] = [];
  for (const room of rooms) {
    for await (const file of glob(`${room}/**/*.{ts,tsx}`, { cwd: root })) {
      const text = await readFile(path.join(root, file), 'utf8');
      for (const [, specifier] of text.matchAll(relativeImport)) {
        const goesTo = path.join(path.dirname(file), specifier!).split(path.sep)[0];
        // The project's own package.json belongs to no room.
        if (goesTo !== room && goesTo !== 'package.json') found.push(`${file}: ${specifier} leaves ${room}/; import it as #${goesTo}/…`);
      }
    }
  }
  return found;
}
